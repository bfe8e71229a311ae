"""`mlp new`: what it makes renders and passes the checks as it is."""

import pytest
from support import copy_platform, mlp, snapshot

BLUEPRINTS = ("web-service/v1", "worker/v1", "scheduled-job/v1", "training-job/v1", "postgres/v1")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A platform with a new team and a new service by each blueprint."""
    root = copy_platform(tmp_path_factory.mktemp("platform"))
    made = [mlp(root, "new", "team", "search")]
    for blueprint in BLUEPRINTS:
        name = blueprint.replace("/", "-")
        made.append(mlp(root, "new", "service", f"search/{name}", "--blueprint", blueprint))
    assert [done.returncode for done in made] == [0] * len(made), [done.stderr for done in made]
    return root


def test_what_is_new_renders_and_is_clean(empty):
    assert mlp(empty, "render").returncode == 0
    files = snapshot(empty)
    assert "rendered/search/_tenancy/base/kustomization.yaml" in files
    for blueprint in BLUEPRINTS:
        name = blueprint.replace("/", "-")
        assert f"rendered/search/{name}/overlays/dev/kustomization.yaml" in files
        assert f"rendered/search/{name}/overlays/prod/kustomization.yaml" not in files
    done = mlp(empty, "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_quota_that_a_training_run_needs_is_added_once_and_said(empty):
    team = empty / "teams/search/team.yaml"
    assert team.read_text().count('requests.nvidia.com/gpu: "1"') == 1
    assert "# Room for autoscalers" in team.read_text(), "comments stay"
    done = mlp(empty, "new", "service", "search/again", "--blueprint", "training-job/v1")
    assert (done.returncode, "was changed" in done.stdout) == (0, False)
    assert team.read_text().count("requests.nvidia.com/gpu") == 1
    (empty / "teams/search/again.yaml").unlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("team", "search"), "namespace search"),
        (("team", "core"), "teams/core/team.yaml is there already"),
        (("team", "../core"), "is not a DNS label"),
        (("service", "search"), "TEAM/NAME"),
        (("service", "nobody/web"), "no team nobody"),
        (("service", "core/backend"), "teams/core/backend.yaml is there already"),
        (("service", "core/Web"), "is not a DNS label"),
        (("service", "core/team"), "teams/core/team.yaml is there already"),
        (("service", "core/web", "--blueprint", "web/v1"), "no blueprint web/v1"),
        (("service", "core/web", "--blueprint", "tenant/v1"), "no blueprint tenant/v1"),
    ],
)
def test_what_cannot_be_made_is_refused(empty, arguments, said):
    done = mlp(empty, "new", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
