"""Provinces, cities and other places by the wordings of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.lexicon import Region, Regions


class RegionRecogniser:
    """The value is the region's name in the lexicon, 新疆 or 浙江杭州; a province and its city are one finding."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._region_of: dict[str, Region] = {}
        for region in regions.places.values():
            for wording in region.wordings:
                self._region_of.setdefault(wording, region)
        self._in_province = {f"{r.province}{r.city}": r for r in regions.places.values() if r.city}
        self.phrases = {"region.name": tuple(self._region_of)}

    def find(self, line: Line) -> Iterator[Found]:
        province_at: tuple[int, int, Region] | None = None
        for first, after in line.spans("region.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            region = self._region_of[wording]
            if province_at and province_at[1] == first and province_at[2].province == region.province and region.city:
                yield line.found("region", region.name, province_at[0], after, "a province and a place in it")
                province_at = None
                continue
            province_at = (first, after, region) if not region.city else None
            if self._stands_alone(line, first, after, wording, region):
                yield line.found("region", region.name, first, after, "a place of the lexicon")

    def _stands_alone(self, line: Line, first: int, after: int, wording: str, region: Region) -> bool:
        if line.after(after).startswith(self._regions.not_before):
            return False
        before = line.before(first).rstrip()
        return wording not in region.needs_cue or before.endswith(self._regions.cues)
