"""A case that a person has to act on; the skill gathers what they will need, one question after the other."""

from __future__ import annotations

from actions.skill import SkillAction


class Collect(SkillAction):
    """Opens the case; the detail form brings the answers."""

    skill = "collect"
