"""Which blueprints there are: folders, shadowing, blueprint.yaml, and the cache."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import blueprints
from generator.blueprints import cache as disk
from generator.errors import InputError
from generator.model import BlueprintRef, ProvidedPort

OBJECT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: own}\n"
DESCRIPTOR = """\
name: app
version: 1.2.3
kind: service
summary: A test's blueprint
capability: database
variants: [in-cluster, rds]
deprecated: Use app/v2.
provides:
  - {name: http, parameter: port}
  - {name: dns, number: 53, protocol: UDP}
parameters:
  type: object
  additionalProperties: false
  properties:
    port: {description: The port., type: integer, default: 8080, examples: [80]}
    size: {description: A size., $ref: "#/$defs/size", default: 1Gi}
  $defs: {size: {type: string, pattern: "Gi$"}}
"""
FILES = {"manifests/a.yaml": OBJECT, "variants/rds/a.yaml": OBJECT, "variants/in-cluster/a.yaml": OBJECT}


def problems(load):
    with pytest.raises(InputError) as caught:
        load()
    return caught.value.problems


def test_what_other_rooms_learn(write, ref):
    catalogue = blueprints.load([write({"blueprint.yaml": DESCRIPTOR, **FILES})])
    (info,) = catalogue.infos
    assert catalogue.info(ref) is info
    assert catalogue.info(BlueprintRef("app", 2)) is None
    assert (info.ref, info.version, info.kind, info.summary) == (ref, "1.2.3", "service", "A test's blueprint")
    assert (info.capability, info.variants, info.deprecated) == ("database", ("in-cluster", "rds"), "Use app/v2.")
    assert info.provides == (ProvidedPort("http", parameter="port"), ProvidedPort("dns", 53, protocol="UDP"))
    assert info.kinds == (("apps", "Deployment"),)
    assert info.parameters["properties"]["port"]["default"] == 8080


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "hint"),
    [
        ("name: app\n", "name: other\n", 1, "the blueprint's folder is `app`", "the same"),
        ("version: 1.2.3", "version: 2.0.0", 2, "the folder is `v1`", "major"),
        ("version: 1.2.3", "version: one", 2, "`version`", ""),
        ("kind: service", "kind: job", 3, "`kind`", ""),
        ("summary: A test's blueprint\n", "", 1, "summary", ""),
        ("summary:", "sumary:", 1, "summary", ""),
        ("summary:", "sumary:", 4, "unknown field `sumary`", "did you mean `summary`?"),
        ("capability: database\n", "", 5, "variants without `capability`", "the cluster"),
        ("[in-cluster, rds]", "[in-cluster]", 6, "the folder variants/rds is not listed", "add it"),
        ("[in-cluster, rds]", "[in-cluster, rds, rdss]", 6, "no folder variants/rdss", "did you mean `rds`?"),
        ("parameter: port}", "parameter: prt}", 9, "no parameter `prt`", "did you mean `port`?"),
        ("parameter: port}", "parameter: port, number: 1}", 9, "either `number` or `parameter`", ""),
        ("name: dns,", "name: http,", 10, "the port `http` is there twice", ""),
        ("protocol: UDP", "protocol: udp", 10, "udp", ""),
        ("number: 53,", "number: 70000,", 10, "70000", ""),
        ("additionalProperties: false\n", "additionalProperties: true\n", 13, "`parameters.additionalProperties`", ""),
        ("description: The port., ", "", 15, "description", ""),
        ("type: integer", "type: integr", 15, "not a JSON Schema", ""),
        ("default: 8080", "default: eighty", 15, "eighty", "`port`"),
        ("examples: [80]", "examples: [80, x]", 15, '"x"', "`port`"),
        ("default: 1Gi", "default: 1Mi", 16, "1Mi", "`size`"),
        ("#/$defs/size", "#/$defs/sise", 12, "not a JSON Schema", ""),
        ("#/$defs/size", "http://127.0.0.1:9/size", 16, "`$ref` leads out of the schema", "#/$defs/…"),
        ("  type: object", "  $id: file:///etc/passwd\n  type: object", 12, "`$id` leads out of the schema", ""),
    ],
)
def test_a_descriptor_that_is_wrong(write, old, new, line, what, hint):
    assert old in DESCRIPTOR
    found = problems(lambda: blueprints.load([write({"blueprint.yaml": DESCRIPTOR.replace(old, new, 1), **FILES})]))
    assert all(each.place.file == "blueprints/app/v1/blueprint.yaml" for each in found)
    assert any(each.place.line == line and what in each.what and hint in each.hint for each in found), found


@pytest.mark.parametrize("descriptor", ["[]\n", "", "a: 1\n---\nb: 1\n"])
def test_a_descriptor_that_is_no_map(write, descriptor):
    (problem,) = problems(lambda: blueprints.load([write({"blueprint.yaml": descriptor, **FILES})]))
    assert problem.what == "a blueprint.yaml is one map"


@pytest.mark.parametrize(
    ("path", "file", "what"),
    [
        ("manifests/b.yml", "blueprints/app/v1/manifests/b.yml", "not a part of a blueprint"),
        ("manifest/b.yaml", "blueprints/app/v1/manifest/b.yaml", "not a part of a blueprint"),
        ("manifests/deep/b.yaml", "blueprints/app/v1/manifests/deep/b.yaml", "not a part of a blueprint"),
        ("/app/1/blueprint.yaml", "blueprints/app/1/blueprint.yaml", "not a part of a blueprint"),
        ("/app/blueprint.yaml", "blueprints/app/blueprint.yaml", "not a part of a blueprint"),
        ("/App/v1/blueprint.yaml", "blueprints/App/v1/blueprint.yaml", "not a part of a blueprint"),
        ("/_fragments/deep/a.yaml", "blueprints/_fragments/deep/a.yaml", "not a part of a blueprint"),
        ("/other/v1/manifests/a.yaml", "blueprints/other/v1", "the blueprint has no blueprint.yaml"),
        ("/other/v1/blueprint.yaml", "blueprints/other/v1", "the blueprint has no manifests"),
    ],
)
def test_files_that_do_not_belong(write, path, file, what):
    (problem,) = problems(lambda: blueprints.load([write({"manifests/a.yaml": OBJECT, path: OBJECT})]))
    assert problem.place.file == file
    assert problem.what == what


def test_links_and_unreadable_names_are_reported(write):
    root = write({"manifests/a.yaml": OBJECT})
    (root / "app" / "v1" / "manifests" / "b.yaml").symlink_to("/etc/passwd")
    (root / "app" / "v2").symlink_to("v1")
    Path(os.fsdecode(os.fsencode(root) + b"/app/v1/manifests/\xff.yaml")).write_text(OBJECT)
    found = problems(lambda: blueprints.load([root]))
    assert [(each.place.file, each.what) for each in found] == [
        ("blueprints/app/v1/manifests/\\udcff.yaml", "not a part of a blueprint"),
        ("blueprints/app/v1/manifests/b.yaml", "not a plain file"),
        ("blueprints/app/v2", "not a part of a blueprint"),
    ]


def test_notes_and_hidden_files_are_left_alone(write):
    files = {"manifests/a.yaml": OBJECT, "README.md": "x", "/README.md": "x", "/.hidden": "x", "manifests/.b.swp": "x"}
    assert len(blueprints.load([write(files)]).infos) == 1


def test_an_earlier_root_shadows_entry_by_entry(write, ref, variables, tmp_path):
    use = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bundled}\ndata: {$use: {fragment: shared}}\n"
    bundled = {
        "manifests/a.yaml": use,
        "/other/v1/blueprint.yaml": (
            DESCRIPTOR.split("capability", maxsplit=1)[0]
            + "parameters: {type: object, additionalProperties: false, properties: {}}\n"
        ).replace("app", "other"),
        "/other/v1/manifests/a.yaml": use,
        "/_fragments/shared.yaml": "from: bundled\n",
    }
    own = write({"manifests/a.yaml": OBJECT, "/_fragments/shared.yaml": "from: own\n"}, root="own/blueprints")
    catalogue = blueprints.load([own, write(bundled, root="bundled/blueprints"), tmp_path / "missing"])
    assert [str(info.ref) for info in catalogue.infos] == ["app/v1", "other/v1"]
    (shadowing,) = catalogue.evaluate(ref, variables())
    assert shadowing.body["metadata"]["name"] == "own"
    (shadowed,) = catalogue.evaluate(BlueprintRef("other", 1), variables())
    assert shadowed.body["data"] == {"from": "own"}


@pytest.mark.parametrize(
    ("manifest", "what"),
    [
        ("kind: A\nmetadata: {name: x}\n", "without a written `apiVersion`"),
        ("apiVersion: v1\nkind: '{{ service.name }}'\nmetadata: {name: x}\n", "without a written `kind`"),
        ("apiVersion: v1\nkind: A\n", "without `metadata.name`"),
        ("apiVersion: v1\nkind: A\nmetadata: '{{ labels }}'\n", "without `metadata.name`"),
        ("apiVersion: v1\nkind: A\nmetadata: {name: '{{ service.name or omit }}'}\n", "without `metadata.name`"),
    ],
)
def test_a_manifest_that_could_never_be_an_object(write, manifest, what):
    (problem,) = problems(lambda: blueprints.load([write({"manifests/a.yaml": manifest})]))
    assert what in problem.what


def test_a_cached_blueprint_gives_the_same_without_the_compiler(write, ref, variables, tmp_path):
    root = write({"blueprint.yaml": DESCRIPTOR, **FILES})
    first = blueprints.load([root], cache=tmp_path / "cache")
    second = blueprints.load([root], cache=tmp_path / "cache")
    assert second.infos == first.infos
    assert second.evaluate(ref, variables(), "rds") == first.evaluate(ref, variables(), "rds")
    program = f"""
        import sys
        from pathlib import Path
        from generator import blueprints
        from generator.model import BlueprintRef
        catalogue = blueprints.load([Path({str(root)!r})], cache=Path({str(tmp_path / "cache")!r}))
        assert len(catalogue.evaluate(BlueprintRef("app", 1), {{}}, "rds")) == 2
        assert not {{"jinja2", "jsonschema_rs", "yaml"}} - {{"yaml"}} & set(sys.modules)
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)


def test_a_change_of_any_file_is_a_miss(write, ref, variables, tmp_path):
    use = OBJECT + "data: {$use: {fragment: shared}}\n"
    for value in ("one", "two"):
        root = write({"manifests/a.yaml": use, "/_fragments/shared.yaml": f"value: {value}\n"})
        (rendered,) = blueprints.load([root], cache=tmp_path / "cache").evaluate(ref, variables())
        assert rendered.body["data"] == {"value": value}


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda old: old[:-9], lambda old: old.replace(b"own", b"owm"), lambda _: b"\xff{}"]
)
def test_a_damaged_entry_is_a_miss(write, ref, variables, tmp_path, damage):
    root = write({"manifests/a.yaml": OBJECT})
    blueprints.load([root], cache=tmp_path / "cache")
    (entry,) = (tmp_path / "cache" / "blueprints").iterdir()
    content = entry.read_bytes()
    entry.write_bytes(damage(content))
    (rendered,) = blueprints.load([root], cache=tmp_path / "cache").evaluate(ref, variables())
    assert rendered.body["metadata"]["name"] == "own"
    assert entry.read_bytes() == content


@pytest.mark.parametrize(
    "source",
    [
        "import os\ndef document(variables):\n    return []\n",
        "def document(variables):\n    return [variables.__class__]\n",
        "def document(variables):\n    return [open('/etc/passwd')]\n",
        "def document(variables):\n    return [__builtins__]\n",
        "def document(variables):\n    return ['a' * 9]\n",
        "def document(variables):\n    while True: pass\n",
        "@concat\ndef document(variables):\n    return []\n",
        "def document(variables):\n    return [lambda: 1]\n",
        "not Python",
    ],
)
def test_planted_source_never_runs(write, ref, variables, tmp_path, source):
    root = write({"manifests/a.yaml": OBJECT})
    blueprints.load([root], cache=tmp_path / "cache")
    (entry,) = (tmp_path / "cache" / "blueprints").iterdir()
    compiled = disk.load(entry.parent, entry.stem)
    (document,) = compiled.documents
    disk.store(entry.parent, entry.stem, replace(compiled, documents=(replace(document, source=source),)))
    (rendered,) = blueprints.load([root], cache=tmp_path / "cache").evaluate(ref, variables())
    assert rendered.body["metadata"]["name"] == "own"


def test_a_cache_that_cannot_be_written_is_no_failure(write, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert blueprints.load([write({"manifests/a.yaml": OBJECT})], cache=tmp_path / "file").infos
