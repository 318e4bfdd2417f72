"""Goods for what a buyer needs."""

from actions.skill import SkillAction


class Recommend(SkillAction):
    """Goods for what a buyer needs."""

    skill = "recommend"
