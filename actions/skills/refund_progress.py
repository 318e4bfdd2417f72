"""How far a refund is: the skill that tells an order's state, asked about a refund."""

from __future__ import annotations

from actions.skill import SkillAction


class RefundProgress(SkillAction):
    """The order's state where the order is known, else how refunds go."""

    skill = "order_status"

    def name(self) -> str:
        """The name that rules use."""
        return "action_refund_progress"
