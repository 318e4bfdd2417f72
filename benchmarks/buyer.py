"""A buyer in the widget, over HTTP: opens a talk, writes, and waits for what comes back."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

ANSWER_WAIT_S = 30.0
QUIET_S = 1.2
"""The shop has finished speaking when nothing has come for so long; a turn's lines are committed together."""

Message = dict[str, Any]


@dataclass
class Buyer:
    """One talk. Lines written together are one burst."""

    http: httpx.Client
    token: str
    conversation: str
    after: int = 0
    state: str = "bot"
    heard: list[Message] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        http: httpx.Client,
        context: Mapping[str, str] | None = None,
        buyer: Mapping[str, Any] | None = None,
        channel: str | None = None,
    ) -> "Buyer":
        """Raises httpx.HTTPStatusError when the shop refuses."""
        body: dict[str, Any] = {"context": dict(context or {})}
        if buyer:
            body |= {"buyer": dict(buyer), "channel": channel}
        opened = http.post("/api/v1/chat/sessions", json=body).raise_for_status().json()
        return cls(http, opened["token"], opened["conversation_id"])

    def write(self, *lines: str, picture: str | None = None) -> list[Message]:
        """Send the lines, and give back what the shop says to them; empty where it stays silent."""
        for line in lines:
            self._post({"text": line})
        if picture:
            self._post({"attachments": [picture]})
        return self._answers()

    def press(self, title: str) -> list[Message]:
        """Press the button with this title in the shop's last message that has buttons. Raises LookupError."""
        for message in reversed(self.heard):
            for button in (message.get("payload") or {}).get("buttons") or ():
                if button["title"] == title:
                    self._post({"choice": {"message_id": message["id"], "option": button["option"]}})
                    return self._answers()
        raise LookupError(f"no button {title!r} in this talk")

    def listen(self) -> list[Message]:
        """What the shop says by itself."""
        return self._answers()

    def upload(self, name: str, content: bytes) -> str:
        answer = self.http.post("/api/v1/chat/uploads", files={"file": (name, content)}, headers=self._bearer)
        upload: str = answer.raise_for_status().json()["upload_id"]
        return upload

    @property
    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _post(self, body: dict[str, Any]) -> None:
        message = {"client_id": uuid4().hex} | body
        self.http.post("/api/v1/chat/messages", json=message, headers=self._bearer).raise_for_status()

    def _answers(self) -> list[Message]:
        said: list[Message] = []
        now = time.monotonic()
        until, quiet_from = now + ANSWER_WAIT_S, now
        while time.monotonic() < until:
            new = self._new()
            said += [message for message in new if message["role"] != "buyer"]
            if new:
                quiet_from = time.monotonic()
            is_quiet = time.monotonic() - quiet_from > QUIET_S
            if is_quiet and (said or self.state == "agent"):
                break
            time.sleep(0.15)
        return said

    def _new(self) -> list[Message]:
        answer = self.http.get("/api/v1/chat/messages", params={"after": self.after}, headers=self._bearer)
        page = answer.raise_for_status().json()
        messages: Sequence[Message] = page["messages"]
        self.state = page["state"]
        if messages:
            self.after = messages[-1]["id"]
        self.heard += [message for message in messages if message["role"] != "buyer"]
        return list(messages)
