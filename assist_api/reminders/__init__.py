"""Payment reminders: what was sent and what buyers wish. The schedule is `assist_api.rules.reminders`."""
