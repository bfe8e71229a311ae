"""The shipped table is kustomize's own: recomputed from its module where that is there, and tried on the binary."""

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "generator/kustomize/merge_keys.json"
BUNDLES = "sigs.k8s.io/kustomize/kyaml@v*/openapi/kubernetesapi/data/*.json"


def test_the_table_is_that_of_the_pinned_module():
    go = subprocess.run(["go", "env", "GOMODCACHE"], capture_output=True, check=False, text=True)
    version = next(
        line.split()[1] for line in (ROOT / "tools/kustomize/go.mod").read_text().splitlines() if "kyaml" in line
    )
    bundles = [path for path in Path(go.stdout.strip()).glob(BUNDLES) if f"kyaml@{version}/" in path.as_posix()]
    if go.returncode or not bundles:
        pytest.skip("the Go module is not here; the binary's behaviour is tested below")
    spec = importlib.util.spec_from_file_location("merge_keys_tool", ROOT / "tools/merge_keys.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.table(json.loads(bundles[0].read_bytes())) == json.loads(SHIPPED.read_text())


def paths(definitions, name, seen=()):
    """Every merged list below a definition: its path and keys. `[]` stands for the item of a list."""
    for field, entry in definitions[name].items():
        below = entry.get("definition")
        if "keys" in entry:
            yield (field,), entry["keys"]
        if below and below not in seen:
            step = (field, "[]") if "keys" in entry else (field,)
            yield from (((*step, *path), keys) for path, keys in paths(definitions, below, (*seen, name)))


def nested(path, items):
    """An object's fields with `items` at a path; items on the way are called x by every key that lists have."""
    if not path:
        return items
    if path[0] == "[]":
        return [{"name": "x", **nested(path[1:], items)}]
    return {path[0]: nested(path[1:], items)}


def at(body, path):
    for step in path:
        body = body[0] if step == "[]" else body[step]
    return body


def test_the_real_kustomize_merges_just_these_lists(tmp_path):
    table = json.loads(SHIPPED.read_text())
    tried, bases, patches = [], [], []
    for kind, definition in table["kinds"].items():
        for path, keys in paths(table["definitions"], definition):
            version, _, name = kind.rpartition("/")
            items = [["old"], ["new"]] if not keys else [[dict.fromkeys(keys, "old")], [dict.fromkeys(keys, "new")]]
            for target, value in zip((bases, patches), items, strict=True):
                fields = nested(path, value)
                metadata = {"name": f"n{len(tried)}"} | fields.pop("metadata", {})
                target.append({"apiVersion": version, "kind": name, "metadata": metadata, **fields})
            tried.append((kind, path))
    # A list that the table leaves out is replaced.
    for target, value in ((bases, "old"), (patches, "new")):
        spec = {"metrics": [{"name": value}]}
        target.append(
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h"}, "spec": spec}
        )

    (tmp_path / "base.yaml").write_text(yaml.dump_all(bases, Dumper=yaml.CSafeDumper))
    (tmp_path / "patches.yaml").write_text(yaml.dump_all(patches, Dumper=yaml.CSafeDumper))
    (tmp_path / "kustomization.yaml").write_text("resources: [base.yaml]\npatches: [{path: patches.yaml}]\n")
    done = subprocess.run(["kustomize", "build", str(tmp_path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    built = {body["metadata"]["name"]: body for body in yaml.load_all(done.stdout, yaml.CSafeLoader)}
    replaced = [each for number, each in enumerate(tried) if len(at(built[f"n{number}"], each[1])) != 2]
    assert len(tried) > 300
    assert replaced == []
    assert built["h"]["spec"]["metrics"] == [{"name": "new"}]
