"""`xiaoer recommender replay`: how well it does on chats it has never seen, beside the plain methods."""

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli import SOME_REJECTED
from assist_api.cli.opened import with_database

if TYPE_CHECKING:
    from assist_api.flows.learning.replaying import Known, Measured
    from assist_api.recommender.replay.reading import ShownSet
    from assist_api.recommender.replay.replay import Wanted
    from assist_api.recommender.replay.report import Report
    from assist_api.settings import Settings

SHOWN_FAULTS = 20


class Ranked(StrEnum):
    """Which phrases are ranked: the shop's and those mined of its past chats, all replies that it ever sent three
    times, or the starters of a new shop without past chats."""

    SHOP = "shop"
    REPEATED = "repeated"
    STARTER = "starter"


def replay(
    file: Annotated[Path, typer.Argument(help=".jsonl of talks, as `chats import` takes them", dir_okay=False)],
    k: Annotated[int, typer.Option("--k", min=1, max=20, help="phrases shown at once")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="all figures with their intervals as JSON")] = False,
    live: Annotated[bool, typer.Option(help="tell the rankers each real reply once it is measured")] = False,
    curve: Annotated[bool, typer.Option(help="also after 1 %, 10 % and 50 % of the history")] = False,
    ablate: Annotated[bool, typer.Option(help="also without each kind of evidence")] = False,
    bank: Annotated[
        Ranked,
        typer.Option(help="shop: its phrases and mined ones; repeated: all replies sent 3 times; starter: a new shop"),
    ] = Ranked.SHOP,
    show: Annotated[int, typer.Option(metavar="N", min=0, help="print N sets of ours beside their talks")] = 0,
    surest: Annotated[float, typer.Option(min=0.01, max=1.0, help="share of turns to draw those sets from")] = 1.0,
    picture: Annotated[Path | None, typer.Option(help=".svg for precision by coverage", dir_okay=False)] = None,
    seed: Annotated[int, typer.Option(help="of the intervals and of what is drawn")] = 1,
) -> None:
    """Walk the talks of FILE turn by turn with only what was known before, beside the baselines.

    Past chats that are in FILE, too, are not learned from. What the columns mean: docs/replay.md.
    """
    from assist_api.flows.learning.replaying import read_talks
    from assist_api.recommender.replay.replay import Wanted
    from assist_api.settings import Settings

    settings = Settings()
    measured = read_talks(file, settings.timezone)
    known = _known(bank, settings, measured)
    _tell_before(known, measured)
    wanted = Wanted(k, live=live, curve=curve, ablate=ablate, seed=seed, read=show, surest=surest)
    report, read = _measure(bank, known, measured, wanted, settings)
    if picture is not None:
        _draw(picture, report)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(report, read)
    if measured.faults:
        raise typer.Exit(SOME_REJECTED)


def _known(bank: Ranked, settings: "Settings", measured: "Measured") -> "Known":
    from assist_api.clock import system_clock
    from assist_api.flows.learning.replaying import known_to_new_shop, known_to_shop

    if bank is Ranked.STARTER:
        return known_to_new_shop(settings.data, system_clock())
    return with_database(lambda database: known_to_shop(database, measured.chats))


def _measure(
    bank: Ranked, known: "Known", measured: "Measured", wanted: "Wanted", settings: "Settings"
) -> "tuple[Report, list[ShownSet]]":
    from assist_api.flows.learning.replaying import all_moments, ranked_phrases, repeated_replies
    from assist_api.flows.mining.service import rude_words
    from assist_api.recommender.features import WordMemory
    from assist_api.recommender.replay.baselines import RANKERS, WITHOUT_HISTORY
    from assist_api.recommender.replay.replay import Replay
    from assist_api.setup.progress import working_on
    from zh_text import Lexicon, Tokenizer

    with working_on("replay") as tell:
        tell("挑选话术")
        tokenizer = Tokenizer(Lexicon.load(settings.lexicon), settings.home / "cache" / "words")
        if bank is Ranked.REPEATED:
            phrases = repeated_replies(known)
        else:
            phrases = ranked_phrases(known, tokenizer.words, rude_words(settings.lexicon))
        words = WordMemory(tokenizer.words).words
        past, moments = all_moments(known.chats), all_moments(measured.chats)
        exam = Replay(phrases, past, moments, words, wanted, tell)
        return exam.run(RANKERS if past else WITHOUT_HISTORY, known.kept_out)


def _tell_before(known: "Known", measured: "Measured") -> None:
    typer.echo(f"历史 {len(known.chats)} 段，要测量 {len(measured.chats)} 段", err=True)
    if known.kept_out:
        typer.echo(f"历史里有 {known.kept_out} 段就在要测量的文件里，没有拿来学习", err=True)
    for fault in measured.faults[:SHOWN_FAULTS]:
        typer.echo(f"第 {fault.line} 行 {fault.field}：{fault.problem}", err=True)
    if len(measured.faults) > SHOWN_FAULTS:
        typer.echo(f"还有 {len(measured.faults) - SHOWN_FAULTS} 处读不出来", err=True)


def _draw(picture: Path, report: "Report") -> None:
    from assist_api.recommender.replay.picture import precision_curves
    from assist_api.refusal import Refused

    try:
        picture.write_text(precision_curves(report.rows), encoding="utf-8")
    except OSError as error:
        raise Refused(f"图片写不进去：{picture}") from error


def _print(report: "Report", read: "Sequence[ShownSet]") -> None:
    from assist_api.recommender.replay import reading, tables

    for number, one in enumerate(read, start=1):
        typer.echo("\n".join(reading.lines(number, one)))
    counts = report.counts
    typer.echo(
        f"{counts.turns} turns of {counts.sessions} sessions, {counts.answerable} of them answered with one of"
        f" {counts.phrases} phrases; learned from {counts.history_turns} turns of {counts.history_talks} talks"
    )
    _section("", tables.figures(report.rows))
    _section(f"95 % intervals of {report.rows[0].name}, then how far it is ahead", tables.intervals(report.rows))
    for step in report.curve:
        _section(f"after {step.share:.0%} of the history ({step.turns} turns)", tables.figures(step.rows))
    if report.ablation:
        _section("without each kind of evidence", tables.figures(report.ablation))


def _section(title: str, rows: "Iterable[dict[str, str]]") -> None:
    from assist_api.cli.listing import show

    typer.echo(f"\n{title}" if title else "")
    show([dict(row) for row in rows], as_json=False)
