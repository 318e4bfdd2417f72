"""When an order leaves."""

from actions.skill import SkillAction


class ShipTime(SkillAction):
    """When an order leaves."""

    skill = "ship_time"
