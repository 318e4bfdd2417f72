"""Precision by coverage of several rankers, as an SVG of a few lines: a curve is all there is to draw."""

from collections.abc import Sequence
from html import escape

from assist_api.recommender.replay.measures import COVERAGES, precision_name
from assist_api.recommender.replay.report import Row

WIDTH, HEIGHT = 720, 420
LEFT, TOP, RIGHT, BOTTOM = 60, 20, 170, 50
COLOURS = ("#c2410c", "#2563eb", "#15803d", "#7c3aed", "#0e7490", "#be185d", "#854d0e", "#475569", "#65a30d")


def precision_curves(rows: Sequence[Row]) -> str:
    """The first row is drawn thick. Down: precision of the set shown; across: share of turns at which one is shown."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        ' font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *(_grid(step / 10) for step in range(11)),
        _text(_x(0.5), HEIGHT - 10, "share of turns at which phrases are shown", "middle"),
        _text(LEFT, TOP - 6, "share of the sets shown that hold a usable phrase", "start"),
        *(_curve(place, row) for place, row in enumerate(rows)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(value: float) -> str:
    across = f'<path d="M{LEFT} {_y(value)}H{WIDTH - RIGHT}M{_x(value)} {TOP}V{HEIGHT - BOTTOM}" stroke="#e5e7eb"/>'
    down = _text(LEFT - 8, _y(value) + 4, f"{value:.1f}", "end")
    return across + down + _text(_x(value), HEIGHT - BOTTOM + 18, f"{value:.1f}", "middle")


def _curve(place: int, row: Row) -> str:
    colour = COLOURS[place % len(COLOURS)]
    points = " ".join(f"{_x(coverage)},{_y(row.measures[precision_name(coverage)])}" for coverage in COVERAGES)
    line = f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{1.5 if place else 3}"/>'
    height = TOP + 12 + 20 * place
    key = f'<path d="M{WIDTH - RIGHT + 15} {height - 4}h20" stroke="{colour}" stroke-width="{1.5 if place else 3}"/>'
    return line + key + _text(WIDTH - RIGHT + 42, height, row.name, "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
