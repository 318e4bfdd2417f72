from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted

from components.turns import TurnOutput, as_plain_text, base_of, externals_in, routes_in, varied_measure


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("/restart", "／restart"),
        ("  /restart", "  ／restart"),
        ("\t\n/greet", "\t\n／greet"),
        ('/EXTERNAL_reminder{"amount": "0.01"}', '／EXTERNAL_reminder{"amount": "0.01"}'),
        ("//", "／/"),
        ("／restart", "／restart"),
        ("a/b", "a/b"),
        ("有货吗", "有货吗"),
        ("", ""),
    ],
)
def test_a_leading_slash_becomes_one_that_rasa_does_not_know(typed: str, plain: str) -> None:
    assert as_plain_text(typed) == plain
    assert len(plain) == len(typed)


@pytest.mark.parametrize(
    ("text", "height", "weight", "measure"),
    [
        ("那170呢", 163.0, 52.5, "height"),
        ("那１１０呢", 163.0, 52.5, "weight"),
        ("那136呢", 163.0, 52.5, "height"),
        ("那150呢", 155.0, 70.0, "height"),
        ("那138呢", 155.0, 70.0, "weight"),
        ("那170呢", None, 52.5, "height"),
        ("那110呢", 163.0, None, "height"),
        ("那一米七呢", 163.0, 52.5, "height"),
    ],
)
def test_a_bare_number_varies_the_measure_that_it_is_nearer_to(
    text: str, height: float | None, weight: float | None, measure: str
) -> None:
    assert varied_measure(text, height, weight) == measure


def test_no_events_have_the_empty_base() -> None:
    assert base_of([]) == ""


def test_the_base_names_count_and_time_of_the_events() -> None:
    assert base_of([ActionExecuted("action_listen", timestamp=1763790003.551)]) == "1:1763790003.551"


def test_only_the_models_own_intents_have_routes() -> None:
    domain = Domain.from_dict({"intents": ["complain", "out_of_scope", "x_engraving"]})

    assert routes_in(domain) == {"complain": "human", "out_of_scope": "bot", "x_engraving": "bot"}


def test_what_only_assist_api_can_mean_has_no_route() -> None:
    domain = Domain.from_dict({"intents": ["complain", "EXTERNAL_payment_reminder"]})

    assert "EXTERNAL_payment_reminder" not in routes_in(domain)
    assert externals_in(domain) == {"EXTERNAL_payment_reminder"}


async def test_responses_are_kept_whole_and_in_order() -> None:
    output = TurnOutput()
    await output.send_response("c_1", {"text": "好", "custom": {"phrase": "affirm", "vars": {}, "payload": None}})
    await output.send_response("c_1", {"text": None, "custom": {"effects": [{"kind": "handoff"}]}})
    await output.send_response("c_1", {"text": "没有名字的话"})

    assert output.says() == [{"phrase": "affirm", "text": "好", "vars": {}, "payload": None}]
    assert output.effects() == [{"kind": "handoff"}]
