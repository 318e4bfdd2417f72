"""When people are at the desk."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment


@dataclass(frozen=True, slots=True)
class DeskHours:
    """Opening hours of every day; `closes` at or before `opens` means past midnight."""

    opens: time
    closes: time

    def open_at(self, now: datetime, zone: ZoneInfo) -> bool:
        at = now.astimezone(zone).time()
        if self.opens < self.closes:
            return self.opens <= at < self.closes
        return at >= self.opens or at < self.closes

    def next_opening(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The next moment the desk opens, after `now`."""
        local = now.astimezone(zone)
        opening = local.replace(hour=self.opens.hour, minute=self.opens.minute, second=0, microsecond=0)
        return opening if opening > local else opening + timedelta(days=1)

    def off_hours_note(self, now: datetime, zone: ZoneInfo) -> str:
        """Why nobody answers at once and when somebody will; empty while the desk is open."""
        if self.open_at(now, zone):
            return ""
        return f"现在不在客服时间，{say_moment(self.next_opening(now, zone), now, zone)}上班后处理"
