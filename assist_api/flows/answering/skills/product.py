"""What the product page says to a question: the fact that was asked for, yes or no where the page says so, the weak
point before the strength. What the page passes over is said to be missing, and a person looks."""

import re
from collections.abc import Sequence

from assist_api.flows.answering import comparing
from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.shelf import page_of
from assist_api.flows.answering.skills import authenticity
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.needs import asks_difference, wants_company, wants_similar
from assist_api.rules.product_facts import Found, Page, Verdict, find, introduction, say_facts, weak_then_strong
from assist_api.shop.tables import Product

_COLOURS_ASKED = re.compile(r"(什么|哪些|几[个种款]|多少[个种]|有啥|都有)颜?色")
_PERSON = {"buttons": [{"option": "request_human", "title": "请同事核实一下", "intent": "request_human"}]}


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if compared := await comparing.compare_named(ask, shop):
        return compared
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    if asks_difference(ask.text):
        return comparing.ask_what_to_compare(ask, product)
    if wants_company(ask.text):
        return await comparing.tell_company(product, shop)
    if wants_similar(ask.text):
        return await comparing.tell_similar(product, shop)
    if authenticity.asks_for_photos(ask.text) and shop.settings.claims.real_photos:
        return await authenticity.answer(ask, shop)
    question = await _question(ask, product, shop)
    page = page_of(product)
    if product.colours and _COLOURS_ASKED.search(question):
        return SkillAnswer(says=[_told(product, f"颜色有{'、'.join(product.colours)}")])
    return _answer(product, page, find(page, question), ask.text, shop)


async def _question(ask: SkillAsk, product: Product, shop: ShopView) -> str:
    """The line without the product's name, whose words (纯棉T恤) ask nothing; of a line that only names the product the
    question that went before."""
    bare = ask.text
    for name in sorted((product.name, *product.aliases, *_named(ask)), key=len, reverse=True):
        bare = bare.replace(name, "这款") if name else bare
    if find(Page({}), bare).wants_introduction and (before := await shop.shelf.question_before(ask)).text:
        return before.text
    return bare


def _named(ask: SkillAsk) -> list[str]:
    return [entity.text for entity in ask.entities if entity.kind == "product"]


def _answer(product: Product, page: Page, found: Found, asked: str, shop: ShopView) -> SkillAnswer:
    if found.wants_introduction and (told := introduction(page)):
        return SkillAnswer(
            says=[say("product_intro", product_card(product), product_name=product.name, product_facts=told)]
        )
    told = _joined([say_facts(found.facts), *_spoken(page, found)])
    says = [_verdict(product, page, verdict) for verdict in found.verdicts]
    if told:
        says.append(_told(product, told))
    if found.unknown and says:
        says.append(say("product_part_unknown", _PERSON, asked=_asked(found)))
    if says:
        return SkillAnswer(says=says)
    if not page.texts:
        return SkillAnswer(effects=[hand_off("facts_unknown", f"{product.name} 没有商品资料：{asked}", shop)])
    return SkillAnswer(says=[say("product_fact_unknown", _PERSON, product_name=product.name, asked=_asked(found))])


def _spoken(page: Page, found: Found) -> list[str]:
    """Weak point and strength, where they were asked for or speak of the subject."""
    if found.wants_weakness or page.weak_point in found.remarks:
        return [weak_then_strong(page)]
    return list(found.remarks)


def _verdict(product: Product, page: Page, verdict: Verdict) -> Say:
    """会起球的，袖口…；好的一面是… Of a weak point the strength is told, too."""
    evidence = verdict.evidence
    if evidence == page.weak_point and page.strength:
        evidence = f"{evidence}；好的一面是{page.strength}"
    phrase = "product_yes" if verdict.yes else "product_no"
    return say(phrase, product_card(product), answer=verdict.answer, product_name=product.name, product_facts=evidence)


def _told(product: Product, facts: str) -> Say:
    return say("ask_product", product_card(product), product_name=product.name, product_facts=facts)


def _asked(found: Found) -> str:
    return "、".join(found.unknown) or "您问的这一点"


def _joined(parts: Sequence[str]) -> str:
    return "；".join(part for part in parts if part)
