"""Words by our own jieba."""

from __future__ import annotations

import stat
from pathlib import Path

import jieba
import pytest

from zh_text import Lexicon, Tokenizer


@pytest.fixture(scope="module")
def tokenizer(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(lexicon, tmp_path_factory.mktemp("home") / "cache")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("顺丰到了吗", ["顺丰", "到", "了", "吗"]),
        ("發個尺碼表", ["发个", "尺码表"]),
        ("转人工", ["转人工"]),
        ("看https://a.example.com/x有货吗", ["看", "🔗", "有货", "吗"]),
        ("１６５ｃｍ　ＸＬ", ["165cm", "xl"]),
        ("", []),
    ],
)
def test_a_line_is_cut_with_the_shops_words_kept_whole(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    assert tokenizer.words(text) == words


def test_the_dictionary_cache_is_private(lexicon: Lexicon, tmp_path: Path) -> None:
    Tokenizer(lexicon, tmp_path / "var" / "jieba")
    assert stat.S_IMODE((tmp_path / "var" / "jieba").stat().st_mode) == 0o700
    assert [path.suffix for path in (tmp_path / "var" / "jieba").iterdir()] == [".cache"]


def test_a_folder_that_others_may_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(PermissionError, match="writable by nobody else"):
        Tokenizer(Lexicon(), tmp_path)


def test_the_process_wide_tokenizer_stays_untouched(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("包邮吗") == ["包邮", "吗"]
    assert not jieba.dt.initialized


def test_without_a_folder_nothing_is_written_and_the_words_are_the_same(
    tokenizer: Tokenizer, lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert Tokenizer(lexicon).words("七天无理由退货吗") == tokenizer.words("七天无理由退货吗")
    assert list(tmp_path.iterdir()) == []
