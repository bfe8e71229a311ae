"""Write `generator/kustomize/merge_keys.json`: which lists kustomize merges by key, read from its embedded OpenAPI.

    python tools/merge_keys.py BUNDLE > generator/kustomize/merge_keys.json

BUNDLE is `openapi/kubernetesapi/data/*.json` of the Go module sigs.k8s.io/kustomize/kyaml that the pinned kustomize
is built from. Only fields that lead to such a list are kept; the rules are those of `PatchStrategyAndKeyList` in
`openapi/openapi.go`.
"""

import json
import sys
from pathlib import Path
from typing import Any

# Kinds of requests and answers, which no file declares.
_NOT_DECLARED = ("DeleteOptions", "WatchEvent", "Scale", "Status")


def table(bundle: dict[str, Any]) -> dict[str, Any]:
    """`kinds`: apiVersion/kind → definition; `definitions`: name → field → {keys (lists only), definition}."""
    definitions: dict[str, dict[str, Any]] = {}
    kinds = {}
    for resource in bundle["resources"]:
        kind = resource["kind"]
        declared = not kind.endswith(("List", "Options")) and kind not in _NOT_DECLARED
        if declared and _collect(resource["definition"], bundle["definitions"], definitions):
            kinds[f"{resource['apiVersion']}/{kind}"] = _short(resource["definition"])
    used = {_short(name): fields for name, fields in definitions.items() if fields}
    return {"kinds": dict(sorted(kinds.items())), "definitions": dict(sorted(used.items()))}


def _collect(name: str, schemas: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> bool:
    """Add a definition with what it leads to; tell whether it leads to a merged list at all."""
    if name not in definitions:
        definitions[name] = {}  # breaks the circle of schemas that contain themselves
        for field, schema in sorted(schemas[name].get("properties", {}).items()):
            entry = _entry(schema, schemas, definitions)
            if entry:
                definitions[name][field] = entry
    return bool(definitions[name])


def _entry(schema: dict[str, Any], schemas: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    merged = "merge" in schema.get("x-kubernetes-patch-strategy", "").split(",")
    if schema.get("type") == "array" and not merged:
        return {}  # replaced as a whole, whatever its items hold
    entry: dict[str, Any] = {"keys": _keys(schema)} if merged else {}
    target = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    if target and _collect(target, schemas, definitions):
        entry["definition"] = _short(target)
    return entry


def _keys(schema: dict[str, Any]) -> list[str]:
    one = schema.get("x-kubernetes-patch-merge-key")
    return schema.get("x-kubernetes-list-map-keys") or ([one] if one else [])


def _short(name: str) -> str:
    return name.removeprefix("io.k8s.").removeprefix("api.").removeprefix("apimachinery.pkg.apis.")


if __name__ == "__main__":
    json.dump(table(json.loads(Path(sys.argv[1]).read_bytes())), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
