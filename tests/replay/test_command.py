import json
from pathlib import Path

from typer.testing import CliRunner, Result

from assist_api.cli.commands import app
from assist_api.refusal import Refused
from assist_api.settings import CHECKOUT

SHIP, BACK = "今天下午四点前拍下的当天就能寄出", "七天里吊牌还在就可以寄回来的"
SHIP_ASKED = ("什么时候发货", "几时发货呀", "下单了多久发货", "明天能发货吗", "怎么还没发货")
BACK_ASKED = ("不喜欢能退吗", "退的话要怎么弄", "能退换吗", "想退掉", "可以退不")


def xiaoer(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def talk(name: str, asked: str, reply: str) -> str:
    turns = [{"role": "buyer", "text": asked}, {"role": "agent", "text": reply}]
    return json.dumps({"id": name, "turns": turns}, ensure_ascii=False)


def pair(name: str, asked: str, reply: str) -> str:
    return json.dumps(
        {"id": name, "context": f"在吗,在的，请说,{asked}", "reply": f"{reply},还有别的吗"}, ensure_ascii=False
    )


def written(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


HISTORY = [talk(f"s{place}", asked, SHIP) for place, asked in enumerate(SHIP_ASKED[:4])] + [
    talk(f"b{place}", asked, BACK + "哦~") for place, asked in enumerate(BACK_ASKED[:4])
]
NEW = [talk("new-1", SHIP_ASKED[4], SHIP), pair("new-2", BACK_ASKED[4], BACK)]


def test_past_chats_alone_are_enough_to_be_measured_on(home: Path, tmp_path: Path) -> None:
    assert xiaoer("chats", "import", written(tmp_path / "history.jsonl", *HISTORY)).exit_code == 0
    done = xiaoer("recommender", "replay", written(tmp_path / "new.jsonl", *NEW), "--json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["turns"], found["answerable"], found["phrases"], found["kept_out"]) == (2, 2, 2, 0)
    figures = {row["name"]: row for row in found["rankers"]}
    assert figures["linear SVM"]["hit@1"] == figures["ours"]["hit@1"] == 1.0


def test_known_talks_that_are_to_be_measured_are_left_out_and_counted(home: Path, tmp_path: Path) -> None:
    xiaoer("chats", "import", written(tmp_path / "history.jsonl", *HISTORY, *NEW))
    again = talk("another id", SHIP_ASKED[0], SHIP)
    done = xiaoer("recommender", "replay", written(tmp_path / "new.jsonl", *NEW, again), "--json")

    found = json.loads(done.stdout)
    assert (found["kept_out"], found["history_talks"]) == (3, 7)
    assert "3 段" in done.stderr


def test_the_table_has_a_line_for_each_ranker_and_sets_to_read_stand_before_it(home: Path, tmp_path: Path) -> None:
    xiaoer("chats", "import", written(tmp_path / "history.jsonl", *HISTORY))
    picture = tmp_path / "curve.svg"
    done = xiaoer(
        *("recommender", "replay", written(tmp_path / "new.jsonl", *NEW)),
        *("--show", "2", "--live", "--bank", "repeated", "--picture", str(picture)),
    )
    assert done.exit_code == 0, done.output
    assert [line.split("  ")[0] for line in done.stdout.splitlines() if line.startswith(("ranker", "ours", "linear"))][
        :3
    ] == ["ranker", "ours", "linear SVM"]
    assert done.stdout.index(SHIP_ASKED[4]) < done.stdout.index("hit@1")
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_rows_that_cannot_be_read_are_named_and_the_others_measured(home: Path, tmp_path: Path) -> None:
    xiaoer("chats", "import", written(tmp_path / "history.jsonl", *HISTORY))
    done = xiaoer("recommender", "replay", written(tmp_path / "new.jsonl", NEW[0], "{", NEW[1]), "--json")
    assert done.exit_code == 1
    assert "第 2 行" in done.stderr
    assert json.loads(done.stdout)["turns"] == 2


def test_without_history_there_is_nothing_to_rank_but_a_new_shop_has_its_starters(home: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "new.jsonl", *NEW)
    new = xiaoer("recommender", "replay", file, "--bank", "starter", "--json")
    assert {row["name"] for row in json.loads(new.stdout)["rankers"]} == {
        *("ours", "text TF-IDF", "BM25 text", "ours without jieba")
    }
    refused = xiaoer("recommender", "replay", file, "--bank", "repeated")
    assert isinstance(refused.exception, Refused)
    assert "chats import" in str(refused.exception)


def test_a_file_without_an_agents_reply_is_refused(home: Path, tmp_path: Path) -> None:
    only_buyer = json.dumps({"id": "1", "turns": [{"role": "buyer", "text": "在吗"}]}, ensure_ascii=False)
    for file in (written(tmp_path / "no-reply.jsonl", only_buyer), str(tmp_path / "missing.jsonl")):
        assert isinstance(xiaoer("recommender", "replay", file).exception, Refused)


def test_starters_are_ranked_as_they_would_be_sent() -> None:
    from assist_api.clock import system_clock
    from assist_api.flows.learning.replaying import known_to_new_shop

    bank = known_to_new_shop(CHECKOUT / "data", system_clock()).bank
    assert len(bank) > 100
    assert not any("{" in wording for one in bank for wording in one.phrase.wordings)
