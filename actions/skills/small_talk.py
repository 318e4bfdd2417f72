"""Chat, who is speaking, and what the shop keeps to itself."""

from actions.skill import SkillAction


class SmallTalk(SkillAction):
    """Chat, who is speaking, and what the shop keeps to itself."""

    skill = "small_talk"
