"""`mlp check --baseline` and `--preview-kubernetes`, over manifests: whole output that matters, files and exit codes."""

import json

import pytest
from support import mlp

POD = """
apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: shop}
spec: {hostNetwork: true, containers: [{name: main, image: web}]}
"""
RULE = ("--rule", "pss/host-namespaces", "--rule", "waiver/*")


def check(folder, *arguments):
    """The exit code, and of each finding its rule, object and whether it is excused."""
    done = mlp(folder, "check", ".", *RULE, "--format", "json", *arguments)
    found = json.loads(done.stdout)["findings"] if done.stdout else []
    return done, [(each["rule"], each["object"]["name"], each["waiver"] is not None) for each in found]


def accept(folder):
    return check(folder, "--baseline", "accepted.json", "--write-baseline")


@pytest.fixture
def pods(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(POD % name)
    return tmp_path


def test_todays_findings_are_accepted_and_a_new_one_fails(pods):
    done, found = accept(pods)
    assert (done.returncode, [excused for *_, excused in found]) == (0, [True, True])
    assert check(pods, "--baseline", "accepted.json")[0].returncode == 0
    (pods / "three.yaml").write_text(POD % "three")
    done, found = check(pods, "--baseline", "accepted.json")
    assert done.returncode == 1
    assert [name for _, name, excused in found if not excused] == ["three"]


def test_writing_again_only_shrinks(pods):
    accept(pods)
    (pods / "one.yaml").unlink()
    (pods / "three.yaml").write_text(POD % "three")
    done, found = check(pods, "--baseline", "accepted.json")
    assert ("waiver/outdated-baseline", "pss/host-namespaces shop/Pod/one", False) in found
    before = (pods / "accepted.json").read_bytes()
    done, found = accept(pods)
    assert done.returncode == 1
    assert [name for _, name, excused in found if not excused] == ["three"]
    after = json.loads((pods / "accepted.json").read_bytes())["findings"]
    assert {each["object"] for each in after} == {"shop/Pod/two"}
    assert len(before) > len((pods / "accepted.json").read_bytes())


def test_what_cannot_be_read_leaves_the_baseline_alone(pods):
    accept(pods)
    before = (pods / "accepted.json").read_bytes()
    (pods / "one.yaml").write_text("a: [")
    done, _ = accept(pods)
    assert done.returncode == 3
    assert (pods / "accepted.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--baseline", "none.json"), "there is no such file; --write-baseline makes it"),
        (("--write-baseline",), "--write-baseline needs --baseline FILE"),
        (("--preview-kubernetes", "1.99"), "--preview-kubernetes 1.99: 1.25 to 1.37 are known"),
        (("--base", "HEAD"), "--base compares the repository's own tree: leave PATH out"),
    ],
)
def test_options_that_make_no_sense(pods, arguments, said):
    done, _ = check(pods, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_file_that_is_no_baseline(pods):
    (pods / "accepted.json").write_text("{}")
    done, _ = check(pods, "--baseline", "accepted.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "accepted.json:1:1: not a baseline" in done.stderr


def test_a_later_kubernetes_is_looked_ahead_to(tmp_path):
    """FlowSchema v1beta3 is served up to 1.31."""
    head = "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: all}\n"
    (tmp_path / "flow.yaml").write_text(f"{head}spec: {{priorityLevelConfiguration: {{name: exempt}}}}\n")
    arguments = ("check", ".", "--kubernetes-version", "1.31", "--rule", "schema/*", "--format", "json")
    assert json.loads(mlp(tmp_path, *arguments).stdout)["findings"] == []
    done = mlp(tmp_path, *arguments, "--preview-kubernetes", "1.37")
    [finding] = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["severity"], finding["rule"]) == (0, "notice", "schema/unknown-kind")
    assert finding["message"].startswith("Kubernetes 1.37: there is no schema for FlowSchema")
