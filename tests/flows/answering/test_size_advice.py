"""Size advice over the demo shop: the talk around the measures. What a chart says of a body is in tests/rules."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assist_api.flows.answering.contract import Entity, SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer
from tests.flows.answering.counter import Counter, phrases, reasons, said

TOP, LOOSE_LARGE, DRESS, BRA, SLIPPERS = "p1008", "p1009", "p1035", "p1025", "p1045"
NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


def cm(value: float, **part: str) -> dict[str, Any]:
    return {"value": value, "unit": "cm", **part}


def kg(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "kg"}


async def tell(
    counter: Counter, text: str, product: str, *entities: tuple[str, Any, str], slots: dict[str, Any] | None = None
) -> SkillAnswer:
    """One line with its entities: kind, value and the piece of the line."""
    ask = SkillAsk(
        conversation_id="c_stranger",
        text=text,
        entities=[Entity(kind=kind, value=value, text=piece) for kind, value, piece in entities],
        slots={"product": product} | (slots or {}),
    )
    return await answer("size_advice", ask, counter.database, NOW)


def sizes(told: SkillAnswer) -> tuple[str | None, str | None]:
    return said(told, "size"), said(told, "other_size")


@pytest.mark.parametrize(
    ("product", "entities", "phrase", "ask"),
    [
        (TOP, [], "size_ask_body", "height"),
        (TOP, [("height", cm(165), "165")], "size_ask_weight", "weight"),
        (DRESS, [("height", cm(165), "165")], "size_ask_measures", "bust"),
        (BRA, [("bust", cm(88), "88")], "size_ask_measures", "bust"),
        (SLIPPERS, [], "size_ask_measures", "foot"),
        ("p1047", [], "ask_product", None),
        ("p9999", [], "size_ask_product", "product"),
    ],
)
async def test_all_that_the_chart_lacks_is_asked_in_one_question(
    counter: Counter, product: str, entities: list[tuple[str, Any, str]], phrase: str, ask: str | None
) -> None:
    told = await tell(counter, "穿多大", product, *entities)
    assert (phrases(told), told.ask) == ([phrase], ask)


async def test_both_parts_of_a_bust_are_named_where_both_are_missing(counter: Counter) -> None:
    assert said(await tell(counter, "穿多大", BRA), "measures") == "下胸围和胸围"


async def test_an_underbust_is_kept_apart_from_the_bust(counter: Counter) -> None:
    first = await tell(counter, "下胸围75", BRA, ("bust", cm(75, part="under"), "下胸围75"))
    assert (first.ask, first.slots["bust"], said(first, "measures")) == ("bust", None, "胸围")
    second = await tell(counter, "88", BRA, ("bust", cm(88), "88"), slots=first.slots | {"bust": cm(88)})
    assert sizes(second) == ("75B", None)
    assert said(second, "body") == "下胸围75cm、胸围88cm"


async def test_a_lone_number_far_below_the_charts_heights_is_a_weight(counter: Counter) -> None:
    told = await tell(counter, "108", TOP, ("height", cm(108), "108"))
    assert (phrases(told), told.slots["weight"], told.slots["height"]) == (["size_ask_height"], 54, None)


BODY = {"height": 165, "weight": 52}


@pytest.mark.parametrize(
    ("text", "product", "found", "advised"),
    [
        ("想穿宽松点", TOP, [], ("L", "M")),
        ("要贴身的", TOP, [], ("M", None)),
        ("里面要穿毛衣", TOP, [], ("L", "M")),
        ("孕4个月了", TOP, [], ("L", "M")),
        ("怎么选", LOOSE_LARGE, [], ("M", "S")),
        ("M行吗", TOP, [("size", "M", "M")], ("M", None)),
        ("XL可以吗", TOP, [("size", "XL", "XL")], ("M", "XL")),
    ],
)
async def test_the_wish_and_the_size_asked_about_are_answered(
    counter: Counter, text: str, product: str, found: list[tuple[str, Any, str]], advised: tuple[str, str | None]
) -> None:
    assert sizes(await tell(counter, text, product, *found, slots=BODY)) == advised


async def test_a_wish_lasts_for_its_product_only(counter: Counter) -> None:
    wished = await tell(counter, "想穿宽松点", TOP, slots=BODY)
    same = await tell(counter, "身高是166", TOP, ("height", cm(166), "166"), slots=wished.slots)
    other = await tell(counter, "这件呢", "p1033", slots=wished.slots)
    assert (sizes(same), sizes(other)) == (("L", "M"), ("M", None))


async def test_bodies_are_kept_apart_by_wearer(counter: Counter) -> None:
    own = await tell(counter, "165 104斤", TOP, slots=BODY)
    mother = await tell(
        counter, "给我妈买的，130斤", TOP, ("weight", kg(65), "130斤"), slots=own.slots | {"weight": kg(65)}
    )
    assert (mother.ask, mother.slots["height"]) == ("height", None)
    told = await tell(counter, "170", TOP, ("height", cm(170), "170"), slots=mother.slots | {"height": cm(170)})
    assert sizes(told) == ("XL", None)
    again = await tell(counter, "那我自己呢", TOP, slots=told.slots)
    assert sizes(again) == ("M", None)


async def test_saying_for_whom_the_measures_were_asks_for_none_again(counter: Counter) -> None:
    own = await tell(counter, "165 104斤", TOP, slots=BODY)
    assert sizes(await tell(counter, "是给我妹买的", TOP, slots=own.slots)) == ("M", None)


@pytest.mark.parametrize(
    ("product", "usual", "advised"),
    [
        ("p1010", "M", ("M", None)),
        ("p1007", "L", ("XL", "L")),
        (BRA, "75B", ("75B", None)),
        (BRA, "34B", ("75B", None)),
    ],
)
async def test_a_usual_size_is_enough(
    counter: Counter, product: str, usual: str, advised: tuple[str, str | None]
) -> None:
    told = await tell(counter, f"平时穿{usual}", product, ("size", usual, usual))
    assert sizes(told) == advised
    assert said(told, "body") == f"平时穿{usual}"


async def test_measures_count_before_a_usual_size_and_the_difference_is_told(counter: Counter) -> None:
    told = await tell(counter, "平时穿L", TOP, ("size", "L", "L"), slots=BODY)
    assert (phrases(told), sizes(told)) == (["size_advice", "size_usual_differs"], ("M", "L"))


@pytest.mark.parametrize(
    ("text", "product", "phrase", "reason"),
    [
        ("偏大还是偏小", TOP, "size_runs", []),
        ("有尺码表吗", TOP, "size_chart", []),
        ("L码衣长多少", TOP, "size_garment_unknown", ["facts_unknown"]),
        ("我120斤我妹105斤", TOP, "size_one_by_one", []),
    ],
)
async def test_questions_beside_the_body_have_answers_of_their_own(
    counter: Counter, text: str, product: str, phrase: str, reason: list[str]
) -> None:
    weights = [("weight", kg(60), "120斤"), ("weight", kg(52.5), "105斤")] if "妹" in text else []
    told = await tell(counter, text, product, *weights)
    assert (phrases(told)[0], reasons(told)) == (phrase, reason)


async def test_what_of_the_weak_point_is_about_fit_is_told_once(counter: Counter) -> None:
    body = {"height": 165, "waist": 66, "weight": 52}
    first = await tell(counter, "穿多大", "p1012", slots=body)
    assert phrases(first)[-1] == "size_weak_point"
    assert "size_weak_point" not in phrases(await tell(counter, "穿M吗", "p1012", slots=body | first.slots))


async def test_the_person_who_takes_over_reads_for_whom_and_why(counter: Counter) -> None:
    told = await tell(counter, "我婆婆160 180斤", TOP, ("height", cm(160), "160"), ("weight", kg(90), "180斤"))
    assert reasons(told) == ["size_outside_chart"]
    assert "婆婆，身高160cm、体重90kg（180斤）" in told.effects[0].note


@pytest.mark.parametrize(
    ("product", "text", "told"),
    [
        ("p1012", "155穿会不会拖地", "155cm以下需要改裤脚"),
        ("p1038", "我个子173 会不会短", "170cm以上穿是八分的样子"),
        ("p1023", "172会短吗", "踩脚会短一点"),
        ("p1012", "165穿M会不会紧", None),
        ("p1008", "会不会太短", None),
    ],
)
async def test_how_long_it_is_is_told_in_the_pages_words(
    counter: Counter, product: str, text: str, told: str | None
) -> None:
    answered = await counter.ask("size_advice", text, product=product)
    facts = said(answered, "product_facts") or ""
    assert told in facts if told else phrases(answered) != ["ask_product"]


async def test_what_is_made_for_pregnancies_has_a_chart_for_them(counter: Counter) -> None:
    bra = await counter.ask("size_advice", "怀孕8个月 158 125斤", product="p1026", height=158, weight=62.5)
    assert phrases(bra)[0] in ("size_advice", "size_between", "size_advice_remark")


async def test_a_height_in_the_place_of_a_bust_is_taken_for_what_it_is(counter: Counter) -> None:
    asked = await counter.ask("size_advice", "162", product="p1041", bust=162)
    advised = await counter.ask("size_advice", "84", product="p1041", bust=84, slots=asked.slots)
    assert (said(asked, "measures"), said(advised, "size")) == ("胸围", "160/84A")
