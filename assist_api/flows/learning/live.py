"""What the recommender has learned, as this worker holds it: the active model, and what agents did since."""

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from time import monotonic

from assist_api.bus import Bus, Subscription
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.learning.model_files import ModelFiles
from assist_api.flows.learning.recollection import FEEDBACK_MAX, Recollection
from assist_api.recommender.learning.artefact import Damaged
from assist_api.recommender.learning.evidence import Words
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.trained import Trained
from assist_api.suggestions import store as suggestions
from assist_api.training import service as training
from assist_api.training import store as versions
from assist_api.training.service import BUS_TOPIC

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 1.0
"""Without an event the database is asked this often at most: a training by the command line sends none."""


class LiveLearning:
    """One a process. Feedback told to any worker is in `current()` of all from their next question on.

    `version` is the model in hand: not always the active one, which may be damaged, then `problem` says so.
    """

    def __init__(self, database: Database, bus: Bus, clock: Clock, files: ModelFiles, words: Words) -> None:
        self.version: str | None = None
        self.problem = ""
        self.threshold: float | None = None
        """The score from which on the shop wants suggestions pushed, if it has chosen one."""
        self._database = database
        self._bus = bus
        self._clock = clock
        self._files = files
        self._words = words
        self._lock = asyncio.Lock()
        self._listening = AsyncExitStack()
        self._events: Subscription | None = None
        self._recollection: Recollection | None = None
        self._wanted: str | None = None
        self._loading: asyncio.Task[None] | None = None
        self._looked_at = float("-inf")

    async def current(self) -> Knowledge:
        """Waits for a model only where there is nothing yet to go by; a new one comes into use once it is loaded."""
        async with self._lock:
            recollection = self._recollection
            if recollection is None or self._may_have_changed():
                recollection = await self._refreshed(recollection)
            return recollection.knowledge

    def note_feedback(self) -> None:
        """This worker need not wait for its own event."""
        self._looked_at = float("-inf")

    async def settled(self) -> None:
        """Until the model that was active at the last look is in use."""
        await self.current()
        if self._loading is not None:
            await asyncio.shield(self._loading)

    async def close(self) -> None:
        if self._loading is not None:
            await asyncio.gather(self._loading, return_exceptions=True)
        await self._listening.aclose()

    def _may_have_changed(self) -> bool:
        heard = self._events is not None and bool(self._events.waiting())
        return heard or monotonic() - self._looked_at >= LOOK_AGAIN_S

    async def _refreshed(self, held: Recollection | None) -> Recollection:
        if self._events is None:
            self._events = await self._listening.enter_async_context(self._bus.subscribe(BUS_TOPIC))
        self._looked_at = monotonic()
        version = await self._look()
        if held is None:
            self._wanted = version
            return await self._load(version)
        await self._catch_up(held)
        if version != self._wanted or held.is_full:
            self._begin_loading(version)
        return held

    async def _look(self) -> str | None:
        async with self._database.read() as session:
            active = await versions.active(session)
            state = await versions.state(session)
        self.threshold = training.threshold_in_force(state, training.curve_of(active.figures) if active else [])
        return active.version if active else None

    def _begin_loading(self, version: str | None) -> None:
        if self._loading is None or self._loading.done():
            self._wanted = version
            self._loading = asyncio.create_task(self._reload(version))

    async def _reload(self, version: str | None) -> None:
        try:
            await self._load(version)
        except Exception:  # what is in use stays in use
            log.exception("recommender model %s could not be loaded", version)

    async def _load(self, version: str | None) -> Recollection:
        """The model, and what is remembered, read anew for it."""
        found = await self._first_that_loads(version) if version else None
        recollection = Recollection(Knowledge(self._words, found[1] if found else None), self._clock())
        await self._catch_up(recollection)
        self._recollection, self.version = recollection, found[0] if found else None
        self._looked_at = float("-inf")  # an event may have been heard by the old one only
        return recollection

    async def _first_that_loads(self, version: str) -> tuple[str, Trained] | None:
        async with self._database.read() as session:
            tried = [version, *await versions.fallbacks(session, version)]
        self.problem = ""
        for each in tried:
            try:
                return each, await asyncio.to_thread(self._in_use, each)
            except Damaged as damaged:
                self.problem = self.problem or str(damaged)
                log.error("recommender model %s is not used: %s", each, damaged)
        return None

    def _in_use(self, version: str) -> Trained:
        trained = self._files.load(version)
        return replace(trained, measured=trained.model)  # half the memory: nothing is measured here

    async def _catch_up(self, recollection: Recollection) -> None:
        async with self._database.read() as session:
            rows = await suggestions.told_since(session, recollection.since, FEEDBACK_MAX)
        if any(map(recollection.is_new, rows)):
            await asyncio.to_thread(recollection.learn, rows)


def model_files(models: Path) -> ModelFiles:
    return ModelFiles(models / "recommender")
