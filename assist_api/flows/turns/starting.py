"""Puts the turn worker together."""

from assist_api.bus import Bus
from assist_api.clients.bot import BotClient
from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.flows.packets import FirstReplies, Packets
from assist_api.flows.turns.committing import Committing
from assist_api.flows.turns.drafting import Drafting
from assist_api.flows.turns.speech import Speech
from assist_api.flows.turns.worker import TurnWorker
from assist_api.settings import Settings
from assist_api.taxonomy import Taxonomy


def turn_worker(
    settings: Settings, database: Database, bus: Bus, bot: BotClient, clock: Clock, first_replies: FirstReplies
) -> TurnWorker:
    speech = Speech(settings.data / "phrases")
    taxonomy = Taxonomy.load(settings.data)
    packets = Packets(database, clock, taxonomy, first_replies)
    return TurnWorker(
        database=database,
        bus=bus,
        clock=clock,
        drafting=Drafting(database, bot, speech),
        committing=Committing(database, clock, speech, packets),
        lease_s=settings.turn_lease_s,
    )
