"""Greeting, with the running offer where there is one."""

from actions.skill import SkillAction


class Greet(SkillAction):
    """Greeting, with the running offer where there is one."""

    skill = "greet"
