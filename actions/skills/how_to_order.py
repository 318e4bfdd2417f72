"""How to place an order; a first-timer is led step by step."""

from __future__ import annotations

from actions.skill import SkillAction


class HowToOrder(SkillAction):
    """Answers, or opens the guide; the detail form brings 好了 and 卡住了."""

    skill = "how_to_order"
