from generator import manifests
from generator.analysis import image_moves
from generator.analysis.image_moves import Build
from generator.model import Delivery, Origin

OLD, NEW, OTHER = (f"sha256:{digit * 64}" for digit in "123")
PATH = "rendered/core/web/overlays/dev"


def delivery(containers, kind="Job", name="train-1a", path=PATH):
    spec = {"containers": [{"name": name, "image": image} for name, image in containers.items()]}
    body = {"apiVersion": "batch/v1", "kind": kind, "metadata": {"name": name}, "spec": {"template": {"spec": spec}}}
    objects = manifests.wrap([(body, Origin(f"{path}/resources.yaml"))])
    return Delivery(objects[0], path, exists=True, objects=objects)


def moved(before, after):
    return [(move.field, move.build) for move in image_moves.moves([before], [after])]


def test_a_container_with_another_digest_has_moved_whatever_its_job_is_called():
    before, after = delivery({"train": f"train@{OLD}"}), delivery({"train": f"train@{NEW}"}, name="train-2b")
    assert moved(before, after) == [("spec.template.spec.containers[0].image", Build(PATH, NEW))]
    assert moved(after, after) == []


def test_a_copy_in_another_registry_is_the_same_image():
    assert moved(delivery({"train": f"train:1@{OLD}"}), delivery({"train": f"mirror:5000/train@{OLD}"})) == []


def test_what_is_new_has_not_moved():
    before = delivery({"train": f"train@{OLD}"})
    assert moved(before, delivery({"train": f"train@{OLD}", "proxy": f"proxy@{NEW}"})) == []
    assert moved(before, delivery({"train": f"train@{NEW}"}, path="rendered/core/web/overlays/prod")) == []
    assert moved(before, delivery({"train": f"train@{NEW}"}, kind="CronJob")) == []


def test_a_tag_or_half_a_digest_is_no_digest():
    before = delivery({"train": f"train@{OLD}"})
    for image in ("train:2", "train", "train@sha256:1", f"train@{NEW}0", "train@"):
        assert moved(before, delivery({"train": image})) == []


def test_a_fact_tells_each_move_and_where_its_image_was():
    before = delivery({"train": f"train@{OLD}", "proxy": f"proxy@{OLD}"})
    after = delivery({"train": f"train@{NEW}", "proxy": f"proxy@{OTHER}"})
    [fact] = image_moves.facts(image_moves.moves([before], [after]), {Build(PATH, OTHER): "abc"})
    assert fact.subject is after.objects[0]
    assert [(image["image"], image["held"]) for image in fact.body["images"]] == [
        (f"train@{NEW}", ""),
        (f"proxy@{OTHER}", "abc"),
    ]


def test_the_digests_that_objects_run():
    assert image_moves.digests(delivery({"a": f"a@{OLD}", "b": f"b@{NEW}", "c": "c:1"}).objects) == {OLD, NEW}
