"""The command line `./xiaoer`: exit 0 done, 1 some rows rejected, 2 usage, 3 refused. Results on stdout, progress and
complaints on stderr.

One file per subject, each with its `app`; `commands.py` puts them together.
"""

import sys

from pydantic import ValidationError

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
        _refuse(str(refusal))
    except ValidationError as error:
        if error.title != "Settings":  # anything else that is not valid is a fault of ours: show all of it
            raise
        _refuse("\n".join(_wrong_settings(error)))


def _refuse(why: str) -> None:
    print(why, file=sys.stderr)
    sys.exit(REFUSED)


def _wrong_settings(error: ValidationError) -> list[str]:
    """A line for each setting in the environment that cannot be used."""
    return [f"{_variable(str(one['loc'][0]))}: {one['msg']} (it is {one['input']!r})" for one in error.errors()]


def _variable(setting: str) -> str:
    """The name in the environment; a setting with an alias is reported by that already."""
    return setting if setting.isupper() else f"XIAOER_{setting.upper()}"
