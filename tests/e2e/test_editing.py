"""What an edit of a declaration changes in the generated tree: what it names, and nothing else."""

import fnmatch
import re
import shutil

import pytest
import yaml
from support import REPOSITORY, copy_platform, git, mlp, snapshot

BACKEND, PROCESSOR = "teams/core/backend.yaml", "teams/data/data-processor.yaml"
QUALITY, TRAINING = "teams/data/data-quality.yaml", "teams/ml/training.yaml"
DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
NEW_TEAM = """\
namespace: app-search-team
owners: ["@example/search"]
quota: {requests.cpu: "2", requests.memory: 4Gi, limits.cpu: "4", limits.memory: 8Gi, pods: "20"}
limits:
  Container:
    default: {cpu: 500m, memory: 256Mi}
    defaultRequest: {cpu: 100m, memory: 128Mi}
"""
NEW_SERVICE = f"""\
blueprint: web-service/v1
image: {{name: ghcr.io/stefanprodan/podinfo, digest: "{DIGEST}"}}
"""


@pytest.fixture
def platform(tmp_path):
    """A copy of the platform in which everything is rendered."""
    return copy_platform(tmp_path, outputs=True)


def edit(root, path, old, new):
    text = (root / path).read_text()
    assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
    (root / path).write_text(text.replace(old, new))


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def render(root):
    """Render; the paths of all generated files that are not as before."""
    before = snapshot(root)
    done = mlp(root, "render")
    assert done.returncode == 0, done.stderr
    after = snapshot(root)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def outside(paths, *patterns):
    return {path for path in paths if not any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)}


EDITS = {
    "replicas in production": (
        PROCESSOR,
        "parameters: {replicas: 3}",
        "parameters: {replicas: 4}",
        ["rendered/data/data-processor/overlays/prod/*"],
    ),
    "autoscaling in production": (BACKEND, "max: 8", "max: 7", ["rendered/core/backend/overlays/prod/*"]),
    "an image in staging": (
        BACKEND,
        "  prod:\n",
        f"  staging:\n    image: {{digest: {DIGEST}}}\n  prod:\n",
        ["rendered/core/backend/overlays/staging/*"],
    ),
    "the blueprint's version in one environment": (
        "teams/core/frontend.yaml",
        "    blueprint: web-service/v2\n",
        "    blueprint: web-service/v1\n",
        ["rendered/core/frontend/overlays/local/*"],
    ),
    "a quota in production": (
        "teams/core/team.yaml",
        'pods: "40"',
        'pods: "41"',
        ["rendered/core/_tenancy/overlays/prod/*"],
    ),
    "an address of one cluster": (
        "clusters/eks-prod.yaml",
        "10.30.146.0/24]",
        "10.30.147.0/24]",
        ["rendered/*/*/overlays/prod/*"],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_what_it_names_and_its_revert_puts_it_back(name, platform):
    path, old, new, allowed = EDITS[name]
    before = snapshot(platform)
    edit(platform, path, old, new)
    changed = render(platform)
    assert changed
    assert outside(changed, *allowed) == set()
    edit(platform, path, new, old)
    assert render(platform) == changed
    assert snapshot(platform) == before


def test_words_for_people_change_nothing(platform):
    edit(platform, BACKEND, "description: The product's own API.", "# Why: see the wiki.\ndescription: The API.")
    assert render(platform) == set()


def test_a_new_team_touches_nothing_of_other_teams(platform):
    write(platform, "teams/search/team.yaml", NEW_TEAM)
    write(platform, "teams/search/finder.yaml", NEW_SERVICE)
    changed = render(platform)
    own = ("rendered/search/*", "argocd/*/applications/search.*.yaml", "argocd/*/projects/search.yaml")
    # The platform's project lists every team's namespaces, CODEOWNERS every team's files.
    assert outside(changed, *own) == {
        *(f"argocd/{cluster}/projects/platform.yaml" for cluster in ("eks-nonprod", "eks-prod", "kind-local")),
        "CODEOWNERS",
    }
    assert mlp(platform, "check").returncode == 0
    shutil.rmtree(platform / "teams/search")
    assert render(platform) == changed
    assert snapshot(platform) == snapshot(REPOSITORY)


def test_a_service_disabled_in_one_environment_loses_its_overlay_and_application(platform):
    write(platform, "teams/core/extra.yaml", NEW_SERVICE)
    render(platform)
    before = snapshot(platform)
    write(platform, "teams/core/extra.yaml", NEW_SERVICE + "environments: {dev: {enabled: false}}\n")
    changed = render(platform)
    gone = {path for path in before if path.startswith("rendered/core/extra/overlays/dev/")}
    assert gone
    assert changed == gone | {"argocd/eks-nonprod/applications/core.extra.dev.yaml"}
    assert changed & snapshot(platform).keys() == set()


def test_who_talks_to_a_disabled_service_changes_in_that_environment_only(platform):
    edit(platform, QUALITY, "parameters:\n", "environments: {staging: {enabled: false}}\nparameters:\n")
    changed = render(platform)
    assert not (platform / "rendered/data/data-quality/overlays/staging").exists()
    assert not (platform / "argocd/eks-nonprod/applications/data.data-quality.staging.yaml").exists()
    peers = ("rendered/data/data-processor/overlays/staging/*", "rendered/data/stream-processor/overlays/staging/*")
    own = ("rendered/data/data-quality/overlays/staging/*", "argocd/*/applications/data.data-quality.staging.yaml")
    assert outside(changed, *own, *peers) == set()
    assert mlp(platform, "check").returncode == 0


def test_a_deleted_service_takes_only_its_own_files(platform):
    write(platform, "teams/core/extra.yaml", NEW_SERVICE)
    render(platform)
    (platform / "teams/core/extra.yaml").unlink()
    changed = render(platform)
    assert outside(changed, "rendered/core/extra/*", "argocd/*/applications/core.extra.*.yaml") == set()
    assert not (platform / "rendered/core/extra").exists()
    assert snapshot(platform) == snapshot(REPOSITORY)


def commit(root):
    """What is committed may have run; what was only rendered has not."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")


def jobs(root):
    """The name of the training Job in each environment, as its overlay renames it."""
    found = {}
    for path in sorted(root.glob("rendered/ml/training/overlays/*/kustomization.yaml")):
        patches = yaml.safe_load(path.read_text())["patches"]
        renaming = next(each["patch"] for each in patches if each.get("target", {}).get("kind") == "Job")
        found[path.parent.name] = re.search(r'"value":"(training-[0-9a-f]+)"', renaming)[1]
    return found


# What decides a run's result, and a new word for the run itself.
RERUNS = {
    "command": ("vector-add.txt && cat", "vectors.txt && cat"),
    "parameter": ("  results: 50Gi\n", "  results: 50Gi\n  retries: 2\n"),
    "image": ("sha256:7c7540bdf1f942d4", "sha256:8c7540bdf1f942d4"),
    "run": ('run: "2026-11-20"', 'run: "2026-11-21"'),
}


@pytest.mark.parametrize("name", RERUNS)
def test_what_decides_a_run_renames_its_job(name, platform):
    before = jobs(platform)
    edit(platform, TRAINING, *RERUNS[name])
    render(platform)
    after = jobs(platform)
    renamed = {environment for environment in before if before[environment] != after[environment]}
    # A simulated run has a command of its own.
    assert renamed == before.keys() - ({"local"} if name == "command" else set())


def test_a_parameter_of_one_environment_renames_the_job_there(platform):
    before = jobs(platform)
    edit(platform, TRAINING, "results: 1Gi", "results: 2Gi")
    render(platform)
    assert {environment for environment, name in jobs(platform).items() if before[environment] != name} == {"local"}


# Changes of a Job's template that are no new run: Kubernetes refuses them, since a template cannot be changed.
RELABELLED = {
    "blueprint": (
        "blueprints/training-job/v1/manifests/workload.yaml",
        "restartPolicy: Never",
        "restartPolicy: Never\n      priorityClassName: high",
    ),
    "connection": (TRAINING, "connects:\n  - {service: ml-backend, port: http}\n", "connects:\n"),
    "cluster": (
        "clusters/eks-prod.yaml",
        "k8s.amazonaws.com/accelerator: nvidia-tesla-t4",
        "k8s.amazonaws.com/accelerator: nvidia-tesla-a10g",
    ),
}


@pytest.mark.parametrize("name", RELABELLED)
def test_a_template_cannot_change_without_a_new_run(name, platform):
    path, old, new = RELABELLED[name]
    shutil.copytree(REPOSITORY / "blueprints", platform / "blueprints")
    commit(platform)
    edit(platform, path, old, new)
    if name == "connection":
        edit(platform, "teams/ml/ml-backend.yaml", "  - {service: training, port: http}\n", "")
    before = snapshot(platform)
    done = mlp(platform, "render")
    assert done.returncode == 3
    assert TRAINING in done.stderr
    assert "training-a94ca93a" in done.stderr
    assert "`run`" in done.stderr
    assert snapshot(platform) == before
    edit(platform, TRAINING, *RERUNS["run"])
    assert mlp(platform, "render").returncode == 0
    assert jobs(platform)["prod"] != "training-a94ca93a"
