"""How long the way takes, by region or by order; and whether it is here by the day a buyer names."""

import re
from datetime import date, datetime, time

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.regions import region_asked
from assist_api.flows.answering.skills import track_parcel
from assist_api.flows.answering.telling import facts_of, parcel_facts
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.arrival import Window, chance_by, last_day, window_after, window_out_for_delivery
from assist_api.rules.moments import say_day
from assist_api.rules.orders import order_trouble, parcel_trouble
from assist_api.rules.shipping import RegionGroup, group_of, say_days

_MEANT: Preference = (frozenset({"shipped"}), frozenset({"paid", "presale", "unpaid"}))
_ARRIVES = re.compile(r"到|收|送|拿")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    seen = look if isinstance(look, Seen) else None
    named = region_asked(ask)
    region = named or (seen.order.region if seen else None)
    if not region:
        return asking("region", say("delivery_time_ask_region"))
    group = group_of(region, shop.settings.region_groups)
    slots = {"region": region}
    if group is None:
        # A place nobody has put into a group: better to ask for the province than to guess.
        return asking("region", say("delivery_time_ask_region"), slots={"region": None})
    if not group.served:
        return SkillAnswer(slots=slots, effects=[hand_off("region_not_served", f"买家问能否寄到{region}", shop)])
    # Another place than the order's is not about the order.
    own = seen if seen and group_of(seen.order.region, shop.settings.region_groups) == group else None
    if own and own.parcel and parcel_trouble(parcel_facts(own.parcel), shop.now):
        return track_parcel.tell(own, shop)
    if own and order_trouble(facts_of(own.order), shop.settings.promise, shop.now):
        return track_parcel.tell(own, shop)
    return SkillAnswer(says=[_said(ask, own, region, group, shop)], slots=slots)


def _said(ask: SkillAsk, seen: Seen | None, region: str, group: RegionGroup, shop: ShopView) -> Say:
    window = _window(seen, group, shop)
    spoken = {"earliest": _day(window.earliest, shop), "latest": _day(window.latest, shop)}
    wanted = _day_wanted(ask, shop)
    if wanted is not None and wanted >= shop.now.astimezone(shop.zone).date():
        return say(f"delivery_by_{chance_by(wanted, window)}", day=_day(wanted, shop), region=region, **spoken)
    if seen and seen.order.state == "shipped":
        return say("delivery_time_order", region=region, **spoken)
    return say("delivery_time", region=region, days=say_days(group))


def _window(seen: Seen | None, group: RegionGroup, shop: ShopView) -> Window:
    if seen and seen.parcel and seen.parcel.state == "out_for_delivery":
        return window_out_for_delivery(shop.now, shop.zone)
    return window_after(_leaves_at(seen, shop), group, shop.now, shop.zone)


def _leaves_at(seen: Seen | None, shop: ShopView) -> datetime:
    """When it left or is expected to leave; an order that is not paid as if it were paid now."""
    promise = shop.settings.promise
    if seen is None or seen.order.state == "unpaid":
        return promise.expected_by(shop.now, shop.zone)
    order = seen.order
    if order.shipped_at:
        return order.shipped_at
    if order.state == "presale" and order.ship_at:
        return order.ship_at
    return max(promise.expected_by(order.paid_at or shop.now, shop.zone), shop.now)


def _day_wanted(ask: SkillAsk, shop: ShopView) -> date | None:
    """The day by which it should be here: of 今天发明天能到吗 the one that stands before 到."""
    times = [entity for entity in ask.entities if entity.kind == "time"]
    arrives = max((match.start() for match in _ARRIVES.finditer(ask.text)), default=len(ask.text))
    before = [one for one in times if 0 <= ask.text.find(one.text) <= arrives] or times
    days = [day for one in before if (day := last_day(one.value, shop.zone))]
    return days[-1] if days else None


def _day(day: date, shop: ShopView) -> str:
    return say_day(datetime.combine(day, time(12), shop.zone), shop.now, shop.zone)
