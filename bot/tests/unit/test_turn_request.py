from __future__ import annotations

from typing import Any

import pytest

from components.turn_request import LONGEST_TEXT, MOST_MESSAGES, BadRequest, read_text, read_turn


def turn(**changes: Any) -> dict[str, Any]:
    body = {"conversation": "c_1", "base": "", "events": None, "messages": [message()]}
    return {**body, **changes}


def message(**changes: Any) -> dict[str, Any]:
    return {"id": 31, "text": "有货吗", "parse": None, "metadata": {"product_id": "p1"}, **changes}


def test_a_turn_by_the_contract_is_read() -> None:
    request = read_turn(turn(messages=[message(), message(id=32, parse={"intent": "ask_stock", "entities": []})]))

    assert [one.id for one in request.messages] == [31, 32]
    assert request.messages[0].metadata == {"product_id": "p1"}
    assert request.messages[1].parse is not None
    assert request.events is None


def test_no_events_is_another_thing_than_an_empty_list() -> None:
    assert read_turn(turn(events=[])).events == ()


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (None, "body: expected an object"),
        ([], "body: expected an object"),
        (turn(conversation=""), "conversation: expected a text that is not empty"),
        (turn(conversation="c" * 201), "conversation: expected at most 200 characters, found 201"),
        (turn(base=None), "base: expected a text"),
        (turn(events={}), "events: expected a list"),
        (turn(events=[{}]), r"events\[0\].event: expected the name"),
        (turn(messages=[]), "messages: expected at least one"),
        (turn(messages=[message()] * (MOST_MESSAGES + 1)), "messages: expected at most 50, found 51"),
        (turn(messages=[message(id=None)]), r"messages\[0\].id: expected a number or a text"),
        (turn(messages=[message(id=True)]), r"messages\[0\].id: expected a number or a text"),
        (turn(messages=[message(text=5)]), r"messages\[0\].text: expected a text"),
        (turn(messages=[message(text="啊" * (LONGEST_TEXT + 1))]), "at most 4000 characters, found 4001"),
        (turn(messages=[message(metadata=[1])]), r"messages\[0\].metadata: expected an object"),
        (turn(messages=[message(metadata={"a": "x" * 9000})]), "metadata: expected at most 8000 characters"),
        (turn(messages=[message(parse="ask_size")]), r"messages\[0\].parse: expected an object"),
        (turn(messages=[message(parse={"intent": ""})]), "parse.intent: expected a text that is not empty"),
        (turn(messages=[message(parse={"intent": "inform", "entities": [{}]})]), r"entities\[0\].kind"),
        (turn(messages=[message(parse={"intent": "inform", "entities": [{"kind": "size"}]})]), r"entities\[0\].value"),
    ],
)
def test_what_does_not_keep_to_the_contract_is_named(body: Any, complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        read_turn(body)


@pytest.mark.parametrize("body", [{}, {"text": None}, "text", {"text": "啊" * (LONGEST_TEXT + 1)}])
def test_a_text_to_read_is_checked(body: Any) -> None:
    with pytest.raises(BadRequest):
        read_text(body)
