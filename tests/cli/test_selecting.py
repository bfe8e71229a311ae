"""`--environment` and `--team`: parts of answers about the committed tree."""

import json

import pytest
from support import REPOSITORY, copy_platform, git, mlp


def asked(command, *arguments):
    done = mlp(REPOSITORY, command, "--format", "json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_capacity_of_one_team_in_one_environment():
    whole = asked("capacity")["namespaces"]
    [part] = asked("capacity", "--environment", "dev", "--team", "ml")["namespaces"]
    assert part in whole, "what is said is the same"
    assert part["namespace"] == "app-ml-team-dev"
    assert {each["namespace"] for each in asked("capacity", "--team", "ml")["namespaces"]} == {
        "app-ml-team",
        "app-ml-team-dev",
        "app-ml-team-staging",
    }


def test_placement_of_one_environment():
    whole, part = asked("placement")["workloads"], asked("placement", "--environment", "staging")["workloads"]
    assert part == [each for each in whole if each["environment"] == "staging"]
    assert part


def test_connections_of_one_team_with_whoever_is_at_the_other_end():
    whole = asked("connections")["connections"]
    part = asked("connections", "--team", "data", "--environment", "prod")["connections"]
    assert part == [
        each
        for each in whole
        if each["environment"] == "prod"
        and any(each[end].get("workload", "").startswith("app-data-team/") for end in ("from", "to"))
    ]
    assert any("addresses" in each["from"] for each in part)


@pytest.mark.parametrize("form", ["text", "html", "dot", "csv"])
def test_pictures_show_the_part_only(form):
    shown = mlp(REPOSITORY, "connections", "--team", "core", "--environment", "prod", "--format", form).stdout
    assert "app-core-team" in shown
    assert "app-ml-team" not in shown
    assert "kind-local" not in shown


def test_a_flow_is_explained_where_the_environment_runs():
    ends = ("--from", "app-core-team/backend", "--to", "dns")
    done = mlp(REPOSITORY, "connections", "--environment", "prod", *ends)
    assert "eks-prod" in done.stdout
    assert "kind-local" not in done.stdout


def test_differences_of_one_team_in_one_environment(tmp_path):
    root = copy_platform(tmp_path, outputs=True)
    git(root, "init", "-q")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "start")
    for path in ("teams/core/backend.yaml", "teams/data/data-api.yaml"):
        file = root / path
        file.write_text(file.read_text().replace("parameters:\n", "parameters:\n  env: {NEW: there}\n", 1))
    assert mlp(root, "render").returncode == 0
    done = mlp(root, "diff", "--format", "json", "--environment", "staging", "--team", "core")
    [place] = json.loads(done.stdout)["environments"]
    assert place["environment"] == "staging"
    assert {each["object"]["namespace"] for each in place["objects"]} == {"app-core-team-staging"}
    nothing = json.loads(mlp(root, "diff", "--format", "json", "--team", "ml").stdout)
    assert nothing == {"version": 1, "base": "HEAD", "environments": []}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("capacity", "--team", "cor"), "did you mean `core`?"),
        (("placement", "--environment", "stagin"), "did you mean `staging`?"),
        (("connections", "teams", "--team", "core"), "leave out PATH"),
        (("diff", "--environment", "nowhere"), "there is no environment nowhere"),
    ],
)
def test_what_is_not_declared_cannot_be_asked_for(arguments, said):
    done = mlp(REPOSITORY, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
