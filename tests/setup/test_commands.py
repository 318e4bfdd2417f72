import os
import sys
from pathlib import Path

import pytest

from assist_api.refusal import Refused
from assist_api.setup.commands import run


def python(code: str, tmp_path: Path, lines: list[str] | None = None) -> str:
    told = [] if lines is None else lines
    return run([sys.executable, "-c", code], tmp_path, os.environ, "The step", told.append)


def test_stdout_is_the_result_and_stderr_the_progress(tmp_path: Path) -> None:
    lines: list[str] = []
    assert python("import sys; print('结果'); print('half way', file=sys.stderr)", tmp_path, lines) == "结果\n"
    assert lines == ["half way"]


def test_a_failure_tells_the_last_words(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(5)", tmp_path)
    assert str(refusal.value).splitlines() == ["The step failed (exit 5):", "  out", "  err"]


def test_much_output_on_both_streams_does_not_block(tmp_path: Path) -> None:
    said = python("import sys; print('o' * 300_000); print('e' * 300_000, file=sys.stderr)", tmp_path)
    assert len(said) == 300_001


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot start /no/such/program"):
        run(["/no/such/program"], tmp_path, os.environ, "The step")
