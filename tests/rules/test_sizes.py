import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.sizes import (
    FULLER_THAN_TALL,
    ON_THE_BORDER,
    TALLER_THAN_FULL,
    Advice,
    Between,
    Body,
    Fits,
    Missing,
    Outside,
    SizeLine,
    Span,
    advise,
    bare_height_cm,
    bare_weight_kg,
    chart_faults,
    plausible,
    same_size,
    say_body,
)

TOP = [
    SizeLine("S", Span(148, 160), Span(40, 47.5), Span(76, 82)),
    SizeLine("M", Span(154, 166), Span(47.5, 55), Span(82, 88)),
    SizeLine("L", Span(158, 170), Span(55, 61), Span(88, 94)),
    SizeLine("XL", Span(162, 175), Span(61, 67.5), Span(94, 100)),
]
BY_WAIST = [SizeLine("M", waist=Span(64, 70)), SizeLine("L", waist=Span(72, 78))]


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (Body(165, 54), Fits("M")),
        (Body(148, 40), Fits("S")),
        (Body(175, 67.5), Fits("XL")),
        (Body(160, 55), Between("M", "L", ON_THE_BORDER)),
        (Body(160, 62), Between("XL", "L", FULLER_THAN_TALL)),
        (Body(168, 52), Between("M", "L", TALLER_THAN_FULL)),
        (Body(165, 54, bust=90), Fits("L")),
        (Body(165, bust=86), Fits("M")),
        (Body(175, 44), Outside(None)),
        (Body(150, 65), Outside(None)),
        (Body(147.9, 45), Outside("height")),
        (Body(175.1, 60), Outside("height")),
        (Body(160, 39.9), Outside("weight")),
        (Body(160, 67.6), Outside("weight")),
        (Body(160, 54, bust=101), Outside("bust")),
        (Body(weight=54), Missing("height")),
        (Body(165), Missing("weight")),
        (Body(165, waist=70), Missing("weight")),
        (Body(), Missing("height")),
    ],
)
def test_advice_follows_the_chart(body: Body, advice: Advice) -> None:
    assert advise(TOP, body) == advice


def test_a_chart_without_heights_asks_for_none() -> None:
    assert advise(BY_WAIST, Body(waist=66)) == Fits("M")
    assert advise(BY_WAIST, Body()) == Missing("weight")


def test_a_measure_in_a_gap_of_the_chart_lies_between_its_neighbours() -> None:
    assert advise(BY_WAIST, Body(waist=71)) == Between("M", "L", ON_THE_BORDER)


ORDER = [line.size for line in TOP]
heights = st.floats(148, 175)
weights = st.floats(40, 67.5)


@given(height=heights, one=weights, other=weights)
def test_a_heavier_buyer_is_never_advised_a_smaller_size(height: float, one: float, other: float) -> None:
    lighter, heavier = (advise(TOP, Body(height, kg)) for kg in sorted((one, other)))
    if isinstance(lighter, Fits | Between) and isinstance(heavier, Fits | Between):
        assert ORDER.index(lighter.size) <= ORDER.index(heavier.size)


@given(weight=weights, one=heights, other=heights)
def test_a_taller_buyer_is_never_advised_a_smaller_size(weight: float, one: float, other: float) -> None:
    shorter, taller = (advise(TOP, Body(cm, weight)) for cm in sorted((one, other)))
    if isinstance(shorter, Fits | Between) and isinstance(taller, Fits | Between):
        assert ORDER.index(shorter.size) <= ORDER.index(taller.size)


@given(height=st.floats(0, 300), weight=st.floats(0, 300))
def test_two_sizes_are_always_neighbours(height: float, weight: float) -> None:
    advice = advise(TOP, Body(height, weight))
    if isinstance(advice, Between):
        assert abs(ORDER.index(advice.size) - ORDER.index(advice.other)) == 1


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


def test_a_chart_that_does_not_ascend_is_faulty() -> None:
    assert chart_faults(TOP) == []
    assert chart_faults([TOP[1], TOP[0]]) == [
        "height does not ascend",
        "weight does not ascend",
        "bust does not ascend",
    ]
    assert chart_faults([SizeLine("M", Span(150, 160))]) == ["weight, bust or waist is missing"]


@pytest.mark.parametrize(("cm", "believed"), [(80, True), (230, True), (79.9, False), (1650, False)])
def test_an_impossible_height_is_not_believed(cm: float, believed: bool) -> None:
    assert plausible("height", cm) is believed
