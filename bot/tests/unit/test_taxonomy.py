from __future__ import annotations

from pathlib import Path

import pytest

from components.places import CHECKOUT
from components.taxonomy import ROUTES, TaxonomyError, load_intents


def test_the_shipped_list_has_44_intents_of_known_routes() -> None:
    intents = load_intents(CHECKOUT / "data" / "intents.yml")

    assert len(intents) == 44
    assert {intent.route for intent in intents} == set(ROUTES)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{a: b}", "expected a list"),
        ("[]", "expected a list"),
        ("- greet", "intent 1: expected a mapping"),
        ("- {name: greet, zh: 招呼}", "intent 1: route must be a text"),
        ("- {name: Greet, zh: 招呼, route: bot}", "may hold small letters"),
        ("- {name: greet, zh: 招呼, route: robot}", "'robot' is none of human, collect, bot"),
        ("- {name: a, zh: 甲, route: bot}\n- {name: a, zh: 乙, route: bot}", "'a' is listed twice"),
        ("- [", "not YAML"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "intents.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(TaxonomyError, match=complaint):
        load_intents(file)


def test_without_a_question_the_chinese_name_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "intents.yml"
    file.write_text("- {name: x_engraving, zh: 刻字, route: bot}", encoding="utf-8")

    assert load_intents(file)[0].question == "刻字"
