"""The cases of `benchmarks.learning` against a running shop, as agents and buyers would meet them.

    export XIAOER_TOKEN=$(./xiaoer tokens create bench --role trainer)
    .venv/bin/python -m benchmarks.learning_served [--url URL]

Each new phrase is written, searched by its title and taken for each of its three lines; then each new wording is asked,
and what the line means is understood by the shop's own bot. A case is right when its phrase is among the three shown
(nothing withheld) for every one of its wordings. The phrases are deleted again; a memory of them stays until it decays,
so use a shop made for trying out.
"""

from typing import Annotated

import httpx
import typer

from benchmarks.learning import CASES, Case, read_new
from benchmarks.suggestions import SHOWN

SEARCHED = 20


def main(
    token: Annotated[str, typer.Option(envvar="XIAOER_TOKEN", help="of a trainer")],
    url: Annotated[str, typer.Option(help="where the shop runs")] = "http://127.0.0.1:8000",
) -> None:
    cases = read_new(CASES)
    with httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30) as shop:
        written = {case.phrase.id: _write(shop, case) for case in cases}
        try:
            for case in cases:
                for line in case.accepted:
                    _take(shop, case, line, written[case.phrase.id])
            right = [_found(shop, case, written[case.phrase.id]) for case in cases]
        finally:
            for phrase_id in written.values():
                shop.delete(f"/phrases/{phrase_id}", headers={"If-Match": '"1"'}).raise_for_status()
    print(f"{sum(right)} of {len(right)}")


def _write(shop: httpx.Client, case: Case) -> str:
    body = {"title": case.phrase.title, "text": case.phrase.wordings[0], "group": "客服教的", "scope": "team"}
    return str(shop.post("/phrases", json=body).raise_for_status().json()["id"])


def _take(shop: httpx.Client, case: Case, line: str, phrase_id: str) -> None:
    """As an agent who knows the phrase: a look at what is suggested, then `/`, its title, Enter."""
    _asked(shop, line, k=SHOWN)
    found = _asked(shop, line, query=case.phrase.title, k=SEARCHED)
    said = {"action": "accepted", "item_id": f"phrase:{phrase_id}", "sent_text": case.phrase.wordings[0]}
    shop.post(f"/suggestions/{found['id']}/feedback", json=said).raise_for_status()


def _found(shop: httpx.Client, case: Case, phrase_id: str) -> bool:
    missed = [line for line in case.asked if phrase_id not in _shown(_asked(shop, line, k=SHOWN))]
    for line in missed:
        print(f"  missed {case.phrase.title}: {line}")
    return not missed


def _asked(shop: httpx.Client, line: str, **more: object) -> dict[str, list[dict[str, str]]]:
    body = {"turns": [{"role": "buyer", "text": line}], "withhold": False, **more}
    found: dict[str, list[dict[str, str]]] = shop.post("/suggestions", json=body).raise_for_status().json()
    return found


def _shown(found: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["phrase_id"] for one in found["suggestions"]]


if __name__ == "__main__":
    typer.run(main)
