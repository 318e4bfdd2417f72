"""Word lists and catalogue: what is read, and how a mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from zh_text import Catalogue, CatalogueError, Lexicon, LexiconError, Product


def test_all_34_provinces_and_333_prefectures_are_known(lexicon: Lexicon) -> None:
    regions = lexicon.regions.places.values()
    assert len({region.province for region in regions}) == 34
    assert lexicon.regions.places["新疆"].remote
    assert not lexicon.regions.places["浙江杭州"].remote
    prefectures = [region for region in regions if any(w.endswith(("市", "州", "盟", "地区")) for w in region.wordings)]
    assert len([region for region in prefectures if region.city]) >= 333


def test_a_second_entry_of_a_courier_adds_wordings_with_their_own_neighbours(lexicon: Lexicon) -> None:
    one, other = (courier for courier in lexicon.couriers if courier.name == "顺丰")
    assert "顺丰" in one.wordings
    assert other.wordings == ("顺风",)


def test_a_folder_without_files_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert Lexicon.load(tmp_path) == Lexicon()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="expected a folder"):
        Lexicon.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("words.txt", "好词\n两个 词\n", r"words.txt:2: expected a word"),
        ("couriers.yml", "- {aliases: [甲]}", r"couriers.yml: entry 1: field 'name': expected a text"),
        ("couriers.yml", "- {name: 甲, alias: [乙]}", r"entry 1: unknown field 'alias'"),
        ("couriers.yml", "- {name: 甲, aliases: 乙}", r"entry 1: field 'aliases': expected a list"),
        ("couriers.yml", "- {name: 甲, aliases: [11]}", r"put quotes around numbers"),
        ("couriers.yml", "- 甲", r"entry 1: expected fields"),
        ("couriers.yml", "name: 甲", r"expected a list at the top level"),
        ("couriers.yml", "- [", r"couriers.yml: is not valid YAML"),
        ("regions.yml", "provinces: [{name: 甲省}]", r"provinces, entry 1: field 'short'"),
        ("regions.yml", "provinces: [{name: 甲省, short: 甲, remote: 是}]", r"field 'remote': expected true or false"),
        ("regions.yml", "provinces: [{name: 甲, short: 甲}, {name: 甲, short: 甲}]", r"entry 2: '甲' is listed twice"),
        ("colors.yml", "names: [黑]", r"field 'names': expected value"),
    ],
)
def test_a_mistake_is_told_with_file_row_and_field(tmp_path: Path, file: str, content: str, message: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        Lexicon.load(tmp_path)


def test_a_catalogue_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text(
        '{"id": "p1", "name": "棉袜", "aliases": ["袜子"]}\n\n{"id": "p2", "name": "手套", "links": ["taobao:6512"]}\n',
        encoding="utf-8",
    )
    assert Catalogue.load(path).products == (
        Product("p1", "棉袜", ("袜子",)),
        Product("p2", "手套", (), ("tmall:6512",)),
    )


def test_a_catalogue_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path / "none.jsonl") == Catalogue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", r"catalogue.jsonl:1: expected one JSON object"),
        ("[]", r":1: expected a JSON object, found list"),
        ('{"id": 5, "name": "棉袜"}', r":1: field 'id'"),
        ('{"id": "p1", "name": " "}', r":1: field 'name'"),
        ('{"id": "p1", "name": "棉袜", "aliases": "袜"}', r":1: field 'aliases'"),
        ('{"id": "p1", "name": "棉袜", "links": ["6512"]}', r":1: field 'links': expected an item id"),
        ('{"id": "p1", "name": "甲"}\n{"id": "p1", "name": "乙"}', r"'p1' stands in more than one line"),
    ],
)
def test_a_mistake_in_the_catalogue_is_told_with_line_and_field(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "catalogue.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        Catalogue.load(path)
