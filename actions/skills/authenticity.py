"""What the shop itself can say of its goods being genuine."""

from actions.skill import SkillAction


class Authenticity(SkillAction):
    """What the shop itself can say of its goods being genuine."""

    skill = "authenticity"
