"""Every setting, from the environment (`XIAOER_*`) or its default here; nothing else reads the environment."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set; durations are seconds, sizes bytes unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="XIAOER_", extra="ignore", frozen=True)

    home: Path = CHECKOUT / "var"
    data: Path = CHECKOUT / "data"
    models: Path = CHECKOUT / "models"
    pages: Path = CHECKOUT / "web" / "dist"
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; SQLite in `home` when absent")
    redis_url: str | None = Field(default=None, description="event bus between workers; in-process when absent")
    bot_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    internal_url: str = "http://127.0.0.1:8001"
    internal_secret: str = Field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, validation_alias="PORT")] = 8000
    timezone: str = "Asia/Shanghai"
    insecure_cookies: bool = Field(
        default=False, description="allow the session cookie over plain http beyond loopback"
    )
    proxy_hops: int = Field(
        default=0, ge=0, le=5, description="reverse proxies in front whose X-Forwarded-For counts; 0 trusts none"
    )
    demo: bool = Field(default=True, description="load the demo shop into an empty database")

    burst_max_s: float = Field(default=3.0, ge=0, le=30, validation_alias="BURST_MAX_S")
    bot_timeout_s: float = Field(default=8.0, gt=0, description="a bot silent for longer counts as down")
    turn_lease_s: float = Field(default=20.0, gt=0, description="a turn held longer belongs to a dead worker")
    heartbeat_s: float = Field(default=15.0, gt=0)
    session_days: int = Field(default=14, ge=1)
    upload_max_bytes: int = 8 * 1024 * 1024

    @cached_property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.home / 'xiaoer.db'}"

    @property
    def uploads(self) -> Path:
        return self.home / "uploads"

    @property
    def catalogue(self) -> Path:
        return self.home / "catalogue.jsonl"

    @property
    def lexicon(self) -> Path:
        return self.data / "lexicon"
