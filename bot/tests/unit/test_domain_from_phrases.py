from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from components.domain_from_phrases import (
    SAID_BY_ACTIONS,
    PhraseError,
    main,
    phrases_in_rules,
    read_wordings,
    refuse_missing,
    responses_domain,
    write_domain,
)
from components.places import CHECKOUT
from components.taxonomy import Intent


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "some.yml").write_text(text, encoding="utf-8")
    return folder


def test_text_and_alternatives_become_wordings_with_their_variables(tmp_path: Path) -> None:
    bank = write(
        tmp_path, "- {id: size_advice, text: '建议{size}码', alternatives: ['穿{size}码'], bot_may_send: true}"
    )

    domain = responses_domain(read_wordings(bank), [Intent("ask_size", "尺码", "bot", "该穿多大码")])

    assert domain["responses"] == {
        "utter_size_advice": [{"text": "建议{size}码"}, {"text": "穿{size}码"}],
        "utter_meaning_ask_size": [{"text": "该穿多大码"}],
    }


def test_a_phrase_for_people_only_is_no_response(tmp_path: Path) -> None:
    bank = write(tmp_path, "- {id: refund, text: 给您退, bot_may_send: false}\n- {id: thanks, text: 谢谢}")

    assert read_wordings(bank) == {}


def test_a_missing_phrase_is_named() -> None:
    with pytest.raises(PhraseError, match="lacks deny, greet"):
        refuse_missing(["greet", "thanks", "deny"], {"thanks": ["谢谢"]})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id: a", "expected a list of phrases"),
        ("- [", "not YAML"),
        ("- {text: 好}", "phrase 1: id must be a text"),
        ("- {id: 'a-b', text: 好}", "id must be a text of letters"),
        ("- {id: a}", r"phrase 1 \(a\): text and every alternative"),
        ("- {id: a, text: 好, alternatives: ['']}", r"phrase 1 \(a\): text and every alternative"),
        ("- {id: a, text: 好, bot_may_send: true}\n- {id: a, text: 行}", "phrase 2: id 'a' is used twice"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(PhraseError, match=complaint):
        read_wordings(write(tmp_path, text))


def test_phrases_of_rules_are_found(tmp_path: Path) -> None:
    rules = write(
        tmp_path, "rules:\n- rule: a\n  steps:\n  - intent: thanks\n  - action: utter_thanks\n  - action: action_x"
    )

    assert phrases_in_rules(rules) == {"thanks"}


def test_the_shipped_bank_holds_every_phrase_that_the_bot_says(tmp_path: Path) -> None:
    write_domain(CHECKOUT / "data", tmp_path)

    assert "utter_thanks" in yaml.safe_load((tmp_path / "responses.yml").read_text(encoding="utf-8"))["responses"]


def test_phrases_named_in_actions_are_listed() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (CHECKOUT / "actions").rglob("*.py")]
    named = {phrase for source in sources for phrase in re.findall(r'(?:\bSay\(|phrase = | else )"(\w+)"', source)}

    assert named == set(SAID_BY_ACTIONS)


def test_the_command_says_what_is_wrong_without_a_stack_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    assert "intents.yml" in capsys.readouterr().err
