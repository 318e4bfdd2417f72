"""Starts the processes Xiaoer consists of, watches their health, restarts what died or hangs, and stops all cleanly."""
