"""What agents' use of a list says about its phrases: the table of docs/learning.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.learning.reactions import OWN_WORDS, Reaction, weights

SHOWN = ("a", "b", "c")

CASES = {
    "taken from the top": (Reaction("accepted", SHOWN, 0), {"a": 0.8}),
    "taken from the second place": (Reaction("accepted", SHOWN, 1), {"a": -0.25, "b": 1.0}),
    "taken from the third place": (Reaction("accepted", SHOWN, 2), {"a": -0.25, "b": -0.2, "c": 1.0}),
    "edited lightly": (Reaction("edited", SHOWN, 1, likeness=0.8), {"a": -0.25, "b": 1.0}),
    "edited": (Reaction("edited", SHOWN, 0, likeness=0.5), {"a": 0.4}),
    "edited heavily": (Reaction("edited", SHOWN, 0, likeness=0.49), {"a": pytest.approx(0.16)}),
    "edited, text unknown": (Reaction("edited", SHOWN, 0), {"a": 0.4}),
    "sent within a longer reply": (Reaction("edited", SHOWN, 0, said=("a",), likeness=0.3), {"a": 0.8}),
    "sent with another phrase": (Reaction("edited", SHOWN, 0, said=("a", "x"), likeness=0.3), {"a": 0.8, "x": 1.0}),
    "typed, and it was in the list": (Reaction("freehand", SHOWN, said=("b",)), {"a": -0.25, "b": 1.0}),
    "typed, and it was not": (
        Reaction("freehand", SHOWN, said=("x",)),
        {"a": -0.25, "b": -0.2, "c": pytest.approx(-0.1625), "x": 1.0},
    ),
    "own words": (Reaction("freehand", SHOWN), {OWN_WORDS: 1.0}),
    "own words, not told which": (Reaction("freehand", SHOWN, sent=False), {}),
    "dismissed": (Reaction("dismissed", SHOWN), {"a": -0.5, "b": -0.4, "c": pytest.approx(-0.325)}),
    "dismissed while typing": (Reaction("dismissed", SHOWN, searched=True), {}),
    "found by typing": (Reaction("accepted", SHOWN, 2, searched=True), {"c": 1.0}),
    "a computed answer taken": (Reaction("accepted", ("a", "", "c"), 1), {"a": -0.25}),
    "a computed answer passed over": (Reaction("accepted", ("", "b"), 1), {"b": 1.0}),
    "nothing was shown": (Reaction("freehand", (), said=("x",)), {"x": 1.0}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_reaction_says_what_the_table_says(case: str) -> None:
    reaction, expected = CASES[case]
    assert weights(reaction) == expected


@given(
    action=st.sampled_from(["accepted", "edited", "dismissed", "freehand"]),
    shown=st.lists(st.sampled_from("abcdefgh"), max_size=20, unique=True),
    said=st.lists(st.sampled_from("abxyz"), max_size=3, unique=True),
    likeness=st.none() | st.floats(0, 1),
    searched=st.booleans(),
    place=st.integers(0, 19),
)
def test_every_weight_is_at_most_one_either_way(
    action: str, shown: list[str], said: list[str], likeness: float | None, searched: bool, place: int
) -> None:
    taken = place if place < len(shown) and action in ("accepted", "edited") else None
    told = weights(Reaction(action, shown, taken, said, likeness, searched=searched))
    assert all(-1.0 <= weight <= 1.0 for weight in told.values())
    assert all(told[phrase] > 0 for phrase in said if action != "dismissed")
