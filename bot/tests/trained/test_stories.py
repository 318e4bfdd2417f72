"""The stories of data/stories, played over the real rules and domain as `rasa test core` plays them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from components.places import BOT, CHECKOUT
from components.train import ENVIRONMENT


def test_every_action_of_the_stories_is_what_the_rules_choose(model: Path, tmp_path: Path) -> None:
    stories = str(CHECKOUT / "data" / "stories")
    command = [sys.executable, "-m", "rasa", "test", "core", "-m", str(model), "-s", stories, "--out", str(tmp_path)]
    played = subprocess.run(
        [*command, "--no-plot", "--fail-on-prediction-errors"],
        cwd=BOT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = tmp_path / "failed_test_stories.yml"
    assert played.returncode == 0, (failed.read_text("utf-8") if failed.exists() else "") + played.stderr[-2000:]
