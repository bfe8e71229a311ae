"""Every committed overlay, built by the real kustomize as Argo CD would: what `mlp check` judged, and valid."""

import subprocess
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import kubernetes_validate
import pytest
import yaml
from support import REPOSITORY

from generator.pipeline import committed, inputs
from generator.settings import at

THREADS = 2
FOLDERS = REPOSITORY.glob("rendered/*/*/overlays/*")
OVERLAYS = sorted(folder.relative_to(REPOSITORY).as_posix() for folder in FOLDERS)
# The kinds of operators: Kubernetes has no schema for them.
CUSTOM_GROUPS = ("argoproj.io", "external-secrets.io", "gateway.networking.k8s.io", "monitoring.coreos.com")


def build(overlay):
    """A plain build: no flag, no plugin, no network."""
    return subprocess.run(["kustomize", "build", REPOSITORY / overlay], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def builds():
    with ThreadPoolExecutor(THREADS) as pool:
        return dict(zip(OVERLAYS, pool.map(build, OVERLAYS), strict=True))


@pytest.fixture(scope="module")
def clusters():
    return inputs.load(at(REPOSITORY)).declarations.clusters


@pytest.fixture(scope="module")
def judged():
    """The objects that `mlp check` judges, by the overlay that they come from; what Argo CD itself reads is under ""."""
    tree = committed.read(REPOSITORY, inputs.load(at(REPOSITORY)).declarations)
    assert tree.loaded.unchecked == ()
    found = defaultdict(list)
    for item in tree.loaded.objects:
        unit = "/".join(item.origin.file.split("/")[:3])
        found[f"{unit}/overlays/{item.environment}" if item.environment else ""].append(item)
    return found


def identity(body):
    return body["apiVersion"], body["kind"], body["metadata"].get("namespace", ""), body["metadata"]["name"]


def test_there_is_an_overlay_for_every_unit_and_environment(judged):
    assert OVERLAYS
    assert sorted(judged.keys() - {""}) == OVERLAYS


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kustomize_builds_what_check_judged(builds, judged, overlay):
    done = builds[overlay]
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    built = sorted(yaml.load_all(done.stdout, yaml.CSafeLoader), key=identity)
    assert built == sorted((item.body for item in judged[overlay]), key=identity)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_is_valid_in_the_version_of_its_cluster(clusters, judged, overlay):
    assert judged[overlay]
    for item in judged[overlay]:
        if item.group not in CUSTOM_GROUPS:
            kubernetes_validate.validate(item.body, clusters[item.cluster].kubernetes_version, strict=True)


def test_what_argo_cd_reads_is_built_too(judged):
    applications = [item for item in judged[""] if item.kind == "Application"]
    paths = {item.body["spec"]["source"]["path"] for item in applications}
    assert {path for path in paths if path.startswith("rendered/")} == set(OVERLAYS)
    assert {item.kind for item in judged[""]} == {"Application", "AppProject"}
