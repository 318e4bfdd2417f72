"""A buyer who will pay."""

from __future__ import annotations

from actions.skill import SkillAction


class PromisePayment(SkillAction):
    """Thanked, told how; left in peace until the time said."""

    skill = "promise_payment"
