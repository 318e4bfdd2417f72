"""A stand-in for assist_api's internal app: answers skills by simple rules and remembers what it was asked."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Question = dict[str, Any]
Reply = dict[str, Any]


def reply_to(skill: str, question: Question) -> Reply | None:
    """The answer in the contract's form; None stands for a crash."""
    slots = question["slots"]
    if skill == "stock":
        return None
    if skill == "size_advice":
        missing = next((name for name in ("height", "weight") if name not in slots), None)
        if missing:
            return _reply(f"size_ask_{missing}", ask=missing)
        return _reply("size_advice", vars={"size": "M"})
    if skill == "payment_reminder":
        orders = [entity["value"] for entity in question["entities"] if entity["kind"] == "reminded_order"]
        values = {"shop_name": "木棉小铺", "items": "针织衫", "amount": "99元", "order_tail": "4873"}
        return {**_reply("payment_reminder_first", vars=values), "slots": {"reminded_orders": orders}}
    if skill == "collect":
        return _case(question)
    if skill == "taught":  # this shop was taught nothing
        return {"says": [], "slots": {}, "ask": None, "effects": []}
    return _reply(skill)


def _case(question: Question) -> Reply:
    """Two questions, then a hand-off; the matter holds what was answered."""
    slots = question["slots"]
    told = list(slots.get("matter", {}).get("told", []))
    if "answer" in slots:
        told.append(question["text"])
    if len(told) < len(_CASE_QUESTIONS):
        phrase = _CASE_QUESTIONS[len(told)]
        asked: Reply = {"phrase": phrase, "vars": {}, "payload": None}
        return {**_reply(phrase, ask="answer"), "slots": {"matter": {"told": told, "question": asked}}}
    effect = {"kind": "handoff", "reason": question["intent"], "priority": 2, "note": "", "slots": {"told": told}}
    return {**_reply(f"collect_{question['intent']}_done", effects=[effect]), "slots": {"matter": None}}


_CASE_QUESTIONS = ("collect_ask_order", "case_ask_variant")


def _reply(phrase: str, **rest: Any) -> Reply:
    says = [{"phrase": phrase, "vars": rest.pop("vars", {}), "payload": None}]
    return {"says": says, "slots": {}, "ask": None, "effects": [], **rest}


class FakeInternalApp:
    """Listens on a free loopback port until it is closed."""

    def __init__(self, secret: str) -> None:
        self.asked: list[tuple[str, Question]] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["content-length"])))
                skill = self.path.rsplit("/", 1)[-1]
                asked.append((skill, question))
                authorised = self.headers["authorization"] == f"Bearer {secret}"
                reply = reply_to(skill, question) if authorised else None
                body = json.dumps(reply or {}).encode()
                self.send_response(200 if reply else 500)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
