"""The shop's word lists: trainers edit these files, so every mistake is told with file, row and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

Fields: TypeAlias = Mapping[str, Any]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LexiconError(ValueError):
    """A word list that cannot be used; the message names file, row, field and what was expected."""


@dataclass(frozen=True, slots=True)
class Courier:
    """A courier's name as it is given back, the wordings for it, and the neighbours that make them another word."""

    name: str
    wordings: tuple[str, ...]
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A province (`city` empty) or a place in it. `name` is the entity's value: 新疆, 浙江杭州."""

    name: str
    province: str
    city: str
    wordings: tuple[str, ...]
    needs_cue: tuple[str, ...] = ()
    """Wordings that are everyday words too and count only behind a cue."""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Regions:
    """All places, with the cues that tell a place from an everyday word."""

    places: Mapping[str, Region] = field(default_factory=dict)
    """Value of the entity → region."""
    cues: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wordings:
    """Values with their wordings, and a list of neighbours that allow or forbid them."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of a folder. A file that is not there is an empty list."""

    words: tuple[tuple[str, int | None], ...] = ()
    """Words for the tokenizer, with a frequency where one is given."""
    couriers: tuple[Courier, ...] = ()
    regions: Regions = field(default_factory=Regions)
    sizes: Wordings = field(default_factory=Wordings)
    """Size words; `neighbours` are what must not follow."""
    colors: Wordings = field(default_factory=Wordings)
    """Colour words; `neighbours` are what must follow a single character."""

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read the folder's files. Raises LexiconError naming file, row, field and what was expected."""
        if not folder.is_dir():
            raise LexiconError(f"{folder}: expected a folder with word lists (words.txt, couriers.yml, regions.yml …)")
        return cls(
            words=tuple(_words(folder / "words.txt")),
            couriers=tuple(_couriers(folder / "couriers.yml")),
            regions=_regions(folder / "regions.yml"),
            sizes=_wordings(folder / "sizes.yml", "words", "not_before"),
            colors=_wordings(folder / "colors.yml", "names", "after_character"),
        )


def _words(path: Path) -> Iterator[tuple[str, int | None]]:
    if not path.exists():
        return
    for number, row in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        parts = row.partition("#")[0].split()
        if not parts:
            continue
        if len(parts) > 2 or (len(parts) == 2 and not parts[1].isdigit()):
            raise LexiconError(f"{path}:{number}: expected a word, or a word and a whole number, found {row.strip()!r}")
        yield parts[0], int(parts[1]) if len(parts) == 2 else None


def _couriers(path: Path) -> Iterator[Courier]:
    entries = _read(path, list, [])
    for number, entry in enumerate(entries, 1):
        where = f"{path}: entry {number}"
        fields = _fields(entry, where, {"name", "aliases", "latin", "not_before", "not_after"})
        name = _text(fields, "name", where)
        aliases = (*_texts(fields, "aliases", where), *_texts(fields, "latin", where))
        # A second entry of the same courier carries wordings with neighbours of their own, not the name once more.
        first_of_its_name = all(other.get("name") != name for other in entries[: number - 1])
        yield Courier(
            name,
            (name, *aliases) if first_of_its_name else aliases,
            _texts(fields, "not_before", where),
            _texts(fields, "not_after", where),
        )


def _regions(path: Path) -> Regions:
    whole = _fields(_read(path, dict, {}), str(path), {"provinces", "everyday_words", "cues", "not_before"})
    everyday = frozenset(_texts(whole, "everyday_words", str(path)))
    places: dict[str, Region] = {}
    for number, entry in enumerate(whole.get("provinces") or [], 1):
        for region in _province(entry, f"{path}: provinces, entry {number}", everyday):
            if region.name in places:
                raise LexiconError(f"{path}: provinces, entry {number}: {region.name!r} is listed twice")
            places[region.name] = region
    return Regions(places, _texts(whole, "cues", str(path)), _texts(whole, "not_before", str(path)))


def _province(entry: object, where: str, everyday: frozenset[str]) -> Iterator[Region]:
    fields = _fields(entry, where, {"name", "short", "aliases", "remote", "cities", "prefectures", "places"})
    short, remote = _text(fields, "short", where), fields.get("remote", False)
    if not isinstance(remote, bool):
        raise LexiconError(f"{where}: field 'remote': expected true or false")
    wordings = (_text(fields, "name", where), short, *_texts(fields, "aliases", where))
    yield Region(short, short, "", wordings, tuple(w for w in wordings if w in everyday), remote)
    prefectures = fields.get("prefectures") or {}
    if not isinstance(prefectures, dict):
        raise LexiconError(f"{where}: field 'prefectures': expected short name: official name")
    named = {city: (f"{city}市", city) for city in (*_texts(fields, "cities", where), *_texts(fields, "places", where))}
    named |= {city: (official, f"{city}州", city) for city, official in prefectures.items()}
    for city, forms in named.items():
        # The short form of a city that is called like its province means the province (吉林).
        plain = tuple(form for form in forms if form != short)
        yield Region(short + city, short, city, plain, tuple(form for form in plain if form in everyday), remote)


def _wordings(path: Path, names_field: str, neighbours_field: str) -> Wordings:
    whole = _fields(_read(path, dict, {}), str(path), {names_field, neighbours_field})
    names = whole.get(names_field) or {}
    if not isinstance(names, dict):
        raise LexiconError(f"{path}: field {names_field!r}: expected value: [wording, …]")
    return Wordings(
        {str(name): _texts(names, name, f"{path}: {names_field}") for name in names},
        _texts(whole, neighbours_field, str(path)),
    )


def _read(path: Path, kind: type, empty: Any) -> Any:
    if not path.exists():
        return empty
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise LexiconError(f"{path}: is not valid YAML: {error}") from error
    if content is None:
        return empty
    if not isinstance(content, kind):
        raise LexiconError(f"{path}: expected a {'list' if kind is list else 'mapping'} at the top level")
    return content


def _fields(entry: object, where: str, allowed: set[str]) -> Fields:
    if not isinstance(entry, dict):
        raise LexiconError(f"{where}: expected fields ({', '.join(sorted(allowed))}), found {entry!r}")
    if unknown := set(entry) - allowed:
        known = ", ".join(sorted(allowed))
        raise LexiconError(f"{where}: unknown field {min(map(str, unknown))!r}; known are {known}")
    return entry


def _text(fields: Fields, name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise LexiconError(f"{where}: field {name!r}: expected a text that is not empty, found {value!r}")
    return value.strip()


def _texts(fields: Fields, name: str, where: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    if not isinstance(value, list):
        raise LexiconError(f"{where}: field {name!r}: expected a list, found {value!r}")
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise LexiconError(f"{where}: field {name!r}: expected texts, found {item!r} (put quotes around numbers)")
    return tuple(item.strip() for item in value)
