"""Severities that platform.yaml gives: everywhere, and in single environments."""

import json

from e2e.planting import replace
from support import copy_platform, mlp


def severity(root):
    done = mlp(root, "check", "--rule", "availability/no-readiness-probe", "--format", "json")
    [finding] = json.loads(done.stdout)["findings"]
    return finding["severity"], finding["environments"], done.returncode


def test_an_environment_may_be_less_strict(tmp_path):
    root = copy_platform(tmp_path, outputs=True)
    for path in (root / "rendered/core/backend").rglob("*.yaml"):
        path.write_text(path.read_text().replace("readinessProbe:", "startupProbeOfMine:"))
    usual, environments, _ = severity(root)
    assert environments == ["local", "dev", "staging", "prod"]
    replace("platform.yaml", "  - name: prod\n", "  - name: prod\n    severities: {availability/*: error}\n")(root)
    assert usual != "error"
    assert severity(root) == ("error", environments, 1)
    replace("platform.yaml", "policy: {failOn: error}", "policy: {severities: {availability/*: notice}}")(root)
    assert severity(root) == ("error", environments, 1)
    replace("platform.yaml", "severities: {availability/*: error}", "severities: {pss/*: error}")(root)
    assert severity(root) == ("notice", environments, 0)
