"""What the order's state makes of a wish: one that cannot be met any more becomes the one that still can."""

from dataclasses import dataclass, field, replace

from assist_api.rules.cases import Case, CaseKind
from assist_api.rules.orders import OrderState


@dataclass(frozen=True, slots=True)
class Turn:
    """The phrase that explains it, the case it becomes, and what that case knows at once."""

    phrase: str
    kind: CaseKind
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """Nothing is left to be done by a person: the phrase says why."""

    phrase: str


_CLOSED = End("case_order_closed")
_UNPAID = End("cancel_unpaid")
_REFUNDING = End("case_refund_under_way")
_NOTHING_TO_WITHDRAW = End("case_nothing_to_withdraw")
_STOP = {"redirect": "stop"}

_GATES: dict[tuple[CaseKind, OrderState], Turn | End] = {
    ("cancel_order", "unpaid"): _UNPAID,
    ("cancel_order", "shipped"): Turn("case_cancel_shipped", "intercept_parcel", _STOP),
    ("cancel_order", "delivered"): Turn("case_to_return", "request_return"),
    ("cancel_order", "refunding"): _REFUNDING,
    ("cancel_order", "returned"): _CLOSED,
    ("cancel_order", "cancelled"): _CLOSED,
    ("change_order", "delivered"): Turn("case_to_exchange", "request_exchange"),
    ("change_order", "returned"): _CLOSED,
    ("change_order", "cancelled"): _CLOSED,
    ("intercept_parcel", "unpaid"): _UNPAID,
    ("intercept_parcel", "delivered"): Turn("case_to_return", "request_return"),
    ("intercept_parcel", "returned"): _CLOSED,
    ("intercept_parcel", "cancelled"): _CLOSED,
    ("request_return", "unpaid"): _UNPAID,
    ("request_return", "paid"): Turn("case_to_cancel", "cancel_order"),
    ("request_return", "presale"): Turn("case_to_cancel", "cancel_order"),
    ("request_return", "shipped"): Turn("case_cancel_shipped", "intercept_parcel", _STOP),
    ("request_return", "refunding"): _REFUNDING,
    ("request_return", "returned"): _CLOSED,
    ("request_return", "cancelled"): _CLOSED,
    ("request_exchange", "unpaid"): Turn("case_to_change", "change_order", {"change": "variant"}),
    ("request_exchange", "paid"): Turn("case_to_change", "change_order", {"change": "variant"}),
    ("request_exchange", "presale"): Turn("case_to_change", "change_order", {"change": "variant"}),
    ("request_exchange", "returned"): _CLOSED,
    ("request_exchange", "cancelled"): _CLOSED,
}


def gate(case: Case, state: OrderState) -> Turn | End | None:
    """None where the wish can be met as it is."""
    if (case.kind, state) == ("change_order", "shipped"):
        return _change_on_the_way(case)
    if case.kind == "intercept_parcel" and state in ("paid", "presale"):
        if case.told.get("redirect") == "redirect":
            return Turn("case_to_change", "change_order", {"change": "address"})
        return Turn("case_to_cancel", "cancel_order")
    if case.told.get("reason") == "withdraw":
        return None if state == "refunding" else _NOTHING_TO_WITHDRAW
    return _GATES.get((case.kind, state))


def turned(case: Case, turn: Turn) -> Case:
    return replace(case, kind=turn.kind, told={**case.told, **turn.told}, asked="", tries=0)


def _change_on_the_way(case: Case) -> Turn | None:
    change = case.told.get("change")
    if change is None:
        return None  # not known yet what is wished
    if change == "variant":
        return Turn("case_change_shipped_variant", "request_exchange")
    return Turn("case_change_shipped", "intercept_parcel", {"redirect": "redirect"})
