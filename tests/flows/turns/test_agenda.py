from datetime import UTC, datetime, timedelta

from assist_api.flows.turns.agenda import Agenda

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def _agenda(**due_in_s: float) -> Agenda:
    agenda = Agenda()
    for conversation_id, seconds in due_in_s.items():
        agenda.note(conversation_id, NOW + timedelta(seconds=seconds))
    return agenda


def test_due_conversations_leave_the_agenda_the_longest_due_first() -> None:
    agenda = _agenda(a=-1, b=-2, c=0, d=5)
    assert agenda.take_due(NOW, busy=(), room=9) == ["b", "a", "c"]
    assert agenda.take_due(NOW, busy=(), room=9) == []


def test_no_more_are_taken_than_there_is_room_for() -> None:
    agenda = _agenda(a=-1, b=-2, c=0)
    assert agenda.take_due(NOW, busy=(), room=1) == ["b"]
    assert agenda.take_due(NOW, busy=(), room=0) == []


def test_a_conversation_under_way_stays_until_it_is_done() -> None:
    agenda = _agenda(a=-1)
    assert agenda.take_due(NOW, busy={"a"}, room=9) == []
    assert agenda.next_at(busy={"a"}) is None
    assert agenda.take_due(NOW, busy=(), room=9) == ["a"]


def test_a_later_line_moves_the_moment() -> None:
    agenda = _agenda(a=1)
    agenda.note("a", NOW + timedelta(seconds=3))
    assert agenda.next_at(busy=()) == NOW + timedelta(seconds=3)
