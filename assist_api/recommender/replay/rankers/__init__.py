"""Rankers to stand beside ours, each the plainest form of one idea."""
