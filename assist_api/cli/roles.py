"""The option `--role`."""

from typing import Annotated, Literal

import typer

# Written out again rather than imported from `security`: that would load FastAPI for every `--help`.
RoleOption = Annotated[
    Literal["agent", "trainer", "owner"], typer.Option("--role", help="Each includes those before it.")
]
