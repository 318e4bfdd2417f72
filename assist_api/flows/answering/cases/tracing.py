"""Goods that have not come: as long as the parcel is not signed for, where it is answers the buyer."""

from assist_api.flows.answering.contract import SkillAnswer
from assist_api.flows.answering.skills import track_parcel
from assist_api.flows.answering.telling import parcel_facts
from assist_api.flows.answering.view import Seen, ShopView


def tell_not_arrived(seen: Seen, shop: ShopView) -> SkillAnswer | None:
    """Where the parcel is; None where it is signed for or lost, which is a case."""
    if seen.parcel and parcel_facts(seen.parcel).state in ("signed", "lost"):
        return None
    if seen.order.state == "delivered":
        return None
    return track_parcel.tell(seen, shop)
