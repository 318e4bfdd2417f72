"""Whether a product, colour or size is there."""

from actions.skill import SkillAction


class Stock(SkillAction):
    """Whether a product, colour or size is there."""

    skill = "stock"
