from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.candidates import candidates, recognise_in
from tests.replay.talks import BACK, PHRASES, SHIP, SIZE, moment

PAST = [moment("?", phrase.wordings[0]) for phrase in (SHIP, SHIP, SHIP, SIZE, SIZE, BACK, BACK, BACK)]
MINED_SHIP = IndexedPhrase("mined:1", "", (SHIP.wordings[0] + "呢", "今天拍下今天就走"))


def ids(bank: list[IndexedPhrase], mined: list[IndexedPhrase]) -> list[str]:
    return [phrase.id for phrase in candidates(bank, mined, PAST)]


def test_what_the_history_has_three_times_is_ranked_and_nothing_else() -> None:
    assert ids(list(PHRASES), []) == ids([], list(PHRASES)) == ids([SHIP], [SIZE, BACK]) == ["back", "ship"]


def test_a_mined_phrase_that_the_bank_has_is_the_banks_with_the_mined_wordings() -> None:
    [found] = candidates([SHIP], [MINED_SHIP], PAST)
    assert (found.id, found.title) == ("ship", "发货")
    assert found.wordings == (*SHIP.wordings, *MINED_SHIP.wordings)


def test_a_mined_phrase_may_name_the_banks_phrase_itself() -> None:
    mined = IndexedPhrase("ship", "", ("四点前付款今天就走",))
    [found] = candidates([SHIP], [mined], PAST)
    assert found.wordings == (*SHIP.wordings, "四点前付款今天就走")


def test_publishing_what_was_mined_changes_nothing() -> None:
    mined = [IndexedPhrase(f"mined:{phrase.id}", "", phrase.wordings) for phrase in PHRASES]
    published = [IndexedPhrase(f"p_{phrase.id}", "", phrase.wordings) for phrase in PHRASES]
    before, after = candidates([], mined, PAST), candidates(published, mined, PAST)
    assert [phrase.wordings for phrase in before] == [phrase.wordings for phrase in after]


def test_a_reply_holds_each_phrase_once_in_any_of_its_utterances() -> None:
    recognise = recognise_in(PHRASES)
    assert recognise((BACK.wordings[0], "好的", SHIP.wordings[0], BACK.wordings[0])) == [0, 2]
    assert recognise(("好的",)) == []
