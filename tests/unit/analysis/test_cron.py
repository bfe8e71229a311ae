"""The shortest gap between runs of a schedule."""

import pytest

from generator.analysis.capacity.cron import period

HOUR = 3600
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("* * * * *", 60),
        ("*/5 * * * *", 300),
        ("*/7 * * * *", 240),
        ("0 9,17 * * *", 8 * HOUR),
        ("0 3 * * *", DAY),
        ("0 3 * * 0", 7 * DAY),
        ("0 3 * * 7", None),
        ("0 0 * * MON-FRI", DAY),
        ("0 0 1 * *", 28 * DAY),
        ("0 0 1 * 1", DAY),
        ("0 0 1 jan *", 365 * DAY),
        ("0 0 31 2 *", None),
        ("@hourly", HOUR),
        ("@weekly", 7 * DAY),
        ("CRON_TZ=Europe/Berlin 30 4 * * *", DAY),
        ("@every 5m", 300),
        ("@every 1h30m0.5s", 5400),
        ("@every 1.5h", 5400),
        ("@every 10ms", 1),
        ("TZ=UTC @every 1m", 60),
        ("@every soon", None),
        ("@every 5", None),
        ("TZ=UTC", None),
        ("5-59/27 * * * *", 6 * 60),
        ("61 * * * *", None),
        ("* * *", None),
        ("", None),
    ],
)
def test_period(schedule, seconds):
    assert period(schedule) == seconds
