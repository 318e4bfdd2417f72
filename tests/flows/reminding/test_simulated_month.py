"""A short month of `benchmarks.reminders`, and its judge tried on messages that should not be."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.reminders import BEGIN, BuyerLog, Judge, OrderLog, Told, World, simulate

TEN = BEGIN + timedelta(days=1, hours=10)


async def test_a_week_with_dying_senders_breaks_no_rule(tmp_path: Path) -> None:
    outcome = await simulate(tmp_path, orders=80, seed=5, deaths=0.5, days=7)

    assert (outcome.violations, outcome.repeated, outcome.lost) == ([], [], [])
    assert outcome.died > 10
    assert set(outcome.sent_by_stage) == {1, 2}


def world(**buyer: object) -> World:
    order = OrderLog("A", "mei", TEN, TEN, TEN + timedelta(days=3))
    return World({"A": order}, {"mei": BuyerLog("mei", "c_1", BEGIN, **buyer)})  # type: ignore[arg-type]


def told(*after: timedelta) -> list[Told]:
    return [Told("mei", TEN + one, ("A",)) for one in after]


QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)


@pytest.mark.parametrize(
    "after",
    [
        [QUARTER - timedelta(seconds=1)],
        [timedelta(hours=12)],
        [QUARTER, DAY],
        [QUARTER + DAY + timedelta(seconds=1)],
        [QUARTER, QUARTER + DAY, QUARTER + 2 * DAY],
    ],
)
def test_the_judge_finds_a_message_at_a_wrong_time(after: list[timedelta]) -> None:
    assert Judge(world(), told(*after)).violations()


@pytest.mark.parametrize("after", [[QUARTER], [QUARTER + DAY], [QUARTER, QUARTER + DAY]])
def test_the_judge_lets_the_right_times_pass(after: list[timedelta]) -> None:
    assert Judge(world(), told(*after)).violations() == []


@pytest.mark.parametrize(
    "buyer",
    [
        {"opted_out_at": TEN},
        {"snoozes": [(TEN, TEN + DAY)]},
        {"with_people": [(TEN, TEN + DAY)]},
        {"asked": [(TEN, TEN + DAY, True)]},
        {"lines": [TEN], "asked": [(TEN, TEN + DAY, False)]},
        {"unanswered": [(TEN, TEN + DAY)]},
        {"talk_from": TEN + DAY},
    ],
)
def test_the_judge_knows_what_holds_a_message_back(buyer: dict[str, object]) -> None:
    judged = world()
    for name, value in buyer.items():
        setattr(judged.buyers["mei"], name, value)

    assert Judge(judged, told(QUARTER)).violations()


def test_the_judge_finds_an_order_that_was_forgotten() -> None:
    until: datetime = TEN + 2 * DAY

    assert Judge(world(), []).lost(until)
    assert Judge(world(), told(QUARTER)).lost(until)
    assert Judge(world(), told(QUARTER, QUARTER + DAY)).lost(until) == []
