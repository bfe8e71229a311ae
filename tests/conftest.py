"""What tests have to say beside passing: `record_property("summary", text)` is printed at the end of the run, and that
by the one process which prints, wherever the test ran.
"""


def pytest_terminal_summary(terminalreporter):
    reports = [each for outcome in ("passed", "failed") for each in terminalreporter.getreports(outcome)]
    told = [text for report in reports for key, text in report.user_properties if key == "summary"]
    if told:
        terminalreporter.section("what tests tell")
    for text in told:
        terminalreporter.line(text)
