"""Invoices: what there is to know, or what is needed for one."""

from __future__ import annotations

from actions.skill import SkillAction


class Invoice(SkillAction):
    """Answers, or gathers title and tax number for a person."""

    skill = "invoice"
