"""A buyer who does not want the order, or no more reminders."""

from __future__ import annotations

from actions.skill import SkillAction


class DeclinePayment(SkillAction):
    """Kept to at once; the reason is asked once."""

    skill = "decline_payment"
