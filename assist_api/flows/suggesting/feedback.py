"""What became of suggestions: kept, counted, and told to every worker."""

from assist_api.bus import Bus
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.live import LiveLearning
from assist_api.flows.learning.recognising import LiveRecogniser
from assist_api.flows.suggesting.typed import keep_carried
from assist_api.phrases import service as phrases
from assist_api.security import Principal
from assist_api.suggestions import service as suggestions
from assist_api.suggestions.schemas import PHRASE, FeedbackIn
from assist_api.training.service import BUS_TOPIC


class Feedbacks:
    """One a process: holds the recogniser of agents' own words."""

    def __init__(self, database: Database, bus: Bus, clock: Clock, learning: LiveLearning) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._learning = learning
        self._recogniser = LiveRecogniser(database)

    async def take(self, principal: Principal, suggestion_id: str, said: FeedbackIn) -> None:
        """Once it is answered, the next suggestion knows of it: here at once, elsewhere when the event is heard."""
        taken = said.item_id.removeprefix(PHRASE) if said.item_id and said.item_id.startswith(PHRASE) else None
        found = await self._recogniser.read(said.sent_text, taken)
        now = self._clock()
        async with self._database.begin() as session:
            await keep_carried(session, principal, suggestion_id, now)
            reading = suggestions.Reading(found.said, found.likeness)
            counted = await suggestions.note_feedback(session, principal, suggestion_id, said, now, reading)
            if counted.before != counted.after:
                if counted.before:
                    await phrases.uncount_use(session, counted.before.phrase_id, counted.before.action)
                if counted.after:
                    await phrases.count_use(session, counted.after.phrase_id, counted.after.action, now)
        self._learning.note_feedback()
        await self._bus.publish(BUS_TOPIC, {"kind": "feedback"})
