"""`xiaoer run`: the whole system in the foreground."""

import typer


def serve() -> None:
    """Start bot, action server and assist_api, restart what fails, stop all on Ctrl-C (on XIAOER_HOST and PORT)."""
    import asyncio
    import os

    from assist_api.settings import Settings
    from assist_api.setup.accounts import file_of
    from assist_api.setup.bot import present_model
    from assist_api.supervisor.exclusive import check_public_port, only_start
    from assist_api.supervisor.parts import Wiring, parts_of, public_url
    from assist_api.supervisor.run import supervise

    os.umask(0o077)  # logs and pictures hold what buyers wrote: they are for this user alone
    settings = Settings()
    url = public_url(settings)

    def tell() -> None:
        kept = file_of(settings.home)
        accounts = f"  accounts: {kept}" if kept.is_file() else ""
        typer.secho(f"\n店小二已就绪  Xiaoer is ready: {url}{accounts}  stop: Ctrl-C\n", bold=True, err=True)

    with only_start(settings.home):
        check_public_port(settings.host, settings.port)
        wiring = Wiring.choose()
        facts = {"url": url, **wiring.environment()}
        parts = parts_of(settings, wiring, present_model(settings))
        asyncio.run(supervise(parts, settings.home, facts, tell))
