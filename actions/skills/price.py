"""What a product costs now."""

from actions.skill import SkillAction


class Price(SkillAction):
    """What a product costs now."""

    skill = "price"
