"""`xiaoer recommender`: what it has learned, and how well it does."""

import typer

from assist_api.cli import replaying

app = typer.Typer(no_args_is_help=True, help="The recommender: how well it does on chats it has never seen.")


# Without it typer would take the only command for the group itself.
@app.callback()
def _group() -> None: ...


app.command("replay")(replaying.replay)
