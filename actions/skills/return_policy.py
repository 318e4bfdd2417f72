"""Whether, how long and at whose cost goods go back."""

from actions.skill import SkillAction


class ReturnPolicy(SkillAction):
    """Whether, how long and at whose cost goods go back."""

    skill = "return_policy"
