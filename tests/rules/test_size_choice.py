import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.size_choice import (
    BETWEEN_BANDS,
    BETWEEN_CUPS,
    FULLER_THAN_TALL,
    ON_THE_BORDER,
    TALLER_THAN_FULL,
    Advice,
    Between,
    Fit,
    Fits,
    Missing,
    Outside,
    advise,
    advise_usual,
)
from assist_api.rules.sizes import Body, Measure, SizeLine, Span

TOP = [
    SizeLine("S", Span(148, 160), Span(40, 47.5), Span(76, 82)),
    SizeLine("M", Span(154, 166), Span(47.5, 55), Span(82, 88)),
    SizeLine("L", Span(158, 170), Span(55, 61), Span(88, 94)),
    SizeLine("XL", Span(162, 175), Span(61, 67.5), Span(94, 100)),
]
BY_WAIST = [SizeLine("M", waist=Span(64, 70)), SizeLine("L", waist=Span(72, 78))]
TROUSERS = [
    SizeLine("M", Span(153, 167), Span(47.5, 55), waist=Span(64, 70), hip=Span(88, 93)),
    SizeLine("L", Span(157, 171), Span(55, 61), waist=Span(70, 76), hip=Span(93, 98)),
    SizeLine("XL", Span(160, 175), Span(61, 69), waist=Span(76, 84), hip=Span(98, 103)),
]
LABELS = [SizeLine("160/84A", height=Span(155, 162), bust=Span(82, 86), waist=Span(66, 70))]
DRESS = [SizeLine("M", bust=Span(82, 88), waist=Span(66, 72)), SizeLine("L", bust=Span(88, 94), waist=Span(72, 78))]
SHOES = [
    SizeLine("37", foot=Span(23, 23.5)),
    SizeLine("38", foot=Span(23.6, 24)),
    SizeLine("39", foot=Span(24.1, 24.5)),
]
BRAS = [
    SizeLine("75A", underbust=Span(73, 77), bust=Span(84, 86)),
    SizeLine("75B", underbust=Span(73, 77), bust=Span(86.5, 89)),
    SizeLine("75C", underbust=Span(73, 77), bust=Span(89, 91.5)),
    SizeLine("80A", underbust=Span(78, 82), bust=Span(89, 91)),
    SizeLine("80B", underbust=Span(78, 82), bust=Span(91.5, 94)),
]


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (Body(165, 54), Fits("M")),
        (Body(148, 40), Fits("S")),
        (Body(175, 67.5), Fits("XL")),
        (Body(160, 55), Between("M", "L", ON_THE_BORDER)),
        (Body(160, 62), Between("XL", "L", FULLER_THAN_TALL)),
        (Body(168, 52), Between("M", "L", TALLER_THAN_FULL)),
        (Body(165, 54, bust=90), Between("L", "M", "体重对应M，胸围对应L，小了会紧，先看胸围")),
        (Body(165, 57, bust=86), Between("L", "M", "胸围对应M，体重对应L，小了会紧，先看体重")),
        (Body(165, 42, bust=90), Outside(None)),
        (Body(165, bust=86), Fits("M")),
        (Body(bust=86), Fits("M")),
        (Body(175, 44), Outside(None)),
        (Body(150, 65), Outside(None)),
        (Body(147.9, 45), Outside("height")),
        (Body(175.1, 60), Outside("height")),
        (Body(160, 39.9), Outside("weight")),
        (Body(160, 67.6), Outside("weight")),
        (Body(160, 54, bust=101), Outside("bust")),
        (Body(weight=54), Missing(("height",))),
        (Body(165), Missing(("weight",))),
        (Body(165, waist=70), Missing(("weight",))),
        (Body(), Missing(("height", "weight"))),
    ],
)
def test_advice_follows_the_chart(body: Body, advice: Advice) -> None:
    assert advise(TOP, body) == advice


@pytest.mark.parametrize(
    ("chart", "body", "missing"),
    [
        (BY_WAIST, Body(165, 54), ("waist",)),
        (DRESS, Body(), ("bust", "waist")),
        (DRESS, Body(bust=86), ("waist",)),
        (DRESS, Body(height=160, bust=86), ("waist",)),
        (LABELS, Body(height=160), ("bust",)),
        (LABELS, Body(bust=84), ("waist",)),
        (TROUSERS, Body(hip=90), ("height",)),
        (SHOES, Body(165, 54), ("foot",)),
        (BRAS, Body(), ("underbust", "bust")),
        (BRAS, Body(bust=88), ("underbust",)),
        (BRAS, Body(165, 54, underbust=75), ("bust",)),
    ],
)
def test_only_what_the_chart_needs_is_missing(chart: list[SizeLine], body: Body, missing: tuple[Measure, ...]) -> None:
    assert advise(chart, body) == Missing(missing)


@pytest.mark.parametrize(
    ("chart", "body", "advice"),
    [
        (BY_WAIST, Body(waist=66), Fits("M")),
        (BY_WAIST, Body(waist=71), Between("M", "L", ON_THE_BORDER)),
        (DRESS, Body(bust=86, waist=70), Fits("M")),
        (DRESS, Body(bust=86, waist=75), Between("L", "M", "胸围对应M，腰围对应L，小了会紧，先看腰围")),
        (TROUSERS, Body(waist=72), Fits("L")),
        (TROUSERS, Body(waist=66, hip=96), Between("L", "M", "腰围对应M，臀围对应L，小了会紧，先看臀围")),
        (TROUSERS, Body(waist=66, hip=100), Outside(None)),
        (SHOES, Body(foot=23.8), Fits("38")),
        (SHOES, Body(foot=23.55), Between("37", "38", ON_THE_BORDER)),
        (SHOES, Body(foot=25), Outside("foot")),
        (BRAS, Body(underbust=75, bust=88), Fits("75B")),
        (BRAS, Body(underbust=75, bust=89), Between("75C", "75B", BETWEEN_CUPS)),
        (BRAS, Body(underbust=77.5, bust=90), Between("75C", "80A", BETWEEN_BANDS)),
        (BRAS, Body(underbust=77.5, bust=93), Fits("80B")),
        (BRAS, Body(underbust=75, bust=95), Outside("bust")),
        (BRAS, Body(underbust=90, bust=95), Outside("underbust")),
    ],
)
def test_every_kind_of_chart_is_read_by_its_own_columns(chart: list[SizeLine], body: Body, advice: Advice) -> None:
    assert advise(chart, body) == advice


M, BORDER, BIGGEST = Body(165, 52), Body(160, 55), Body(170, 65)


@pytest.mark.parametrize(
    ("body", "fit", "sizes"),
    [
        (M, Fit(), ("M", None)),
        (M, Fit("loose"), ("L", "M")),
        (M, Fit("layered"), ("L", "M")),
        (M, Fit("growing"), ("L", "M")),
        (M, Fit("pregnant"), ("L", "M")),
        (M, Fit("snug"), ("M", None)),
        (M, Fit("loose", cut="loose"), ("M", None)),
        (M, Fit(runs="small"), ("M", "L")),
        (M, Fit(runs="large"), ("M", "S")),
        (M, Fit("loose", "large"), ("M", None)),
        (M, Fit("loose", "small"), ("L", "M")),
        (M, Fit("snug", "large"), ("S", "M")),
        (M, Fit("snug", "small"), ("M", None)),
        (BIGGEST, Fit(runs="small"), ("XL", None)),
        (BORDER, Fit("loose"), ("L", "M")),
        (BORDER, Fit("snug"), ("M", "L")),
        (BORDER, Fit(runs="small"), ("L", "M")),
        (BORDER, Fit(runs="large"), ("M", "L")),
        (BORDER, Fit("snug", "small"), ("M", "L")),
        (BIGGEST, Fit("loose"), ("XL", None)),
    ],
)
def test_a_wish_and_how_the_product_runs_decide_between_sizes(
    body: Body, fit: Fit, sizes: tuple[str, str | None]
) -> None:
    advice = advise(TOP, body, fit)
    assert isinstance(advice, Fits | Between)
    assert (advice.size, advice.other if isinstance(advice, Between) else None) == sizes


def test_a_wish_that_changes_nothing_is_answered_with_the_reason() -> None:
    for body, fit in ((M, Fit("snug")), (M, Fit("loose", cut="loose")), (BIGGEST, Fit("loose"))):
        advice = advise(TOP, body, fit)
        assert isinstance(advice, Fits)
        assert advice.remark


def test_a_pregnant_buyer_of_the_biggest_size_or_of_trousers_goes_to_a_person() -> None:
    assert advise(TOP, BIGGEST, Fit("pregnant")) == Outside(None)
    assert advise(TROUSERS, Body(165, 58), Fit("pregnant")) == Outside("waist")


@pytest.mark.parametrize(
    ("usual", "runs", "sizes"),
    [
        ("M", "true", ("M", None)),
        ("m码", "true", ("M", None)),
        ("M", "small", ("L", "M")),
        ("XL", "small", None),
        ("M", "large", ("S", "M")),
        ("S", "large", ("S", None)),
        ("M", "", None),
        ("38", "true", None),
    ],
)
def test_a_usual_size_is_advised_as_the_product_runs(
    usual: str, runs: str, sizes: tuple[str, str | None] | None
) -> None:
    advice = advise_usual(TOP, usual, Fit(runs=runs))  # type: ignore[arg-type]
    told = (
        (advice.size, advice.other if isinstance(advice, Between) else None)
        if isinstance(advice, Fits | Between)
        else None
    )
    assert told == sizes


@pytest.mark.parametrize(("chart", "usual"), [(BRAS, "75B"), (SHOES, "38"), ([SizeLine("均码")], "均码")])
def test_sizes_that_every_maker_counts_alike_need_no_word_on_how_the_product_runs(
    chart: list[SizeLine], usual: str
) -> None:
    assert advise_usual(chart, usual, Fit()) == Fits(usual)


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


@given(
    height=st.floats(0, 300),
    weight=st.floats(0, 300),
    bust=st.none() | st.floats(70, 110),
    fit=st.sampled_from([Fit(), Fit("loose"), Fit("snug"), Fit("layered", "small"), Fit("pregnant", "large")]),
)
def test_two_sizes_are_always_neighbours(height: float, weight: float, bust: float | None, fit: Fit) -> None:
    advice = advise(TOP, Body(height, weight, bust), fit)
    if isinstance(advice, Between):
        assert abs(ORDER.index(advice.size) - ORDER.index(advice.other)) == 1
