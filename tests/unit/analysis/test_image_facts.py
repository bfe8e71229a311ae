from generator import manifests
from generator.analysis import image_facts
from generator.model import Environment, Origin

ORDER = (Environment("dev"), Environment("staging"), Environment("prod", protected=True))


def workload(environment, *images, unit="core/web", kind="Deployment", name="web", cluster="eks"):
    pod = {"spec": {"containers": [{"name": str(index), "image": image} for index, image in enumerate(images)]}}
    group = {"Deployment": "apps/v1", "Job": "batch/v1"}[kind]
    body = {"apiVersion": group, "kind": kind, "metadata": {"name": name}, "spec": {"template": pod}}
    origin = Origin(f"rendered/{unit}/overlays/{environment}/resources.yaml")
    (found,) = manifests.wrap([(body, origin)], cluster=cluster, environment=environment)
    return found


def proven(*objects, environments=ORDER):
    """By environment and digest, in the order of the containers."""
    return [
        (fact.subject.environment, image["image"].partition("@")[2], image["proven"])
        for fact in image_facts.facts(objects, environments)
        for image in fact.body["images"]
    ]


def test_the_environment_before_must_run_the_same_digest():
    staging = workload("staging", "web:1@sha256:1")
    assert proven(staging, workload("prod", "web:2@sha256:1")) == [("prod", "sha256:1", True)]
    assert proven(staging, workload("prod", "web:1@sha256:2")) == [("prod", "sha256:2", False)]


def test_another_environment_does_not_count():
    assert proven(workload("dev", "web@sha256:1"), workload("prod", "web@sha256:1")) == [("prod", "sha256:1", False)]


def test_another_unit_does_not_count():
    other = workload("staging", "web@sha256:1", unit="core/other")
    assert proven(other, workload("prod", "web@sha256:1")) == [("prod", "sha256:1", False)]


def test_a_copy_in_another_registry_is_the_same_image():
    staging, prod = workload("staging", "web@sha256:1"), workload("prod", "mirror:5000/web@sha256:1")
    assert proven(staging, prod) == [("prod", "sha256:1", True)]


def test_jobs_belong_together_by_their_unit():
    staging = workload("staging", "train@sha256:1", kind="Job", name="train-1a")
    prod = workload("prod", "train@sha256:1", kind="Job", name="train-2b", cluster="eks-prod")
    assert proven(staging, prod) == [("prod", "sha256:1", True)]


def test_only_protected_environments_with_one_before_them_are_judged():
    alone = (Environment("prod", protected=True),)
    assert proven(workload("prod", "web@sha256:1"), environments=alone) == []
    assert proven(workload("staging", "web@sha256:1")) == []
    assert proven(workload("prod", "web:latest")) == []


def test_the_field_and_the_environment_before_are_named():
    [fact] = image_facts.facts([workload("prod", "side", "web@sha256:1")], ORDER)
    assert fact.body["before"] == "staging"
    [image] = fact.body["images"]
    assert (image["field"], image["image"]) == ("spec.template.spec.containers[1].image", "web@sha256:1")
