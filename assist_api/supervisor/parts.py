"""The three processes Xiaoer consists of: their commands, environments and health checks."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assist_api.settings import CHECKOUT, Settings
from assist_api.supervisor.child import ChildSpec
from assist_api.supervisor.exclusive import free_ports
from assist_api.supervisor.health import HealthCheck

# Nothing phones home; the rest keeps TensorFlow and SQLAlchemy from filling the log with notices nobody can act on.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True)
class Wiring:
    """Ports and the secret of one start; the same over all restarts of a child."""

    bot: int
    actions: int
    internal: int
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @classmethod
    def choose(cls) -> "Wiring":
        bot, actions, internal = free_ports(3)
        return cls(bot, actions, internal)

    def environment(self) -> dict[str, str]:
        return {
            "XIAOER_BOT_URL": _loopback(self.bot),
            "XIAOER_ACTIONS_URL": _loopback(self.actions),
            "XIAOER_INTERNAL_URL": _loopback(self.internal),
            "XIAOER_INTERNAL_SECRET": self.secret,
        }


def environment_of(settings: Settings, wiring: Wiring, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What every part is told (docs/architecture.md, "Environment between the processes")."""
    return {
        **inherited,
        **QUIET,
        **wiring.environment(),
        "XIAOER_HOME": str(settings.home.resolve()),
        "XIAOER_DATA": str(settings.data.resolve()),
        "XIAOER_MODELS": str(settings.models.resolve()),
        "XIAOER_CATALOGUE": str(settings.catalogue.resolve()),
        "XIAOER_LEXICON": str(settings.lexicon.resolve()),
    }


def parts_of(settings: Settings, wiring: Wiring, model: Path) -> list[ChildSpec]:
    """In starting order; they are stopped the other way round, so that assist_api can finish what it is doing."""
    environment = environment_of(settings, wiring)
    bot_python = str(CHECKOUT / "bot" / ".venv" / "bin" / "python")
    return [
        ChildSpec(
            name="actions",
            command=(bot_python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(wiring.actions)),
            folder=CHECKOUT,
            environment=environment | {"SANIC_HOST": "127.0.0.1"},
            health=HealthCheck(_loopback(wiring.actions) + "/health"),
        ),
        ChildSpec(
            name="bot",
            command=(
                *(bot_python, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(wiring.bot)),
                *("--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            ),
            folder=CHECKOUT / "bot",
            environment=environment | {"PYTHONPATH": str(CHECKOUT / "bot")},
            health=HealthCheck(_loopback(wiring.bot) + "/webhooks/turn/ready", bearer=wiring.secret),
        ),
        ChildSpec(
            name="assist_api",
            command=(sys.executable, "-m", "assist_api.server"),
            folder=CHECKOUT,
            environment=environment,
            health=HealthCheck(f"http://{_reachable(settings.host)}:{settings.port}/healthz", any_status=True),
        ),
    ]


def _loopback(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _reachable(host: str) -> str:
    """An address to ask: a server bound to all addresses is asked on loopback."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not bound)
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"  # noqa: S104
    return f"[{host}]" if ":" in host else host
