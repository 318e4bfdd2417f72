"""`python -m assist_api.cli`, which the launcher `./xiaoer` calls."""

from assist_api.cli import main

main()
