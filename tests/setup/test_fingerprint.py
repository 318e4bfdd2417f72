from pathlib import Path

import pytest

from assist_api.setup.fingerprint import Stamp, files_below, fingerprint


def write(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


def of(root: Path) -> str:
    return fingerprint(files_below(root), root)


def test_the_same_files_elsewhere_have_the_same_fingerprint(tmp_path: Path) -> None:
    files = {"a.ts": "1", "src/b.ts": "2"}
    assert of(write(tmp_path / "one", files)) == of(write(tmp_path / "two", files))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"a": "1", "b": "3"}, id="content"),
        pytest.param({"a": "1", "c": "2"}, id="name"),
        pytest.param({"a": "1"}, id="one less"),
        pytest.param({"a": "1", "b": "2", "c": ""}, id="an empty one more"),
        pytest.param({"a": "2", "b": "1"}, id="contents swapped"),
        pytest.param({"a": "11:b1:2", "b": ""}, id="content that imitates the next name"),
    ],
)
def test_any_change_shows(tmp_path: Path, changed: dict[str, str]) -> None:
    before = of(write(tmp_path / "before", {"a": "1", "b": "2"}))
    assert of(write(tmp_path / "after", changed)) != before


def test_folders_left_out_are_left_out_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path, {"src/a.ts": "", "node_modules/x.js": "", "src/node_modules/y.js": "", "src/dist": "a file is not"})
    found = {str(file.relative_to(tmp_path)) for file in files_below(tmp_path, frozenset({"node_modules"}))}
    assert found == {"src/a.ts", "src/dist"}


def test_a_stamp_remembers(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "deep" / "stamp")
    assert not stamp.says("x")
    stamp.put("x")
    assert stamp.says("x")
    assert not stamp.says("y")
