"""`mlp explain`: a rule, or the way back from a rendered line to what a person wrote."""

import re

import yaml
from support import REPOSITORY, copy_platform, mlp


def line_of(file, text):
    lines = (REPOSITORY / file).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_rule_is_explained_with_what_to_do():
    done = mlp(REPOSITORY, "explain", "pss/privileged")
    assert done.returncode == 0
    assert "To do:" in done.stdout
    assert "policies/pss/privileged.rego" in done.stdout


def test_a_rule_is_explained_by_a_manifest_that_fails_and_one_that_passes(tmp_path):
    copy_platform(tmp_path)
    text = mlp(tmp_path, "explain", "image/latest-tag").stdout
    fails, passes = text.partition("Fails, at image:")[2].split("Passes (")
    assert yaml.safe_load(fails) == {"container": {"image": "web:latest"}}
    assert yaml.safe_load(passes.partition("):\n")[2])["container"]["image"].endswith(":1.2")


def test_a_misspelt_rule_gets_a_guess():
    done = mlp(REPOSITORY, "explain", "pss/privleged")
    assert done.returncode == 2
    assert "did you mean `pss/privileged`?" in done.stderr


def test_a_rendered_line_leads_to_its_declared_value():
    file = "rendered/core/_tenancy/overlays/prod/patches.yaml"
    done = mlp(REPOSITORY, "explain", f"{file}:{line_of(file, 'requests.cpu')}")
    assert done.returncode == 0, done.stderr
    declared = re.search(r"reads team\.quota.*, declared at (teams/core/team\.yaml):(\d+):", done.stdout)
    assert declared, done.stdout
    assert "requests.cpu" in (REPOSITORY / declared[1]).read_text().splitlines()[int(declared[2]) - 1]


def test_a_file_that_is_not_rendered_is_refused():
    done = mlp(REPOSITORY, "explain", "platform.yaml:1")
    assert done.returncode == 2
    assert "not rendered" in done.stderr
