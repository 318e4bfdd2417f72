"""The whole replay: what is ranked, by whom, and the report of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.bootstrap import ROUNDS, Intervals, intervals
from assist_api.recommender.replay.candidates import recognise_in
from assist_api.recommender.replay.exam import SHARES, Exam, Progress, fitted, share_of
from assist_api.recommender.replay.material import Words, material
from assist_api.recommender.replay.measures import Measures, measure
from assist_api.recommender.replay.outcomes import Judge, Outcomes
from assist_api.recommender.replay.rankers import ours
from assist_api.recommender.replay.ranking import Fit, Ranker
from assist_api.recommender.replay.reading import ShownSet, shown_sets
from assist_api.recommender.replay.report import Counts, Report, Row, Step, rows
from assist_api.recommender.replay.sessions import session_of
from assist_api.recommender.talk import Moment


@dataclass(frozen=True, slots=True)
class Wanted:
    """`read`: how many sets to give for reading, drawn from the share of turns where ours is `surest`. `rounds`: of the
    bootstrap."""

    k: int = 3
    live: bool = False
    curve: bool = False
    ablate: bool = False
    seed: int = 1
    read: int = 0
    surest: float = 1.0
    rounds: int = ROUNDS


class Replay:
    """Of `phrases`, known from `past`, over the moments to be measured; the two share no talk."""

    def __init__(
        self,
        phrases: Sequence[IndexedPhrase],
        past: Sequence[Moment],
        measured: Sequence[Moment],
        words: Words,
        wanted: Wanted,
        progress: Progress = lambda _: None,
    ) -> None:
        recognise = recognise_in(phrases)
        self._given = material(phrases, past, recognise, words)
        self._exam = Exam(measured, recognise, Judge(phrases, recognise, wanted.k), wanted.live)
        self._sessions = [session_of(moment) for moment in measured]
        self._wanted = wanted
        self._progress = progress

    def run(self, fits: Sequence[Fit], kept_out: int = 0) -> tuple[Report, list[ShownSet]]:
        rankers = fitted(fits, self._given, self._progress)
        read = self._read(rankers[0])  # before a live walk teaches it the answers
        outcomes = self._exam.put(rankers, self._progress)
        table = self._rows(outcomes)
        report = Report(
            counts=self._counts(next(iter(outcomes.values())), kept_out),
            k=self._wanted.k,
            live=self._wanted.live,
            seed=self._wanted.seed,
            rows=table,
            curve=self._curve(fits, table) if self._wanted.curve else (),
            ablation=self._ablation(rankers[0].name, outcomes) if self._wanted.ablate else (),
        )
        return report, read

    def _read(self, ranker: Ranker) -> list[ShownSet]:
        wanted = self._wanted
        return shown_sets(
            ranker,
            self._exam.moments,
            self._given.phrases,
            k=wanted.k,
            count=wanted.read,
            surest=wanted.surest,
            seed=wanted.seed,
        )

    def _rows(self, outcomes: Mapping[str, Outcomes]) -> list[Row]:
        measured: dict[str, Measures] = {name: measure(one, self._wanted.k) for name, one in outcomes.items()}
        return rows(measured, self._intervals(outcomes))

    def _intervals(self, outcomes: Mapping[str, Outcomes]) -> Intervals:
        self._progress("估计误差范围")
        return intervals(outcomes, self._sessions, self._wanted.k, self._wanted.seed, self._wanted.rounds)

    def _curve(self, fits: Sequence[Fit], table: Sequence[Row]) -> list[Step]:
        steps = [self._step(fits, share) for share in SHARES if share < 1]
        return [*steps, Step(1.0, len(self._given.past), table)]

    def _step(self, fits: Sequence[Fit], share: float) -> Step:
        self._progress(f"只用历史的 {share:.0%}")
        part = share_of(self._given, share, self._wanted.seed)
        return Step(share, len(part.past), self._rows(self._exam.sit(fits, part, self._progress)))

    def _ablation(self, whole: str, outcomes: Mapping[str, Outcomes]) -> list[Row]:
        fits = [ours.without(kind) for kind in ours.EVIDENCE]
        return self._rows({whole: outcomes[whole], **self._exam.sit(fits, self._given, self._progress)})

    def _counts(self, outcomes: Outcomes, kept_out: int) -> Counts:
        past = self._given.past
        return Counts(
            turns=len(self._exam.moments),
            answerable=int((outcomes.first_held > 0).sum()),
            sessions=len(set(self._sessions)),
            phrases=len(self._given.phrases),
            history_talks=len({moment.chat for moment in past}),
            history_turns=len(past),
            kept_out=kept_out,
        )
