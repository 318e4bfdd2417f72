"""Which offers run."""

from actions.skill import SkillAction


class Promotion(SkillAction):
    """Which offers run."""

    skill = "promotion"
