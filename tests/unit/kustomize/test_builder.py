"""The in-process builder: what it makes of our files, and that it refuses all others."""

import subprocess

import pytest
import yaml

from generator.errors import InputError
from generator.kustomize import Builder, base, build, overlay
from generator.model import Image, Origin

HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {a: '1', b: '2', c: '3'}\n"
BASE = {"u/base/kustomization.yaml": HEAD + "resources: [configmap.yaml]\n", "u/base/configmap.yaml": OBJECT}
OVERLAY = HEAD + "resources: [../../base]\n"
PATCH = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n"
TARGET = "target: {version: v1, kind: ConfigMap, name: a}"


def reader(files):
    return {path: text.encode() for path, text in files.items()}.get


def built(kustomization, **files):
    others = {f"u/overlays/dev/{name.replace('_', '.')}": text for name, text in files.items()}
    return build("u/overlays/dev", reader({**BASE, "u/overlays/dev/kustomization.yaml": kustomization, **others}))


def body(kind, name, **fields):
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "shop"}, **fields}


def test_objects_come_with_the_file_and_line_that_name_them():
    extra = "# edit elsewhere\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\n"
    result = built(
        HEAD + "resources: [../../base, resources.yaml]\npatches: [{path: patches.yaml}]\n",
        resources_yaml=extra,
        patches_yaml=PATCH + "data: {a: null, d: '4'}\n",
    )
    first, second = result.objects
    assert first.body["data"] == {"b": "2", "c": "3", "d": "4"}
    assert first.origin == Origin("u/base/configmap.yaml", 1, 0)
    assert (second.origin.file, second.origin.line) == ("u/overlays/dev/resources.yaml", 3)
    assert set(result.files) == {
        "u/overlays/dev/kustomization.yaml",
        "u/overlays/dev/patches.yaml",
        "u/overlays/dev/resources.yaml",
        "u/base/kustomization.yaml",
        "u/base/configmap.yaml",
    }


def test_a_base_builds_by_itself():
    assert [each.body["metadata"]["name"] for each in build("u/base", reader(BASE)).objects] == ["a"]


def test_a_builder_reads_a_base_once_for_all_its_overlays():
    files = {**BASE, **{f"u/overlays/{name}/kustomization.yaml": OVERLAY for name in ("dev", "prod")}}
    asked = []

    def read(path):
        asked.append(path)
        return files[path].encode() if path in files else None

    builder = Builder(read)
    one, other = (builder.build(f"u/overlays/{name}").objects[0] for name in ("dev", "prod"))
    assert one.body is other.body
    assert asked.count("u/base/configmap.yaml") == 1


def test_it_gives_what_was_rendered():
    before = [
        body("ConfigMap", "a", data={"x": "1"}),
        body("Pod", "p", spec={"containers": [{"name": "c", "image": "r/a"}]}),
    ]
    after = [body("Pod", "p", spec={"containers": [{"name": "c", "image": "r/a@sha256:1"}]}), body("Secret", "s")]
    layers = {
        "u/base": base(before),
        "u/overlays/dev": overlay(before, after, [Image("r/a", "sha256:1")], "../../base"),
    }
    files = {f"{folder}/{name}": text for folder, layer in layers.items() for name, text in layer.files}
    assert [each.body for each in build("u/overlays/dev", reader(files)).objects] == after


@pytest.mark.parametrize(
    ("kustomization", "words"),
    [
        (HEAD + "namePrefix: x\n", "kustomization has namePrefix"),
        (OVERLAY.replace("v1beta1", "v1alpha1"), "apiVersion and kind"),
        ("resources: [../../base]\n", "lacks apiVersion, kind"),
        ("[]\n", "kustomization is not a map"),
        (OVERLAY + "---\n" + OVERLAY, "2 documents instead of one"),
        (HEAD + "resources: ../../base\n", "resources is not a list"),
        (HEAD + "resources: [https://example.test/base.yaml]\n", "not a YAML file beside"),
        (HEAD + "resources: [sub/a.yaml]\n", "not a YAML file beside"),
        (HEAD + "resources: [../../../../base]\n", "not the base of an overlay"),
        (HEAD + "resources: [missing.yaml]\n", "there is no such file"),
        (HEAD + "resources: [../../base, ../../base]\n", "ConfigMap shop/a: it is there twice"),
        (OVERLAY + "patches: [{path: missing.yaml}]\n", "there is no such file"),
        (OVERLAY + "patches: [{path: patches.yaml, target: {kind: Pod}}]\n", "patch has target"),
        (OVERLAY + "patches: [{patch: '[]'}]\n", "patch lacks target"),
        (OVERLAY + f"patches: [{{patch: 'a: 1', {TARGET}}}]\n", "is not JSON"),
        (OVERLAY + f"patches: [{{patch: '{{}}', {TARGET}}}]\n", "is not a list"),
        (OVERLAY + f"patches: [{{patch: '[]', options: {{}}, {TARGET}}}]\n", "patch has options"),
        (
            OVERLAY + "patches: [{patch: '[]', target: {kind: Secret}}]\n",
            "target kind=Secret: no object for this patch",
        ),
        (OVERLAY + "patches: [{patch: '[]', target: {name: 'a|b'}}]\n", "regular expression"),
        (OVERLAY + "patches: [{patch: '[]', target: {labelSelector: a=b}}]\n", "target has labelSelector"),
        (
            OVERLAY + f"""patches: [{{patch: '[{{"op": "test", "path": "/a", "value": 1}}]', {TARGET}}}]\n""",
            "operation test",
        ),
        (OVERLAY + f"""patches: [{{patch: '[{{"op": "remove", "path": "/a"}}]', {TARGET}}}]\n""", "no /a to remove"),
        (
            OVERLAY
            + f"""patches: [{{patch: '[{{"op": "replace", "path": "/metadata/name", "value": "b"}}]', {TARGET}}}]\n""",
            "refers to a ConfigMap by name",
        ),
        (
            OVERLAY
            + f"""patches: [{{patch: '[{{"op": "replace", "path": "/kind", "value": "Secret"}}]', {TARGET}}}]\n""",
            "cannot make Secret",
        ),
        (OVERLAY + "images: [{name: a, newName: b}]\n", "image has newName"),
        (OVERLAY + "images: [{name: a}]\n", "one of digest and newTag"),
        (OVERLAY + "images: [{name: 'a(', newTag: b}]\n", "plain name"),
    ],
)
def test_other_kustomizations_are_unbuildable(kustomization, words):
    with pytest.raises(InputError) as caught:
        built(kustomization)
    assert words in str(caught.value)
    assert str(caught.value).startswith(("u/overlays/dev/", "u/base/", "base/"))
    assert "unbuildable: " in str(caught.value)


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        (PATCH.replace("name: a", "name: b"), "ConfigMap shop/b: no object for this patch"),
        (PATCH + "$patch: replace\n", "does nothing but delete"),
        (PATCH + "$patch: delete\ndata: {}\n", "does nothing but delete"),
        (PATCH + "data: {a: 1}\n", "the type changes|change the type"),
        (PATCH + "data: [x]\n", "change the type"),
        ("- a\n", "patch is not a map"),
        ("kind: ConfigMap\n", "metadata.name"),
    ],
)
def test_other_patches_are_unbuildable(patch, words):
    with pytest.raises(InputError, match=f"unbuildable: .*({words})"):
        built(OVERLAY + "patches: [{path: patches.yaml}]\n", patches_yaml=patch)


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        ("kind: Secret\n", r"resources\.yaml:1:1: unbuildable: an object needs"),
        ("- a\n", "an object needs"),
        ("apiVersion: v1\nkind: PodList\nmetadata: {name: x}\nitems: []\n", "PodList is taken apart"),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: x, labels: {}}\n", "metadata.labels is empty"),
        ("a: b: c\n", "resources.yaml"),
    ],
)
def test_other_resources_are_unbuildable(resource, words):
    with pytest.raises(InputError, match=words):
        built(HEAD + "resources: [../../base, resources.yaml]\n", resources_yaml=resource)


def test_a_second_kustomization_file_is_unbuildable():
    with pytest.raises(InputError, match=r"u/overlays/dev/kustomization\.yml:1:1: unbuildable"):
        built(OVERLAY, kustomization_yml=OVERLAY)


def test_a_base_of_a_base_is_unbuildable():
    files = {
        "u/x/kustomization.yaml": HEAD + "resources: [../y]\n",
        "u/y/kustomization.yaml": HEAD + "resources: [../x]\n",
    }
    with pytest.raises(InputError, match="not the base of an overlay"):
        build("u/x", reader(files))


def test_a_missing_folder_is_unbuildable():
    with pytest.raises(InputError, match=r"u/nowhere/kustomization\.yaml:1:1: unbuildable: there is no such file"):
        build("u/nowhere", reader(BASE))


def test_swapped_namespaces_are_built_as_kustomize_builds_them(tmp_path):
    """A target asks the original and the current namespace, so the second patch takes what the first one moved."""
    moves = "".join(
        f"""- patch: '[{{"op": "replace", "path": "/metadata/namespace", "value": "{end}"}}]'\n  target: {{namespace: {start}}}\n"""
        for start, end in (("shop", "other"), ("other", "third"))
    )
    files = {**BASE, "u/overlays/dev/kustomization.yaml": OVERLAY + "patches:\n" + moves}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    real = subprocess.run(["kustomize", "build", str(tmp_path / "u/overlays/dev")], capture_output=True, check=True)
    ours = build("u/overlays/dev", reader(files)).objects[0].body
    assert ours["metadata"]["namespace"] == "third"
    assert ours == yaml.safe_load(real.stdout)
