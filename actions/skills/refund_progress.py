"""How far a refund is."""

from __future__ import annotations

from actions.skill import SkillAction


class RefundProgress(SkillAction):
    """The refund of the order that is meant, else how refunds go."""

    skill = "refund_progress"
