"""`xiaoer recommender`: what it has learned, and how well it does."""

import typer

from assist_api.cli import learning, replaying

app = typer.Typer(no_args_is_help=True, help="The recommender: what it learned, and how well it does.")


app.command("train")(learning.train)
app.command("models")(learning.models)
app.command("activate")(learning.activate)
app.command("replay")(replaying.replay)
