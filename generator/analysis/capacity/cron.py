"""The shortest time between two runs of a cron schedule, in seconds. Grammar: robfig/cron v3 (ParseStandard)."""

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

_DAY = 24 * 60
_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_EVERY = "@every "
# A duration as Go writes it, such as 1h30m or 1.5h, and its units in nanoseconds (time.ParseDuration).
_DURATION = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_WEEKDAYS = {name: str(number) for number, name in enumerate(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])}
# Four years hold every calendar but those around 2100; the days after the last one wrap into the next four.
_FIRST, _DAYS = date(2024, 1, 1), 4 * 365 + 1


@lru_cache(maxsize=1024)
def period(schedule: str) -> int | None:
    """The smallest gap between runs in seconds; None for a schedule that cannot be read or never runs twice."""
    text = _zoneless(schedule)
    if text.startswith(_EVERY):
        return _duration(text.removeprefix(_EVERY))
    try:
        minutes, days = _times(text)
    except ValueError:
        return None
    if not minutes or not days:
        return None
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    night = _DAY - minutes[-1] + minutes[0]
    gaps += [(later - earlier - 1) * _DAY + night for earlier, later in pairwise((*days, days[0] + _DAYS))]
    return min(gaps) * 60


def _zoneless(schedule: str) -> str:
    """A schedule without the time zone that it may begin with."""
    return schedule.partition(" ")[2].strip() if schedule.startswith(("TZ=", "CRON_TZ=")) else schedule.strip()


def _duration(text: str) -> int | None:
    """Whole seconds of a duration, at least one; None where it cannot be read."""
    parts = _DURATION.findall(text)
    if not parts or "".join(map("".join, parts)) != text:
        return None
    nanoseconds = sum(Fraction(number) * _UNITS[unit] for number, unit in parts)
    return max(int(nanoseconds // 10**9), 1)


def _times(schedule: str) -> tuple[list[int], list[int]]:
    """Minutes of the day and days of the calendar on which a schedule runs."""
    fields = _MACROS.get(schedule, schedule).split()
    minute, hour, day, month, weekday = fields
    minutes = [h * 60 + m for h in sorted(_values(hour, 0, 23)) for m in sorted(_values(minute, 0, 59))]
    months, days = _values(month.lower(), 1, 12, _MONTHS), _values(day, 1, 31)
    weekdays = {number % 7 for number in _values(weekday.lower(), 0, 6, _WEEKDAYS)}
    either = not _starred(day) and not _starred(weekday)
    return minutes, [
        index
        for index, today in enumerate(_FIRST + timedelta(days=number) for number in range(_DAYS))
        if today.month in months and _matches(today, days, weekdays, either=either)
    ]


def _matches(today: date, days: set[int], weekdays: set[int], *, either: bool) -> bool:
    """A restricted day of the month and a restricted day of the week are alternatives, as in cron."""
    on_day, on_weekday = today.day in days, today.isoweekday() % 7 in weekdays
    return on_day or on_weekday if either else on_day and on_weekday


def _starred(text: str) -> bool:
    return text.startswith(("*", "?"))


def _values(text: str, low: int, high: int, names: dict[str, str] | None = None) -> set[int]:
    """The numbers that a field of comma-separated ranges with steps stands for. Raises ValueError."""
    result: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, dash, last = ("*" if span == "?" else span).partition("-")
        if first == "*":
            start, end = low, high
        else:
            start = int((names or {}).get(first, first))
            end = int((names or {}).get(last, last)) if dash else high if step else start
        if not low <= start <= end <= high:
            raise ValueError(f"{part} is outside {low}-{high}")
        result.update(range(start, end + 1, int(step or 1)))
    return result
