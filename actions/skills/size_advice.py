"""Which size fits, by the product's chart and the buyer's measures."""

from actions.skill import SkillAction


class SizeAdvice(SkillAction):
    """Which size fits, by the product's chart and the buyer's measures."""

    skill = "size_advice"
