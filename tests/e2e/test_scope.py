"""What the hook reads of the tree is enough: it finds what a check of everything finds about the same change."""

import pytest
from e2e.trees import BY_HAND, DECLARED, TREES
from msgspec.structs import replace
from support import copy_platform, mlp, snapshot

from generator.pipeline import scope
from generator.pipeline.check import Judging, check_inputs
from generator.pipeline.inputs import load
from generator.pipeline.outputs import Outputs
from generator.settings import at


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    return files(copy_platform(tmp_path_factory.mktemp("pristine"), outputs=True))


def files(root):
    """Everything in a repository, declared and generated."""
    declared = (path for name in ("clusters", "teams") for path in (root / name).rglob("*.yaml"))
    return {**snapshot(root), **{str(path.relative_to(root)): path.read_bytes() for path in declared}}


@pytest.mark.parametrize("tree", [name for name in TREES if name in BY_HAND | DECLARED])
def test_a_part_is_judged_like_the_whole(tmp_path, cache, pristine, tree):
    root = copy_platform(tmp_path, outputs=tree in BY_HAND)
    for fault in TREES[tree].values():
        for edit in fault.edits:
            edit(root)
    if tree in DECLARED:
        assert mlp(root, "render").returncode == 0
    settings = replace(at(root), cache=cache)
    inputs = load(settings)
    outputs = Outputs(inputs)
    after = files(root)
    touched = {path for path in after.keys() | pristine.keys() if after.get(path) != pristine.get(path)}
    part = scope.around(inputs.declarations, touched)
    assert (part is None) == any(path.startswith("clusters/") for path in touched)
    whole = check_inputs(settings, inputs, outputs, Judging())
    told = [
        (each.rule, each.object, each.field, each.location)
        for each in check_inputs(settings, inputs, outputs, Judging(), part).findings
    ]
    assert told == [(each.rule, each.object, each.field, each.location) for each in whole.findings]
