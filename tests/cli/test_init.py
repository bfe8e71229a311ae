"""`mlp init`: a repository that renders and is clean as it is."""

import pytest
import yaml
from support import git, mlp


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    root = tmp_path_factory.mktemp("somewhere") / "My-Platform"
    done = mlp(root.parent, "init", root.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert {f"{root.name}/platform.yaml", f"{root.name}/.pre-commit-config.yaml"} <= set(done.stdout.splitlines())
    return root


def test_it_renders_and_every_rule_is_content(fresh):
    assert mlp(fresh, "render").returncode == 0
    done = mlp(fresh, "check", "--fail-on", "notice")
    assert done.returncode == 0, done.stdout + done.stderr
    assert yaml.safe_load((fresh / "platform.yaml").read_text())["name"] == "my-platform"


def test_its_hook_passes_what_is_staged(fresh):
    assert mlp(fresh, "render").returncode == 0
    git(fresh, "init", "-q")
    git(fresh, "add", "--all")
    done = mlp(fresh, "hook")
    assert done.returncode == 0, done.stdout + done.stderr
    [repo] = yaml.safe_load((fresh / ".pre-commit-config.yaml").read_text())["repos"]
    assert repo["hooks"][0]["entry"] == "mlp hook"


def test_its_cluster_can_be_made(fresh):
    done = mlp(fresh, "export", "kind-config", "kind-local")
    assert [node["role"] for node in yaml.safe_load(done.stdout)["nodes"]] == ["control-plane", "worker", "worker"]


def test_a_team_and_a_service_can_follow(fresh):
    assert mlp(fresh, "new", "team", "search").returncode == 0
    assert mlp(fresh, "new", "service", "search/web").returncode == 0
    assert mlp(fresh, "render").returncode == 0
    assert mlp(fresh, "check").returncode == 0


def test_nothing_that_is_there_is_touched(tmp_path):
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters/kind-local.yaml").write_text("mine\n")
    done = mlp(tmp_path, "init", "--name", "shop")
    assert done.returncode == 2
    assert "clusters/kind-local.yaml is there already" in done.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["kind-local.yaml"]


@pytest.mark.parametrize("name", ["Shop", "", "a_b", "-a"])
def test_a_name_that_cannot_be_one_is_refused(tmp_path, name):
    done = mlp(tmp_path, "init", "--name", name)
    assert done.returncode == 2
    assert "give another with --name" in done.stderr
    assert not list(tmp_path.iterdir())
