"""The package exports what it says, and nothing it does not say."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import zh_text


def test_the_public_names_are_the_exported_names() -> None:
    public = {
        name for name, value in vars(zh_text).items() if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert public == set(zh_text.__all__)


def test_the_package_imports_none_of_its_users() -> None:
    code = (
        "import sys, zh_text; print([m for m in sys.modules if m.split('.')[0] in ('assist_api', 'actions', 'rasa')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
