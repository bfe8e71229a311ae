"""Facts gathered by two processes are those that one gathers."""

import pytest
from msgspec.structs import replace
from support import copy_platform

from generator import forks
from generator.pipeline import cases, committed, facts
from generator.pipeline.inputs import load
from generator.settings import at


@pytest.mark.skipif(not forks.AVAILABLE, reason="one processor, or no safe forks")
def test_two_processes_gather_what_one_gathers(tmp_path, monkeypatch):
    (tmp_path / "platform").mkdir()
    root = copy_platform(tmp_path / "platform", outputs=True)
    # Nothing may come in: declared connections are blocked, which facts tell of subjects of their own.
    for policy in root.glob("rendered/core/backend/base/networkpolicy-backend-from-core-*.yaml"):
        policy.write_text(policy.read_text().replace("port: 8080", "port: 8081"))
    inputs = load(replace(at(root), cache=tmp_path / "cache"))
    tree = committed.read(root, inputs.declarations)

    def gathered() -> list[tuple[str, ...]]:
        found = cases.of_tree(root, inputs, tree).facts
        return [(str(each.subject.identity), str(each.subject.origin), str(each.body)) for each in found]

    one = gathered()
    monkeypatch.setattr(facts, "_WORTH_A_FORK", 1)
    two = gathered()
    assert sorted(two) == sorted(one)
    assert any("BlockedConnection" in body for *_, body in one)
