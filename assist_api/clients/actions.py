"""Is the action server up? The bot talks to it; we only look."""

import httpx


class ActionsClient:
    """One connection kept open: making a client loads the certificates, which costs more than the look."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, trust_env=False, timeout=2.0)

    async def ready(self) -> bool:
        try:
            return (await self._http.get("/health")).status_code == 200
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._http.aclose()
