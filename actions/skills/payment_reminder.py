"""Reminding of orders that are not paid yet; assist_api says when, and of which."""

from actions.skill import SkillAction


class PaymentReminder(SkillAction):
    """Reminding of orders that are not paid yet."""

    skill = "payment_reminder"
