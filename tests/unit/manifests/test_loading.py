"""Paths to objects, with the real kustomize."""

import json
import os
import textwrap
import time
from pathlib import Path

import pytest

from generator import manifests, yamlio
from generator.errors import InputError, ToolError
from generator.kustomize import binary
from generator.model import Identity, Unchecked

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: c, image: i}]}\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Writes files below an empty working directory, from a map of path to text."""
    monkeypatch.chdir(tmp_path)

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())

    return write


def load(*paths, stdin=b"", build=binary.build):
    return manifests.load(paths, lambda: stdin, build)


def names(loaded):
    return [(each.name, each.origin.file, each.origin.line) for each in loaded.objects]


def test_files_and_folders_are_read_with_the_paths_that_were_given(tree):
    tree(
        {
            "a/b.yaml": "\n" + POD % "b",
            "a/c/d.yml": POD % "d",
            "a/e.json": json.dumps({"kind": "E", "metadata": {"name": "e"}}),
        }
    )
    tree({"a/.hidden.yaml": POD % "hidden", "a/README.md": "# no", "f.txt": POD % "f"})
    loaded = load("a", "f.txt")
    assert names(loaded) == [
        ("hidden", "a/.hidden.yaml", 1),
        ("b", "a/b.yaml", 2),
        ("d", "a/c/d.yml", 1),
        ("e", "a/e.json", 1),
        ("f", "f.txt", 1),
    ]
    assert (loaded.unchecked, loaded.files) == ((), 5)
    assert names(load(str(Path("a/c").resolve())))[0][1] == Path("a/c/d.yml").resolve().as_posix()
    assert names(load("./a/c/"))[0][1] == "a/c/d.yml"


def test_standard_input_is_read_once_and_named(tree):
    tree({"a.yaml": POD % "a"})
    loaded = load("-", "a.yaml", "-", stdin=(POD % "in").encode())
    assert names(loaded) == [("in", "<stdin>", 1), ("a", "a.yaml", 1)]
    assert loaded.files == 2


def test_a_file_is_read_once_however_it_is_reached(tree):
    tree({"a/b.yaml": POD % "b"})
    Path("a/link.yaml").symlink_to("b.yaml")
    Path("a/loop").symlink_to("../a")
    assert names(load("a", "a/b.yaml", "./a")) == [("b", "a/b.yaml", 1)]


def test_folders_behind_links_are_read(tree):
    tree({"real/b.yaml": POD % "b", "a/c.yaml": POD % "c"})
    Path("a/link").symlink_to("../real")
    assert names(load("a")) == [("c", "a/c.yaml", 1), ("b", "a/link/b.yaml", 1)]


def test_documents_and_items_of_lists_count_one_by_one(tree):
    tree(
        {
            "a.yaml": """\
                # nothing
                ---
                apiVersion: v1
                kind: PodList
                items:
                - metadata: {name: p}
                - metadata: {name: p}
                ---
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}
                - {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Namespace, metadata: {name: ns}}]}
                ---
                {apiVersion: v1, kind: ConfigMapList, items: null}
                ---
                {apiVersion: example.org/v1, kind: AllowList, metadata: {name: l}, spec: {}}
                """
        }
    )
    loaded = load("a.yaml")
    assert [each.identity for each in loaded.objects] == [
        Identity("", "Pod", "default", "p"),
        Identity("", "Pod", "default", "p"),
        Identity("apps", "Deployment", "default", "d"),
        Identity("", "Namespace", None, "ns"),
        Identity("example.org", "AllowList", "default", "l"),
    ]
    assert [(each.origin.line, each.origin.pointer) for each in loaded.objects] == [
        (3, ("items", 0)),
        (3, ("items", 1)),
        (9, ("items", 0)),
        (9, ("items", 1, "items", 0)),
        (17, ()),
    ]


def test_what_is_no_object_is_unchecked_and_hides_nothing(tree):
    tree({"a.yaml": f"{POD % 'a'}---\n- 1\n---\ntext\n---\nb: c: d\n---\ne: 1\ne: 2\n---\n{POD % 'z'}"})
    tree({"b.yaml": "kind: List\nitems: [1, {kind: Pod}]\n", "c.yaml": b"\x7fELF\x00\xff", "d.yaml": "no: kind\n"})
    loaded = load(".")
    assert [(each.name, each.kind) for each in loaded.objects] == [("a", "Pod"), ("z", "Pod"), ("", "Pod"), ("", "")]
    assert [(each.file, each.line) for each in loaded.unchecked] == [
        ("a.yaml", 6),
        ("a.yaml", 8),
        ("a.yaml", 10),
        ("a.yaml", 13),
        ("b.yaml", 1),
        ("c.yaml", 1),
    ]
    assert loaded.unchecked[0].reason == "the document is a list, not an object"
    assert "items.0 is the value '1'" in loaded.unchecked[4].reason
    assert loaded.files == 4


def test_what_cannot_be_read_is_unchecked(tree):
    tree({"a/ok.yaml": POD % "ok"})
    Path("a/broken.yaml").symlink_to("nowhere.yaml")
    os.mkfifo("a/pipe.yaml")
    loaded = load("a", "missing.yaml", "x" * 300)
    assert names(loaded) == [("ok", "a/ok.yaml", 1)]
    assert [(each.file, each.reason) for each in loaded.unchecked] == [
        ("a/broken.yaml", "it cannot be read: No such file or directory"),
        ("a/pipe.yaml", "it cannot be read: it is not a file"),
        ("missing.yaml", "it cannot be read: No such file or directory"),
        ("x" * 300, "it cannot be read: File name too long"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "A", "metadata": {"name": "\\ud83d\\ude80"}}',
        '{\n\t"kind": "A",\n\t"metadata": {"name": "\U0001f680"}}',
        '{"kind": "A", "metadata": {"name": "\U0001f680"}}\n{"kind": "B"}\n',
    ],
)
def test_json_is_read_where_yaml_readers_stumble(text):
    loaded = load("-", stdin=text.encode())
    assert (loaded.objects[0].name, loaded.unchecked) == ("\U0001f680", ())


def test_each_value_of_a_json_stream_has_its_own_line():
    loaded = load("-", stdin=b'\n{"kind": "A"}\n\n{\n"kind": "B"\n} {"kind": "C"}')
    assert [(item.kind, item.origin.line) for item in loaded.objects] == [("A", 2), ("B", 4), ("C", 6)]


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": "\\ud83d\\ude80", "b": 1, "b": 1}', '{"a": NaN, "a": 1}', "{" * 3000, '["']
)
def test_json_that_is_not_sound_is_unchecked(text):
    loaded = load("-", stdin=text.encode())
    assert (loaded.objects, bool(loaded.unchecked)) == ((), True)


DEPLOYMENT = """\
# the web
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
      - name: web
        image: web
"""
OVERLAY = """\
resources: [../../base]
namespace: shop
namePrefix: prod-
patches:
- patch: '[{"op": "add", "path": "/spec/replicas", "value": 2}]'
  target: {kind: Deployment}
"""


def test_a_kustomization_is_built_and_its_objects_stand_in_their_resources(tree):
    tree({"base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: web, literals: [a=b]}]\n"})
    tree({"base/web.yaml": DEPLOYMENT, "base/unused.yaml": POD % "unused", "overlays/prod/kustomization.yaml": OVERLAY})
    for given in ("overlays/prod", "overlays/prod/kustomization.yaml", "."):
        loaded = load(given)
        assert [(each.kind, each.namespace, each.origin.file, each.origin.line) for each in loaded.objects] == [
            ("ConfigMap", "shop", "base/kustomization.yaml", 1),
            ("Deployment", "shop", "base/web.yaml", 2),
        ]
        assert loaded.objects[1].body["spec"]["replicas"] == 2
        assert (loaded.unchecked, loaded.files) == ((), 3)
    assert [each.origin.file for each in load("base").objects] == ["base/kustomization.yaml", "base/web.yaml"]


def test_kustomizations_that_nothing_includes_are_built_and_plain_files_outside_are_read(tree):
    tree({"apps/base/kustomization.yaml": "resources: [web.yaml]\n", "apps/base/web.yaml": DEPLOYMENT})
    tree({"apps/dev/kustomization.yaml": "resources: [../base]\nnameSuffix: -dev\n"})
    tree({"apps/prod/kustomization.yaml": "resources: [../base]\nnameSuffix: -prod\n"})
    tree({"apps/alone/kustomization.yml": "resources: [pod.yaml]\n", "apps/alone/pod.yaml": POD % "alone"})
    tree({"apps/alone/files/part.yaml": "not: a manifest\n", "apps/plain/pod.yaml": POD % "plain"})
    loaded = load("apps")
    assert sorted(names(loaded)) == [
        ("alone", "apps/alone/pod.yaml", 1),
        ("plain", "apps/plain/pod.yaml", 1),
        ("web-dev", "apps/base/web.yaml", 2),
        ("web-prod", "apps/base/web.yaml", 2),
    ]
    assert loaded.unchecked == ()


def test_resources_of_the_same_name_keep_their_places(tree):
    tree({"kustomization.yaml": "resources: [a.yaml, b.yaml]\n"})
    tree(
        {f"{each}.yaml": f"{POD % 'web'}".replace("{name: web}", f"{{name: web, namespace: {each}}}") for each in "ba"}
    )
    loaded = load(".")
    assert [(each.namespace, each.origin.file) for each in loaded.objects] == [("a", "a.yaml"), ("b", "b.yaml")]


def test_kustomizations_that_do_not_build_are_unchecked(tree):
    tree({"bad/kustomization.yaml": "resources: [missing.yaml]\n", "good/pod.yaml": POD % "good"})
    tree({"two/kustomization.yaml": "resources: []\n", "two/kustomization.yml": "resources: []\n"})
    tree({"broken/kustomization.yaml": "resources: [\n", "loop/kustomization.yaml": "resources: [../loop]\n"})
    tree({"ring/a/kustomization.yaml": "resources: [../b]\n", "ring/b/kustomization.yaml": "resources: [../a]\n"})
    loaded = load(".")
    assert names(loaded) == [("good", "good/pod.yaml", 1)]
    assert [(each.file, each.line) for each in loaded.unchecked] == [
        ("bad/kustomization.yaml", 1),
        ("broken/kustomization.yaml", 1),
        ("loop/kustomization.yaml", 1),
        ("ring/a/kustomization.yaml", 1),
        ("ring/b/kustomization.yaml", 1),
        ("two/kustomization.yaml", 1),
    ]
    assert "missing.yaml" in loaded.unchecked[0].reason


def test_a_missing_tool_leaves_the_rest_checked(tree):
    def missing(_):
        raise ToolError("kustomize is not installed")

    tree({"k/kustomization.yaml": "resources: []\n", "pod.yaml": POD % "a"})
    loaded = load(".", build=missing)
    assert names(loaded) == [("a", "pod.yaml", 1)]
    assert loaded.unchecked == (Unchecked("k/kustomization.yaml", 1, "kustomize is not installed"),)


def test_remote_resources_are_left_to_kustomize(tree):
    tree(
        {
            "kustomization.yaml": f"resources: ['https://example.org/a.yaml', pod.yaml, 7, {'x' * 300}]\n",
            "pod.yaml": POD % "pod",
        }
    )
    assert names(load(".", build=lambda _: (POD % "pod").encode())) == [("pod", "pod.yaml", 1)]


def test_scopes_of_definitions_among_the_objects_are_honoured(tree):
    tree(
        {
            "a.yaml": """\
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: things.example.org}
                spec: {group: example.org, scope: Cluster, names: {kind: Thing}}
                ---
                {apiVersion: example.org/v1, kind: Thing, metadata: {name: t, namespace: x}}
                ---
                {apiVersion: example.org/v1, kind: Other, metadata: {name: o}}
                """
        }
    )
    assert [each.namespace for each in load("a.yaml").objects] == [None, None, "default"]


def test_objects_of_parsed_documents():
    documents = yamlio.parse((POD % "a").encode(), "a.yaml")
    (found,) = manifests.objects(documents, "a.yaml", cluster="c", environment="dev")
    assert (found.name, found.cluster, found.environment, found.pods[0].spec_path) == ("a", "c", "dev", "spec")
    with pytest.raises(InputError, match=r"a.yaml:1:1: the document is a list"):
        manifests.objects(yamlio.parse(b"- 1", "a.yaml"), "a.yaml")


def test_ten_thousand_objects_take_seconds(tree):
    tree({"a.yaml": "---\n".join(DEPLOYMENT for _ in range(10_000))})
    before = time.process_time()
    loaded = load("a.yaml")
    assert (len(loaded.objects), loaded.objects[-1].origin.line) == (10_000, 9_999 * 14 + 2)
    assert time.process_time() - before < 10
