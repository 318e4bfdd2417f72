"""The place a buyer asks about."""

from typing import Any

from assist_api.flows.answering.contract import SkillAsk, word_of

_PARTS = ("province", "city", "district", "county")


def region_asked(ask: SkillAsk) -> str | None:
    """The place named in this line, else the one named before."""
    return _place(ask.heard("region")) or _place(ask.heard("address")) or _place(ask.slots.get("region"))


def _place(value: Any) -> str | None:
    """A place as text; of a structured one its parts from the biggest on."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and (parts := [str(value[name]) for name in _PARTS if value.get(name)]):
        return "".join(dict.fromkeys(parts))
    return word_of(value)
