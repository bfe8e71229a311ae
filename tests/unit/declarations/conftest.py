"""The valid repository of the malformed corpus, and ways to change a file of it."""

import pytest
from malformed.table import REPOSITORY, Case, build

from generator import blueprints
from generator.declarations import load


@pytest.fixture(scope="session")
def infos():
    return {info.ref: info for info in blueprints.load([REPOSITORY / "blueprints"]).infos}


@pytest.fixture
def load_with(tmp_path, infos):
    """Load the repository with some of its files changed."""

    def loaded(*changes):
        merged = {path: content for change in changes for path, content in change.items()}
        return load(build(Case(merged, "", ""), tmp_path / "repository"), infos)

    return loaded
