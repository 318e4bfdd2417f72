from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.conversation import IllegalMove, Standing, State

BOT, WAITING, CLOSED = Standing(State.BOT), Standing(State.WAITING), Standing(State.CLOSED)
LIN, WEN = Standing(State.AGENT, "lin"), Standing(State.AGENT, "wen")

MOVES: dict[str, Callable[[Standing], Standing]] = {
    "hand_off": Standing.hand_off,
    "claim": lambda standing: standing.claim("lin"),
    "give_up": Standing.give_up,
    "transfer": lambda standing: standing.transfer("wen"),
    "requeue": Standing.requeue,
    "hand_back": Standing.hand_back,
    "close": Standing.close,
    "reopen": Standing.reopen,
}

LEGAL = {
    (BOT, "hand_off"): WAITING,
    (BOT, "close"): CLOSED,
    (WAITING, "claim"): LIN,
    (WAITING, "give_up"): BOT,
    (WAITING, "close"): CLOSED,
    (LIN, "transfer"): WEN,
    (LIN, "requeue"): WAITING,
    (LIN, "hand_back"): BOT,
    (LIN, "close"): CLOSED,
    (CLOSED, "reopen"): BOT,
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("before", [BOT, WAITING, LIN, CLOSED], ids=lambda standing: standing.state.value)
def test_exactly_the_moves_of_the_design_are_legal(before: Standing, move: str) -> None:
    if (before, move) in LEGAL:
        assert MOVES[move](before) == LEGAL[before, move]
    else:
        with pytest.raises(IllegalMove):
            MOVES[move](before)


@given(st.lists(st.sampled_from(sorted(MOVES))))
def test_whatever_is_tried_a_person_owns_exactly_the_conversations_in_state_agent(tried: list[str]) -> None:
    standing = BOT
    for move in tried:
        try:
            standing = MOVES[move](standing)
        except IllegalMove:
            continue
        assert (standing.state is State.AGENT) == (standing.agent is not None)


@pytest.mark.parametrize("state", [State.BOT, State.WAITING, State.CLOSED])
def test_nobody_owns_a_conversation_that_is_not_with_an_agent(state: State) -> None:
    with pytest.raises(ValueError, match="agent"):
        Standing(state, "lin")
