"""The shell scripts that run before there is any environment, with interpreters that are only pretended."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def pretended_python(path: Path, version: str) -> Path:
    """Answers the scripts' question as a Python of that version would, printing its own path."""
    pretence = f"sys.version_info = ({version.replace('.', ', ')}, 0); sys.executable = '{path}'"
    code = f"import sys; {pretence}; exec(sys.argv[1])"
    return program(path, f'[ "$1 $2" = "-I -c" ] && exec {sys.executable} -c "{code}" "$3"')


def broken_shim(path: Path) -> Path:
    return program(path, "echo 'pyenv: this version is not activated' >&2; exit 127")


def find(wanted: str, home: Path, path: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    scripts = home / "scripts"
    if not scripts.exists():
        scripts.mkdir(parents=True)
        (scripts / "find-python").write_bytes((CHECKOUT / "scripts" / "find-python").read_bytes())
        program(scripts / "uv", "exit 1")  # a uv that can install nothing
    own = {"HOME": str(home), "PATH": ":".join(filter(None, [path, str(tools(home))]))}
    return subprocess.run(
        ["/bin/sh", str(scripts / "find-python"), wanted], env=own | environment, capture_output=True, text=True
    )


def tools(home: Path) -> Path:
    """The few programs the scripts need, without the Pythons that live beside them."""
    folder = home / "tools"
    folder.mkdir(exist_ok=True)
    for name in ("tr", "dirname", "sh"):
        link = folder / name
        if not link.exists():
            link.symlink_to(shutil.which(name, path="/usr/bin:/bin") or name)
    return folder


def test_a_broken_shim_does_not_hide_a_python_further_down_the_path(tmp_path: Path) -> None:
    broken_shim(tmp_path / "shims" / "python3.10")
    good = pretended_python(tmp_path / "bin" / "python3.10", "3.10")
    assert find("3.10", tmp_path, f"{tmp_path / 'shims'}:{tmp_path / 'bin'}").stdout.strip() == str(good)


@pytest.mark.parametrize("root_variable", [True, False])
def test_a_pyenv_version_is_found_though_not_activated(tmp_path: Path, root_variable: bool) -> None:
    root = tmp_path / ("elsewhere" if root_variable else ".pyenv")
    pretended_python(root / "versions" / "3.9.18" / "bin" / "python", "3.9")
    good = pretended_python(root / "versions" / "3.10.13" / "bin" / "python", "3.10")
    environment = {"PYENV_ROOT": str(root)} if root_variable else {}
    broken_shim(tmp_path / "shims" / "python3.10")
    assert find("3.10", tmp_path, str(tmp_path / "shims"), **environment).stdout.strip() == str(good)


@pytest.mark.parametrize(
    ("wanted", "version", "fits"),
    [
        ("3.10", "3.10", True),
        ("3.10", "3.11", False),
        ("3.10", "3.1", False),
        ("3.11+", "3.10", False),
        ("3.11+", "3.11", True),
        ("3.11+", "3.14", True),
        ("3.11+", "3.9", False),
        ("3.11+", "2.7", False),
    ],
)
def test_a_version_fits_or_not(tmp_path: Path, wanted: str, version: str, fits: bool) -> None:
    pretended_python(tmp_path / "bin" / "python3", version)
    found = find(wanted, tmp_path, str(tmp_path / "bin"))
    assert (found.returncode == 0) is fits
    assert bool(found.stdout) is fits


def test_the_chosen_python_is_taken_or_complained_about(tmp_path: Path) -> None:
    pretended_python(tmp_path / "bin" / "python3.10", "3.10")
    chosen = pretended_python(tmp_path / "mine", "3.10")
    assert find("3.10", tmp_path, str(tmp_path / "bin"), XIAOER_PYTHON310=str(chosen)).stdout.strip() == str(chosen)
    wrong = pretended_python(tmp_path / "wrong", "3.12")
    refused = find("3.10", tmp_path, str(tmp_path / "bin"), XIAOER_PYTHON310=str(wrong))
    assert refused.returncode == 1
    assert refused.stderr.strip() == f"XIAOER_PYTHON310={wrong} is not a Python 3.10 that runs"


def test_where_there_is_none_the_last_line_says_what_to_install(tmp_path: Path) -> None:
    refused = find("3.10", tmp_path)
    assert refused.returncode == 1
    assert "pyenv install 3.10" in refused.stderr.splitlines()[-1]
    assert "XIAOER_PYTHON310" in refused.stderr.splitlines()[-1]


def test_the_launcher_says_how_to_set_up(tmp_path: Path) -> None:
    launcher = program(tmp_path / "xiaoer", "")
    launcher.write_bytes((CHECKOUT / "xiaoer").read_bytes())
    refused = subprocess.run([launcher, "--help"], capture_output=True, text=True)
    assert refused.returncode == 3
    assert "make setup" in refused.stderr


def test_every_make_target_for_people_is_described() -> None:
    # Run by make itself, another make would say which folder it enters.
    command = ["make", "--no-print-directory", "help"]
    listed = subprocess.run(command, cwd=CHECKOUT, env=os.environ, capture_output=True, text=True).stdout
    assert [line.split()[1] for line in listed.splitlines()] == [
        *("help", "run", "setup", "test", "check", "format", "clean"),
    ]
