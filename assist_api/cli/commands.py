"""All commands, put together. What a command needs beyond typer is imported when it runs: `--help` stays quick."""

import typer

from assist_api.cli import accounts, bot, channels, chats, phrases, recommender, reminders, run, setup, shop, tokens

app = typer.Typer(
    name="xiaoer",
    no_args_is_help=True,
    add_completion=False,
    # A stack trace is for developers: errors meant for people are caught in `main`.
    pretty_exceptions_enable=False,
    help="Xiaoer (店小二): buyer service for online shops. Exit: 0 done, 1 some rows rejected, 2 usage, 3 refused.",
)
app.command("setup")(setup.set_up)
app.command("run")(run.serve)
app.add_typer(bot.app, name="bot")
app.add_typer(phrases.app, name="phrases")
app.add_typer(chats.app, name="chats")
app.add_typer(recommender.app, name="recommender")
app.add_typer(shop.app, name="shop")
app.add_typer(reminders.app, name="reminders")
app.add_typer(accounts.app, name="accounts")
app.add_typer(tokens.app, name="tokens")
app.add_typer(channels.app, name="channels")
