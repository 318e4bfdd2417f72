"""Whether a child answers."""

from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class HealthCheck:
    """A GET that tells a living child from a stuck one."""

    url: str
    bearer: str | None = None
    any_status: bool = False
    """Take every answer for life: assist_api says 503 while the bot is down, and restarting it would not help."""

    async def passes(self, http: httpx.AsyncClient, timeout_s: float) -> bool:
        headers = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        try:
            answer = await http.get(self.url, headers=headers, timeout=timeout_s)
        except httpx.HTTPError:
            return False
        return self.any_status or answer.is_success


def loopback_client() -> httpx.AsyncClient:
    """A client that ignores proxy variables: a proxy would be asked for loopback addresses too."""
    return httpx.AsyncClient(trust_env=False)
