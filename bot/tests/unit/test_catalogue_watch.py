"""The catalogue is read again when assist_api has written it anew."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from components import zh_entities
from components.places import lexicon_folder
from components.zh_entities import CatalogueWatch
from zh_text import Lexicon

NOW = datetime(2026, 3, 2, tzinfo=timezone.utc)


def write(file: Path, **names: str) -> None:
    rows = [json.dumps({"id": one, "name": name, "aliases": []}, ensure_ascii=False) for one, name in names.items()]
    file.write_text("\n".join(rows), encoding="utf-8")


def products_in(watch: CatalogueWatch, text: str) -> list[object]:
    return [entity.value for entity in watch.finder().find(text, NOW) if entity.kind == "product"]


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon.load(lexicon_folder())


def test_a_new_product_is_known_at_once(tmp_path: Path, lexicon: Lexicon) -> None:
    write(tmp_path / "c.jsonl", a1="山茶衬衫")
    watch = CatalogueWatch(lexicon, tmp_path / "c.jsonl")
    assert products_in(watch, "山茶衬衫有货吗") == ["a1"]
    write(tmp_path / "c.jsonl", a1="山茶衬衫", a2="云雾针织开衫")
    assert products_in(watch, "云雾针织开衫有货吗") == ["a2"]


def test_a_big_catalogue_is_read_while_the_old_one_answers(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "c.jsonl", a1="山茶衬衫")
    watch = CatalogueWatch(lexicon, tmp_path / "c.jsonl")
    monkeypatch.setattr(zh_entities, "READ_AT_ONCE_BYTES", 10)
    write(tmp_path / "c.jsonl", a2="云雾针织开衫")
    watch.finder()
    watch.wait()
    assert products_in(watch, "云雾针织开衫和山茶衬衫") == ["a2"]


def test_a_broken_catalogue_leaves_the_last_one_in_place(tmp_path: Path, lexicon: Lexicon) -> None:
    write(tmp_path / "c.jsonl", a1="山茶衬衫")
    watch = CatalogueWatch(lexicon, tmp_path / "c.jsonl")
    (tmp_path / "c.jsonl").write_text("{broken", encoding="utf-8")
    assert products_in(watch, "山茶衬衫有货吗") == ["a1"]
