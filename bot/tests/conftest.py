"""Shared by all tests of the bot: they never send telemetry and read the checkout's own data."""

from __future__ import annotations

import os

os.environ.update(
    {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
    }
)
