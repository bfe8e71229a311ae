"""Any two sets of objects: the overlay between them gives the second, by the real kustomize and by the builder."""

import copy
import json
import random
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.kustomize import base, build, overlay
from generator.kustomize.values import same
from generator.model import Image

BUILDS = 20
PAIRS = 120
SEED = 20261124
IMAGE = Image("registry.test/app", "sha256:" + "1" * 64)
MODELS = yaml.safe_load((Path(__file__).parent / "kustomize_objects.yaml").read_text())
TEXTS = [
    "a",
    "yes",
    "on",
    "No",
    "null",
    "~",
    "true",
    "8080",
    "08",
    "0o7",
    "0x1F",
    "1e3",
    "1.5",
    "1_000",
    "22:30",
    "2024-01-31",
    "=",
    "<<",
    "*star",
    "&and",
    "!bang",
    "%p",
    "@at",
    "`tick`",
    "it's",
    '"q"',
    "back\\slash",
    "25%",
    "100m",
    ".inf",
    "-.5",
    "+1",
    "y",
    "n",
    "$patch",
    "replace",
    "a,b",
    "?",
    "|",
    ">",
    "{b}",
    "[l]",
    "é漢",
    "#",
    ",",
]
TEXTS += ["", " padded ", "with: colon", "# hash", "- dash", "two\nlines", "tail\n", "\ttab", "long " * 40]
SCALARS = [*TEXTS, 0, 1, 80, 8080, 1000000, 1.5, True, False]
VALUES = [*SCALARS, {}, [], {"a": {"b": 1}}, ["x"], [{"name": "x"}]]
FREE = ["new", "other", "yes", "1"]
# Fields of a Pod, before and after.
RARE = [
    ({"a": {"x": "one\ntwo\n", "y": 1}}, {"a": {"x": "\ttab", "y": 1}}),
    ({"a": {"x": "plain", "y": 1}}, {"a": {"x": "\ttab\nline", "y": 1}}),
    ({"a": "25%"}, {"a": 1}),
    ({"spec": {"volumes": [{"name": "a"}], "x": 1}}, {"spec": {"volumes": [], "x": 1}}),
    ({"spec": {"containers": [{"name": "a"}, {"name": "a"}]}}, {"spec": {"containers": [{"name": "a"}]}}),
    ({"spec": {"containers": [{"name": "80"}, {"name": 80}]}, "b": 1}, {"spec": {"containers": []}, "b": 2}),
    ({"a": {"x": 1}}, {"a": {"x": True}}),
    ({"a": {"x": {"y": 1}}, "b": 1}, {"a": {"x": {}}, "b": 1}),
    ({"a": [1, {"x": 2}]}, {"a": [1, {"x": "2"}, []]}),
]
# What identifies an object, and what kustomize crashes on without.
KEPT = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"), ("metadata", "namespace")}


class Output(yaml.CSafeLoader):
    """kustomize's output as Kubernetes reads it: plain `=`, `<<` and dates are text, `1e+21` is a number."""


for kind in ("value", "merge", "timestamp"):
    Output.add_constructor(f"tag:yaml.org,2002:{kind}", yaml.constructor.SafeConstructor.construct_yaml_str)
Output.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+e[-+]?[0-9]+$"), list("-+0123456789"))


def scenario(seed):
    """A base, an environment (changed, deleted, added, renamed objects; every other one in another namespace), and
    the stable names of its Jobs.
    """
    source = random.Random(seed)
    namespace = "shop-dev" if seed % 2 else "shop"
    before, after, names = [], [], {}
    for number in range(PAIRS):
        model = MODELS[number % len(MODELS)]
        old = placed(changed(source, model, source.randint(0, 4)), f"{model['metadata']['name']}.{number}", "shop")
        fate = source.random()
        if fate < 0.95:
            before.append(old)
        if fate > 0.05:
            times = source.choice([0, 1, 1, 2, 3, 10])
            name = old["metadata"]["name"] + ("-0123abcd" if old["kind"] == "Job" and fate < 0.5 else "")
            names[name] = old["metadata"]["name"]
            after.append(placed(changed(source, old, times), name, namespace))
    return before, after, names


def placed(body, name, namespace):
    return {**body, "metadata": {**body["metadata"], "name": name, "namespace": namespace}}


def pinned(bodies):
    """Every reference to the image's repository by digest, as an environment has it."""
    return json.loads(re.sub(r'"registry\.test/app(:1)?"', f'"{IMAGE.name}@{IMAGE.digest}"', json.dumps(bodies)))


@pytest.mark.parametrize("number", range(BUILDS))
def test_overlay_gives_the_second_set(tmp_path, number):
    print(f"seed {SEED + number}")
    before, after, names = scenario(SEED + number)
    images = [IMAGE] if number % 3 else []
    prove(tmp_path, before, pinned(after) if images else after, images, names)


def test_overlay_gives_what_chance_rarely_finds(tmp_path):
    before, after = [], []
    for number, (old, new) in enumerate(RARE):
        for target, fields in ((before, old), (after, new)):
            target.append(
                placed({"apiVersion": "v1", "kind": "Pod", "metadata": {}, **fields}, f"rare.{number}", "shop")
            )
    prove(tmp_path, before, after)


def prove(tmp_path, before, after, images=(), names=None):
    """Render both layers; the builder and the real kustomize make just the second set of them."""
    wanted = by_identity(after)
    layers = {"base": base(before), "overlays/dev": overlay(before, after, images, "../../base", names)}
    files = {f"{folder}/{name}": text.encode() for folder, layer in layers.items() for name, text in layer.files}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    compare(by_identity(each.body for each in build("overlays/dev", files.get).objects), wanted)
    command = ["kustomize", "build", str(tmp_path / "overlays/dev")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[:3000]
    compare(by_identity(yaml.load_all(done.stdout, Output)), wanted)


def by_identity(bodies):
    metadata = [(body, body["metadata"]) for body in bodies]
    return {(body["apiVersion"], body["kind"], meta["namespace"], meta["name"]): body for body, meta in metadata}


def compare(got, wanted):
    assert got.keys() == wanted.keys()
    wrong = {key: (got[key], wanted[key]) for key in wanted if not same(numbers(got[key]), numbers(wanted[key]))}
    assert not wrong, f"{len(wrong)} of {len(wanted)} differ, such as {next(iter(wrong.items()))}"


def numbers(value):
    """The tree with whole floats as integers: JSON does not tell them apart."""
    if isinstance(value, dict):
        return {key: numbers(child) for key, child in value.items()}
    if isinstance(value, list):
        return [numbers(child) for child in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def changed(random, body, times):
    """A copy of an object after some changes, still one that kustomize carries."""
    body = copy.deepcopy(body)
    for _ in range(times):
        parents = list(_containers(body, ()))
        path, parent = random.choice(parents)
        _change(random, path, parent)
    return carried(body)


def _containers(value, path):
    if isinstance(value, (dict, list)):
        yield path, value
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _containers(child, (*path, key))


def _change(random, path, parent):
    """One change. Maps, lists and scalars stand for one another only below keys that no kind has: kustomize itself
    looks for images and names in the others, and fails.
    """
    keys = [key for key in (parent if isinstance(parent, dict) else range(len(parent))) if (*path, key) not in KEPT]
    action = random.choice(["set", "set", "set", "remove", "add", "order", "empty"])
    if action == "add" and isinstance(parent, dict):
        parent[random.choice(FREE)] = copy.deepcopy(random.choice(VALUES))
    if not keys:
        return
    key = random.choice(keys)
    old = parent[key]
    if action == "add" and isinstance(parent, list):
        parent.insert(key, copy.deepcopy(old))
    elif action == "remove":
        del parent[key]
    elif action == "order" and isinstance(parent, list):
        random.shuffle(parent)
    elif action == "empty" and isinstance(old, (dict, list)):
        parent[key] = type(old)()
    elif key in FREE:
        parent[key] = copy.deepcopy(random.choice(VALUES))
    elif not isinstance(old, (dict, list)):
        parent[key] = random.choice([str(old), *SCALARS])


def carried(body):
    """Repair what kustomize crashes on or changes anywhere, whatever the overlay: it has no meaning in Kubernetes."""
    metadata = body["metadata"]
    for field in ("labels", "annotations"):
        value = metadata.pop(field, None)
        texts = {key: str(text) for key, text in value.items()} if isinstance(value, dict) else {}
        if texts:
            metadata[field] = texts
    if body["kind"] == "RoleBinding":
        body["subjects"] = [each for each in _maps(body.get("subjects")) if _is_subject(each)]
    for path, value in list(_containers(body, ())):
        if path and path[-1] in ("containers", "initContainers", "volumes") and isinstance(value, list):
            value[:] = [item for item in _maps(value) if not isinstance(item.get("image"), list)]
    return body


def _maps(value):
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _is_subject(subject):
    return "name" in subject and all(isinstance(subject.get(key, ""), str) for key in ("kind", "name", "namespace"))
