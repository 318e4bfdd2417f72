import json
from xml.etree import ElementTree

import pytest

from assist_api.recommender.replay.baselines import RANKERS
from assist_api.recommender.replay.exam import SHARES, share_of
from assist_api.recommender.replay.material import material
from assist_api.recommender.replay.measures import COVERAGES
from assist_api.recommender.replay.picture import precision_curves
from assist_api.recommender.replay.rankers.words import NearestQuestions
from assist_api.recommender.replay.reading import lines
from assist_api.recommender.replay.replay import Replay, Wanted
from assist_api.recommender.replay.report import Report
from tests.replay.talks import PHRASES, answered, blanks

KINDS = ("ship", "size", "back")
PAST, NEW = answered(KINDS, slice(0, 4)), answered(KINDS, slice(4, 6))


def replay(wanted: Wanted) -> Replay:
    return Replay(PHRASES, PAST, NEW, blanks, wanted)


@pytest.fixture(scope="module")
def report() -> Report:
    return replay(Wanted(curve=True, ablate=True, rounds=20)).run(RANKERS)[0]


def test_the_report_is_json_without_nan_and_says_what_was_measured(report: Report) -> None:
    found = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert {name: found[name] for name in ("turns", "answerable", "phrases", "history_turns", "kept_out", "k")} == {
        "turns": 6,
        "answerable": 6,
        "phrases": 3,
        "history_turns": 12,
        "kept_out": 0,
        "k": 3,
    }
    assert [row["name"] for row in found["rankers"]][:3] == ["ours", "popularity", "text TF-IDF"]


def test_every_row_has_its_figures_intervals_and_precision_by_coverage(report: Report) -> None:
    for row in report.as_json()["rankers"]:
        figures = {"hit@1", "hit@3", "hit@5", "mrr", "usable@1", "usable@3", "ceiling", "keys_saved"}
        assert figures <= set(row)
        assert set(row["intervals"]) == figures
        assert [point["coverage"] for point in row["precision"]] == list(COVERAGES)
        low, high = row["intervals"]["hit@1"]
        assert low <= row["hit@1"] <= high
        assert (row["ahead"] is None) == (row["name"] == "ours")


def test_the_learning_curve_ends_where_the_table_stands(report: Report) -> None:
    assert [step.share for step in report.curve] == list(SHARES)
    assert [row.measures for row in report.curve[-1].rows] == [row.measures for row in report.rows]
    assert report.curve[0].turns < report.curve[-1].turns == len(PAST)


def test_the_ablation_begins_with_the_whole_model(report: Report) -> None:
    assert report.ablation[0].name == "ours"
    assert all(row.name.startswith("ours without ") for row in report.ablation[1:])


def test_a_smaller_share_of_the_history_is_a_part_of_every_larger_one() -> None:
    whole = material(PHRASES, PAST, lambda reply: [0], blanks)
    talks = [{moment.chat for moment in share_of(whole, share, seed=1).past} for share in SHARES]
    assert talks[0] <= talks[1] <= talks[2] <= talks[3] == {moment.chat for moment in PAST}
    assert len(share_of(whole, 0.5, seed=1).held) == len(talks[2])


def test_the_picture_is_svg_with_a_line_and_a_name_for_each_ranker(report: Report) -> None:
    picture = ElementTree.fromstring(precision_curves(report.rows))
    space = "{http://www.w3.org/2000/svg}"
    assert len(picture.findall(f".//{space}polyline")) == len(report.rows)
    assert {row.name for row in report.rows} <= {text.text for text in picture.iter(f"{space}text")}


def test_sets_to_read_stand_beside_their_talk_and_the_real_reply() -> None:
    _, read = replay(Wanted(read=4, rounds=2)).run([NearestQuestions])
    assert len(read) == 4
    text = "\n".join(lines(1, read[0]))
    assert read[0].moment.before[0].text in text
    assert read[0].moment.reply[0] in text
    assert all(phrase.wordings[0] in text for phrase in read[0].phrases)


def test_sets_to_read_come_from_the_surest_share() -> None:
    _, read = replay(Wanted(read=100, surest=0.5, rounds=2)).run([NearestQuestions])
    _, every = replay(Wanted(read=100, rounds=2)).run([NearestQuestions])
    assert len(read) == 3
    surest = sorted((one.confidence for one in every), reverse=True)[:3]
    assert sorted((one.confidence for one in read), reverse=True) == pytest.approx(surest)
