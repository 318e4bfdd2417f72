"""What is offered, once and kindly, to who wants a paid order cancelled; then they are obeyed."""

from dataclasses import dataclass

from assist_api.flows.answering.telling import facts_of
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.cases import Case
from assist_api.rules.orders import order_trouble, ship_deadline


@dataclass(frozen=True, slots=True)
class Offer:
    """The phrase that offers it, and which change of the order it becomes; None where the order simply stays."""

    phrase: str
    becomes: str | None


OFFERS = {
    "variant": Offer("case_keep_variant", "variant"),
    "address": Offer("case_keep_address", "address"),
    "waiting": Offer("case_keep_waiting", None),
}

_BY_REASON = {"size": "variant", "colour": "variant", "address": "address", "late": "waiting"}


def offer_instead(case: Case, seen: Seen | None, shop: ShopView) -> str | None:
    """A key of OFFERS. Waiting is offered only where a time can be promised; a cheaper price is for people."""
    offer = _BY_REASON.get(case.told.get("reason", ""))
    if offer == "waiting" and (seen is None or not _leaves_in_time(seen, shop)):
        return None
    return offer


def _leaves_in_time(seen: Seen, shop: ShopView) -> bool:
    facts, promise = facts_of(seen.order), shop.settings.promise
    return ship_deadline(facts, promise) is not None and order_trouble(facts, promise, shop.now) is None
