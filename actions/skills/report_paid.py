"""A buyer who says that it is paid."""

from __future__ import annotations

from actions.skill import SkillAction


class ReportPaid(SkillAction):
    """Looked up in the shop's orders."""

    skill = "report_paid"
