"""`mlp promote`: a release goes from one environment to another, in the declaration and nowhere else."""

import pytest
from support import copy_platform, git, mlp

DIGEST = "sha256:" + "1" * 64
IMAGE = f"image: {{tag: 6.16.0, digest: '{DIGEST}'}}"


@pytest.fixture
def platform(tmp_path):
    return copy_platform(tmp_path)


def edit(root, path, old, new):
    file = root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return file


def test_an_image_is_promoted_and_comments_stay(platform):
    path = "teams/core/backend.yaml"
    file = edit(platform, path, "  dev:\n", f"  dev:  # first\n    {IMAGE}  # tried out\n")
    before = file.read_text()
    done = mlp(platform, "promote", "core/backend", "dev", "prod")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{path}: prod takes the release of dev" in done.stdout
    assert "image tag: 6.15.0 → 6.16.0" in done.stdout
    assert f"→ {DIGEST}" in done.stdout
    after = file.read_text()
    assert after == before + f'    image:\n      tag: "6.16.0"\n      digest: {DIGEST}\n'
    assert mlp(platform, "render").returncode == 0
    overlay = (platform / "rendered/core/backend/overlays/prod/kustomization.yaml").read_text()
    assert DIGEST in overlay
    assert DIGEST not in (platform / "rendered/core/backend/overlays/staging/kustomization.yaml").read_text()
    again = mlp(platform, "promote", "backend", "dev", "prod")
    assert "has the release of dev already" in again.stdout
    assert file.read_text() == after


def test_one_environment_changes_and_a_revert_is_exact(platform):
    edit(platform, "teams/core/backend.yaml", "  dev:\n", f"  dev:\n    {IMAGE}\n")
    assert mlp(platform, "render").returncode == 0
    git(platform, "init", "-q")
    git(platform, "add", "--all")
    git(platform, "commit", "-q", "-m", "start")
    assert mlp(platform, "promote", "core/backend", "dev", "staging").returncode == 0
    assert mlp(platform, "render").returncode == 0
    changed = git(platform, "diff", "--name-only").split()
    assert changed == ["rendered/core/backend/overlays/staging/kustomization.yaml", "teams/core/backend.yaml"]


def test_a_release_above_the_environments_is_pinned(platform):
    file = edit(platform, "teams/core/backend.yaml", "  prod:\n", f"  prod:\n    {IMAGE}\n")
    assert mlp(platform, "promote", "core/backend", "staging", "prod").returncode == 0
    assert '    image: {tag: "6.15.0", digest: sha256:ec73780a' in file.read_text()


def test_a_blueprint_moves_with_the_release(platform):
    edit(platform, "teams/core/backend.yaml", "  dev:\n", "  dev:\n    blueprint: web-service/v2\n")
    done = mlp(platform, "promote", "core/backend", "dev", "staging")
    assert "blueprint: web-service/v1 → web-service/v2" in done.stdout, done.stderr
    assert "  staging:\n    blueprint: web-service/v2\n" in (platform / "teams/core/backend.yaml").read_text()
    assert mlp(platform, "render").returncode == 0


def test_a_tag_does_not_reach_a_protected_environment(platform):
    file = edit(platform, "teams/core/backend.yaml", "  dev:\n", "  dev:\n    image: {tag: 7.0.0}\n")
    before = file.read_text()
    done = mlp(platform, "promote", "core/backend", "dev", "prod")
    assert done.returncode == 2
    assert "takes only a digest" in done.stderr
    assert file.read_text() == before
    assert mlp(platform, "promote", "core/backend", "dev", "staging").returncode == 0
    assert '  staging:\n    image:\n      tag: "7.0.0"\n' in file.read_text()


def test_what_would_not_be_valid_is_not_written(platform):
    file = edit(
        platform,
        "teams/core/backend.yaml",
        "  dev:\n    parameters: {replicas: 1}\n",
        "  dev:\n    blueprint: web-service/v9\n",
    )
    before = file.read_text()
    done = mlp(platform, "promote", "core/backend", "dev", "staging")
    assert done.returncode == 3
    assert "teams/core/backend.yaml:" in done.stderr
    assert file.read_text() == before


def test_an_alias_is_left_to_people(platform):
    file = edit(platform, "teams/core/backend.yaml", "  dev:\n", f"  dev: &same\n    {IMAGE}\n")
    text = file.read_text().replace(
        "  prod:\n    parameters: {autoscaling: {min: 2, max: 8, cpu: 70}}\n", "  staging: *same\n"
    )
    file.write_text(text.replace("  local:\n", "  local:\n    image: {tag: 9.9.9}\n"))
    done = mlp(platform, "promote", "core/backend", "local", "staging")
    assert done.returncode == 2
    assert "9.9.9" not in file.read_text().partition("dev:")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("core/backend", "prod", "dev"), "does not come before dev"),
        (("core/backend", "dev", "dev"), "does not come before dev"),
        (("core/backend", "stagin", "prod"), "did you mean `staging`?"),
        (("core/bakend", "dev", "prod"), "did you mean `core/backend`?"),
        (("postgres", "dev", "prod"), "core/postgres or data/postgres"),
        (("core/backend", "dev"), "Missing argument 'TO'"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(platform, arguments, said):
    done = mlp(platform, "promote", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_service_that_waits_is_said_to_wait(platform):
    edit(platform, "teams/core/backend.yaml", "  dev:\n", f"  dev:\n    {IMAGE}\n")
    edit(platform, "teams/core/backend.yaml", "  prod:\n", "  prod:\n    enabled: false\n")
    assert "not enabled in prod" in mlp(platform, "promote", "core/backend", "dev", "prod").stdout
    edit(platform, "teams/core/backend.yaml", "  dev:\n", "  dev:\n    enabled: false\n")
    done = mlp(platform, "promote", "core/backend", "dev", "prod")
    assert done.returncode == 2
    assert "no release to promote" in done.stderr
