"""Measures rankers on talks they have never seen, turn by turn with only what was known before (docs/replay.md)."""
