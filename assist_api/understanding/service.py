"""Asking the bot what a line means."""

from pydantic import ValidationError

from assist_api.clients.bot import BaseMismatch, BotClient, BotUnavailable
from assist_api.errors import Unavailable
from assist_api.understanding.schemas import Understood


async def understand(bot: BotClient, text: str) -> Understood:
    """Raises Unavailable when the bot is down, slow, or answers something that is not in its contract."""
    try:
        found = await bot.parse(text)
    except (BotUnavailable, BaseMismatch, ValidationError) as error:
        raise Unavailable("智能理解暂时不可用，请稍后再试", part="bot") from error
    return Understood.model_validate(found.model_dump())
