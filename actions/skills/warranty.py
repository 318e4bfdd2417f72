"""How long goods are repaired."""

from actions.skill import SkillAction


class Warranty(SkillAction):
    """How long goods are repaired."""

    skill = "warranty"
