"""What a bra size says of the body: 75B is worn under a bust of 75 cm, with a bust 12.5 cm wider.

Bands are the underbust in steps of 5 cm and cups the difference in steps of 2.5 cm from A = 10 cm on, as Chinese shops
count; inch bands (34C) are the same sizes under their old numbers.
"""

import re
from typing import NamedTuple

_LABEL = re.compile(r"(\d{2,3})\s*([A-H])")
_BAND_OF_INCHES = {30: 65, 32: 70, 34: 75, 36: 80, 38: 85, 40: 90, 42: 95, 44: 100}
_FIRST_CUP_CM = 10.0
_CUP_STEP_CM = 2.5


class BraSize(NamedTuple):
    """A band in cm with a cup from A to H."""

    band: int
    cup: str

    @property
    def label(self) -> str:
        """75B."""
        return f"{self.band}{self.cup}"

    @property
    def underbust(self) -> float:
        """The body's, in cm."""
        return self.band

    @property
    def bust(self) -> float:
        """The body's, in cm."""
        return self.band + _FIRST_CUP_CM + _CUP_STEP_CM * (ord(self.cup) - ord("A"))


def read_bra_size(size: str) -> BraSize | None:
    """75B and 34B are 75B; None for what is no bra size."""
    match = _LABEL.fullmatch(size.strip().upper().removesuffix("杯"))
    if match is None:
        return None
    band = _BAND_OF_INCHES.get(int(match[1]), int(match[1]))
    return BraSize(band, match[2]) if 60 <= band <= 120 and band % 5 == 0 else None
