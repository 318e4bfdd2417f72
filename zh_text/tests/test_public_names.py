"""The package exports what it says, and nothing it does not say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

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


def test_the_readmes_example_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = Path(__file__).parents[1] / "README.md"
    (code,) = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "data").symlink_to(readme.parents[1] / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, str(readme), "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[1:] == [
        "请问有xl码吗",
        "['顺丰', '到', '了', '吗']",
        "*** 138****5678",
        "True",
        "['包邮吗？', '什么时候发货？']",
    ]


def test_every_kind_is_in_the_readme() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in zh_text.ENTITY_KINDS if f"`{kind}`" not in text] == []
