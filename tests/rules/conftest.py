"""What several tests of the rules judge by."""

import pytest

from generator.policy import compiled, sources
from generator.policy.embedded import Embedded
from tests.rules import cases as catalogue


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    """The rules as they are now, compiled for this run."""
    return Embedded(
        compiled.build(catalogue.POLICIES), sources.data(catalogue.POLICIES), tmp_path_factory.mktemp("cache")
    )
