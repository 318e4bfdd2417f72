"""The command line `./xiaoer`: exit 0 done, 1 some rows rejected, 2 usage, 3 refused. Results on stdout, progress and
complaints on stderr.

One file per subject, each with its `app`; `commands.py` puts them together.
"""

import sys

from assist_api.errors import XiaoerError
from assist_api.refusal import Refused

SOME_REJECTED = 1
REFUSED = 3


def main() -> None:
    """Run the command in `sys.argv` and exit as the module says."""
    from assist_api.cli.commands import app

    try:
        app(prog_name="xiaoer")
    except (Refused, XiaoerError) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(REFUSED)
