"""Golden files change on purpose only: `pytest tests/golden --update-golden`, then read the diff."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write what is rendered as what is expected")


@pytest.fixture
def update_golden(request):
    # The option is unknown in a run that starts above this folder; such a run never updates.
    return request.config.getoption("update_golden", default=False)
