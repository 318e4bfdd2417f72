from __future__ import annotations

import pytest
from rasa.shared.exceptions import RasaException

from components.turn_channel import SECRET, TurnInput


def test_without_a_secret_the_bot_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRET, raising=False)

    with pytest.raises(RasaException, match=SECRET):
        TurnInput.from_credentials({})


def test_the_secret_comes_from_the_environment_and_not_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "")

    with pytest.raises(RasaException):
        TurnInput.from_credentials({"secret": "in a file"})
