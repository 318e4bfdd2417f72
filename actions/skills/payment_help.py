"""How to pay, and what to do when it fails."""

from actions.skill import SkillAction


class PaymentHelp(SkillAction):
    """How to pay, and what to do when it fails."""

    skill = "payment_help"
