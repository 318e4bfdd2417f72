"""How long the way takes; for an order in view its own region, and the parcel itself once it is on its way."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.regions import region_asked
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.shipping import group_of, say_days

_MEANT: Preference = (frozenset({"shipped"}), frozenset({"paid", "presale", "unpaid"}))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    region = region_asked(ask) or await _region_of_order(ask, shop)
    if region is None:
        return asking("region", say("delivery_time_ask_region"))
    group = group_of(region, shop.settings.region_groups)
    slots = {"region": region}
    if group is None:
        # A place nobody has put into a group: better to ask for the province than to guess.
        return asking("region", say("delivery_time_ask_region"), slots={"region": None})
    if not group.served:
        return SkillAnswer(slots=slots, effects=[hand_off("region_not_served", f"买家问能否寄到{region}", shop)])
    return SkillAnswer(says=[say("delivery_time", region=region, days=say_days(group))], slots=slots)


async def _region_of_order(ask: SkillAsk, shop: ShopView) -> str | None:
    look = await shop.look(ask, _MEANT)
    return look.order.region or None if isinstance(look, Seen) else None
