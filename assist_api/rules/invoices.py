"""What a buyer's line tells of the invoice they want."""

import re
from dataclasses import dataclass

_WANTS = re.compile(
    r"(?:帮|给|麻烦|请|要|想|需要|得|补)[^,，。?？]{0,6}开|开[一个张下]{0,2}(?:发)?票[吧呗]?$|要发票|需要发票|抬头|税号"
    r"|开给|发票(?:没开|忘了开|还没)|补[开张]|(?:改|换)[^,，。]{0,4}(?:抬头|发票)"
)
_ASKS = re.compile(r"[吗么嘛?？]|怎么|如何|什么|多久|哪|是否|能不能|可不可以|行不行|几天")
_CHANGES = re.compile(r"(?:抬头|发票|税号)[^,，。]{0,6}(?:改|换|错)|(?:改|换)[^,，。]{0,4}(?:抬头|发票)")
_SOME_DAY = re.compile(r"后来|以后|到时候?|的时候|如果|万一|要是|先不")
"""Marks a question as one about how invoices go, whatever it says of changing or opening one."""

_SPECIAL = re.compile(r"专票|专用发?票")
_MERGED = re.compile(
    r"(?:[几两多]|好多|很多|好几)[个张]?.{0,4}(?:订单|单).{0,12}(?:一张|一起|一块|合)"
    r"|合[开并到在].{0,6}(?:一张|发票)|发票.{0,8}合[并开在]"
)
_TITLE = re.compile(r"抬头(?:是|为|写|开|[:：])*\s*([^\s,，。;；]{2,40})")
_COMPANY = re.compile(
    r"([^\s,，。;；:：是]{2,40}?(?:公司|厂|商店|学校|医院|中心|集团|大学|学院|银行|协会|工作室|工会|幼儿园|事务所))"
)
_PERSONAL = re.compile(r"个人")
_TAX_NO = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")
_NO_TAX_NO = re.compile(r"没有?税号|不[带要用]税号|无税号|事业单位|不知道|没有")

PERSONAL = "个人"
NONE = "-"


@dataclass(frozen=True, slots=True)
class InvoiceWords:
    """Title and tax number as far as told; `tax_no` is NONE where there is none."""

    title: str | None = None
    tax_no: str | None = None


def wants_one(text: str) -> bool:
    """Whether an invoice is wanted or to be changed now; 可以开发票吗 only asks."""
    if _ASKS.search(text) and _SOME_DAY.search(text):
        return False
    if _CHANGES.search(text):
        return True
    return _WANTS.search(text) is not None and not (_ASKS.search(text) and not _TITLE.search(text))


def asks_special(text: str) -> bool:
    """Whether the line speaks of a special VAT invoice (专票), which not every shop can give."""
    return _SPECIAL.search(text) is not None


def asks_merged(text: str) -> bool:
    """Whether several orders are to stand on one invoice."""
    return _MERGED.search(text) is not None


def read_invoice(text: str, asked: str = "") -> InvoiceWords:
    """Title and tax number in a line; `asked` is the one that was asked for, then any words are it."""
    tax = _TAX_NO.search(text)
    tax_no = tax[0].upper() if tax and re.search(r"\d", tax[0]) else None
    rest = text.replace(tax[0], " ") if tax else text
    named = _TITLE.search(rest) or _COMPANY.search(rest)
    title = named[1] if named else PERSONAL if _PERSONAL.search(rest) else None
    if asked == "title" and title is None and tax_no is None and len(text.strip()) > 1:
        title = text.strip()[:40]
    if asked == "tax_no" and tax_no is None and _NO_TAX_NO.search(text):
        tax_no = NONE
    return InvoiceWords(title, tax_no)
