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

BOT_PYTHON = CHECKOUT / "bot" / ".venv" / "bin" / "python"

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
        "LOG_LEVEL": "WARNING",  # of Rasa; whoever wants more sets it
        **inherited,
        **QUIET,
        **wiring.environment(),
        "XIAOER_HOME": str(settings.home.resolve()),
        "XIAOER_DATA": str(settings.data.resolve()),
        "XIAOER_MODELS": str(settings.models.resolve()),
        "XIAOER_PAGES": str(settings.pages.resolve()),
        "XIAOER_CATALOGUE": str(settings.catalogue.resolve()),
        "XIAOER_LEXICON": str(settings.lexicon.resolve()),
    }


def parts_of(settings: Settings, wiring: Wiring, model: Path) -> list[ChildSpec]:
    """In starting order; they are stopped the other way round, so that assist_api can finish what it is doing."""
    environment = environment_of(settings, wiring)
    return [
        ChildSpec(
            name="actions",
            command=(str(BOT_PYTHON), "-m", "actions", "--port", str(wiring.actions)),
            folder=CHECKOUT,
            environment=environment,
            health=HealthCheck(_loopback(wiring.actions) + "/health"),
        ),
        ChildSpec(
            name="bot",
            command=(
                *(str(BOT_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(wiring.bot)),
                *("--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            ),
            folder=CHECKOUT / "bot",
            environment=environment,
            health=HealthCheck(_loopback(wiring.bot) + "/webhooks/turn/ready", bearer=wiring.secret),
        ),
        ChildSpec(
            name="assist_api",
            command=(sys.executable, "-m", "assist_api.server"),
            folder=CHECKOUT,
            environment=environment,
            health=HealthCheck(public_url(settings) + "/healthz", any_status=True),
        ),
    ]


def public_url(settings: Settings) -> str:
    """An address of the public app that can be opened on this machine; bound to all addresses it is on loopback."""
    all_addresses = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (looked up, not bound)
    host = all_addresses.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _loopback(port: int) -> str:
    return f"http://127.0.0.1:{port}"
