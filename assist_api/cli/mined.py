"""What mining found, for people on stderr and for programs on stdout."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from assist_api.flows.mining.saving import Saved
    from assist_api.proposals.tables import PhraseProposal

SHOWN = 20
_TEXT_SHOWN = 60


def preview(saved: "Saved", published: "Sequence[PhraseProposal]") -> None:
    """The counts in a sentence and the most frequent new proposals as a table."""
    from rich.table import Table
    from rich.text import Text

    from assist_api.setup.progress import console

    table = Table("次数", "分组", "编码", "标题", "内容", box=None, pad_edge=False)
    for one in saved.new[:SHOWN]:
        cells = (str(one.turns), one.group, one.shortcode, one.title, one.text[:_TEXT_SHOWN])
        # Text: a wording may hold [brackets], which would be markup otherwise.
        table.add_row(*(Text(cell) for cell in cells))
    if saved.new:
        console.print(table)
    counts = f"新建议 {len(saved.new)} 条，更新 {len(saved.renewed)} 条，不再出现 {saved.gone} 条"
    known = sum(one.phrase_id is not None and one.state == "open" for one in saved.new)
    typer.echo(f"{counts}；其中 {known} 条话术库里已有相近的，只建议新说法；发布 {len(published)} 条", err=True)


def mined_json(saved: "Saved", published: "Sequence[PhraseProposal]") -> dict[str, Any]:
    known = [one for one in saved.new if one.phrase_id is not None and one.state == "open"]
    return {
        "new": len(saved.new),
        "renewed": len(saved.renewed),
        "gone": saved.gone,
        "known": len(known),
        "published": len(published),
        "items": [_item(one) for one in saved.new],
    }


def _item(one: "PhraseProposal") -> dict[str, Any]:
    fields = (
        "id",
        "state",
        "title",
        "text",
        "group",
        "shortcode",
        "intents",
        "questions",
        "turns",
        "agents",
        "phrase_id",
    )
    return {field: getattr(one, field) for field in fields}
