"""What stands before each route: read from the application itself, not from its documentation."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from assist_api.chat.service import buyer_conversation
from assist_api.security import RequireRole, Role

BUYER = "buyer"
"""The route is opened by the token of one conversation."""


@dataclass(frozen=True)
class GuardedRoute:
    """`needs` is a role, "buyer", or None for a route open to anybody."""

    method: str
    path: str
    needs: Role | str | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def url(self) -> str:
        """The path with something that may stand in every parameter: no such thing exists."""
        return "/".join("1" if part.startswith("{") else part for part in self.path.split("/"))


def routes_of(app: FastAPI) -> Iterator[GuardedRoute]:
    """Every method of every route and mount, the ones outside the OpenAPI document too."""
    for context in iter_route_contexts(app.routes):
        dependant: Dependant | None = getattr(context, "dependant", None)
        needs = _needs(dependant) if dependant else None
        for method in sorted((context.methods or {"GET"}) - {"HEAD"}):
            yield GuardedRoute(method, context.path or "", needs)


def _needs(dependant: Dependant) -> Role | str | None:
    for needed in dependant.dependencies:
        if isinstance(needed.call, RequireRole):
            return needed.call.role
        if needed.call is buyer_conversation:
            return BUYER
        if deeper := _needs(needed):
            return deeper
    return None
