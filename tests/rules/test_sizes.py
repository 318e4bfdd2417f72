import pytest

from assist_api.rules.sizes import (
    Body,
    SizeLine,
    Span,
    bare_height_cm,
    bare_weight_kg,
    chart_faults,
    plausible,
    same_size,
    say_body,
    say_line,
)

TOP = [
    SizeLine("S", Span(148, 160), Span(40, 47.5), Span(76, 82)),
    SizeLine("M", Span(154, 166), Span(47.5, 55), Span(82, 88)),
    SizeLine("L", Span(158, 170), Span(55, 61), Span(88, 94)),
    SizeLine("XL", Span(162, 175), Span(61, 67.5), Span(94, 100)),
]


@pytest.mark.parametrize(
    ("number", "kg"),
    [(108, 54), (75, 37.5), (74, 74), (54, 54), (35, 35), (34, None), (300, 150), (301, None), (5, None)],
)
def test_a_weight_without_unit_is_read_as_jin_or_kilograms(number: float, kg: float | None) -> None:
    assert bare_weight_kg(number) == kg


@pytest.mark.parametrize(("number", "cm"), [(165, 165), (1.65, 165), (1.6, 160), (99, None), (231, None), (2.4, None)])
def test_a_height_without_unit_is_read_as_centimetres_or_metres(number: float, cm: float | None) -> None:
    assert bare_height_cm(number) == cm


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("xxl", "2XL", True),
        ("2xl码", "XXL", True),
        ("XXXXXL", "5XL", True),
        ("xxs", "2XS", True),
        ("1XL", "XL", True),
        ("XL", "XS", False),
        ("XXL", "XL", False),
        ("m", "M", True),
        ("大码", "L", True),
        ("L", "XL", False),
        ("均码", "均", True),
    ],
)
def test_sizes_are_compared_however_they_are_spelled(one: str, other: str, same: bool) -> None:
    assert same_size(one, other) is same


def test_the_body_is_said_in_both_units() -> None:
    assert say_body(Body(165, 54)) == "身高165cm、体重54kg（108斤）"
    assert say_body(Body(waist=70.5)) == "腰围70.5cm"
    assert say_body(Body(bust=88, underbust=75, foot=24.5)) == "下胸围75cm、胸围88cm、脚长24.5cm"


def test_a_line_of_the_chart_is_said_with_all_its_ranges() -> None:
    assert say_line(TOP[1]) == "M：身高154-166cm、体重47.5-55kg（95-110斤）、胸围82-88cm"


def test_bust_falls_back_where_the_next_underbust_band_begins() -> None:
    def cup(size: str, underbust: Span, low: float) -> SizeLine:
        return SizeLine(size, underbust=underbust, bust=Span(low, low + 2))

    narrow, wide = Span(68, 72), Span(73, 77)
    assert chart_faults([cup("70B", narrow, 82), cup("70C", narrow, 85), cup("75B", wide, 84)]) == []
    assert chart_faults([cup("70C", narrow, 85), cup("70B", narrow, 82)]) == ["bust does not ascend"]
    assert chart_faults([cup("75B", wide, 87), cup("70B", narrow, 82)]) == ["underbust does not ascend"]


def test_a_chart_that_does_not_ascend_is_faulty() -> None:
    assert chart_faults(TOP) == []
    assert chart_faults([TOP[1], TOP[0]]) == [
        "height does not ascend",
        "weight does not ascend",
        "bust does not ascend",
    ]
    assert chart_faults([SizeLine("M", Span(150, 160))]) == ["every measure but height is missing"]


@pytest.mark.parametrize(("cm", "believed"), [(80, True), (230, True), (79.9, False), (1650, False)])
def test_an_impossible_height_is_not_believed(cm: float, believed: bool) -> None:
    assert plausible("height", cm) is believed
