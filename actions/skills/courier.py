"""Which couriers the shop sends with."""

from actions.skill import SkillAction


class Courier(SkillAction):
    """Which couriers the shop sends with."""

    skill = "courier"
