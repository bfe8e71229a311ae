"""Pack the schemas that `generator/analysis/schema/` reads: Kubernetes' own by version, and the CRDs of the platform.

Run by hand when a version is added:

    python tools/schemas.py kubernetes                      # from the kubernetes-validate package
    python tools/schemas.py crds MODULE@VERSION=FOLDER …    # folders of Go modules that hold CRD manifests

Descriptions and extensions that validation does not read are dropped; files are gzip with a fixed time, so the same
sources give the same bytes.
"""

import gzip
import json
import re
import sys
from pathlib import Path

import kubernetes_validate
import yaml

TARGET = Path(__file__).resolve().parent.parent / "generator" / "analysis" / "schema" / "data"
META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
KEPT = ("type", "properties", "additionalProperties", "items", "required", "enum", "minimum", "maximum", "pattern")
# Kinds of the platform's own manifests; a cluster runs many more, which are none of this repository's business.
CRDS = re.compile(
    r"/(argoproj\.io_|monitoring\.coreos\.com_(servicemonitors|podmonitors|prometheusrules)|"
    r"external-secrets\.io_(externalsecrets|secretstores|clustersecretstores)|"
    r"gateway\.networking\.k8s\.io_(httproutes|gateways|gatewayclasses)|"
    r"(application|appproject|applicationset)-crd)[^/]*\.yaml$"
)


def main(arguments: list[str]) -> int:
    """Write the packs that the arguments ask for."""
    if arguments[:1] == ["kubernetes"]:
        for folder in sorted(_bundle().glob("v*-local-strict")):
            version = ".".join(folder.name[1:].split(".")[:2])
            _write(f"kubernetes-{version}.json.gz", kubernetes(json.loads((folder / "_definitions.json").read_bytes())))
        return 0
    if arguments[:1] == ["crds"] and len(arguments) > 1:
        sources = dict(argument.split("=", 1) for argument in arguments[1:])
        _write("crds.json.gz", crds(sources))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


def kubernetes(document: dict) -> dict:
    """Definitions by name, and for each `apiVersion/kind` the name of its definition."""
    definitions, kinds = {}, {}
    for name, schema in sorted(document["$defs"].items()):
        definitions[name] = reduced(schema)
        properties = schema.get("properties", {})
        if "kind" in properties and "apiVersion" in properties:
            for each in schema.get("x-kubernetes-group-version-kind", []):
                version = "/".join(filter(None, (each["group"], each["version"])))
                kinds[f"{version}/{each['kind']}"] = name
    return {"definitions": definitions, "kinds": dict(sorted(kinds.items()))}


def reduced(schema: dict) -> dict:
    """A schema with what validation reads, its references pointing into `definitions`."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].rpartition("#")[2].replace("/$defs/", "#/definitions/")}
    if "oneOf" in schema and all(set(each) == {"type"} for each in schema["oneOf"]):
        # IntOrString and Quantity: two types, each of which upstream's export made nullable.
        return {"type": sorted({kind for each in schema["oneOf"] for kind in each["type"]})}
    kept = {key: schema[key] for key in KEPT if key in schema}
    if "properties" in kept:
        kept["properties"] = {name: reduced(each) for name, each in sorted(kept["properties"].items())}
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = reduced(kept[key])
    if "type" not in schema and "properties" not in schema:
        kept = {}
    return kept


def crds(sources: dict[str, str]) -> dict:
    """Schemas by `apiVersion/kind`, and where each came from."""
    kinds, origins = {}, {}
    for module, folder in sorted(sources.items()):
        for path in sorted(Path(folder).rglob("*.yaml")):
            if not CRDS.search(path.as_posix()):
                continue
            for document in yaml.safe_load_all(path.read_bytes()):
                if not document or document.get("kind") != "CustomResourceDefinition":
                    continue
                group, kind = document["spec"]["group"], document["spec"]["names"]["kind"]
                for version in document["spec"]["versions"]:
                    key = f"{group}/{version['name']}/{kind}"
                    kinds[key] = custom(version["schema"]["openAPIV3Schema"])
                    kinds[key]["properties"]["metadata"] = {"$ref": f"#/definitions/{META}"}
                    origins[key] = {"source": module, "scope": document["spec"]["scope"], "served": version["served"]}
    return {"kinds": dict(sorted(kinds.items())), "origins": dict(sorted(origins.items()))}


def custom(schema: dict) -> dict:
    """A structural schema as the API server applies it strictly: fields that it does not name are errors."""
    kept = {key: schema[key] for key in KEPT if key in schema}
    if schema.get("x-kubernetes-int-or-string"):
        kept["type"] = ["integer", "string"]
    elif "type" in kept:
        kept["type"] = [kept["type"], "null"]
    if "properties" in kept:
        kept["properties"] = {name: custom(each) for name, each in sorted(kept["properties"].items())}
        if not schema.get("x-kubernetes-preserve-unknown-fields") and "additionalProperties" not in kept:
            kept["additionalProperties"] = False
    if schema.get("x-kubernetes-embedded-resource"):
        kept.pop("additionalProperties", None)
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = custom(kept[key])
    return kept


def _bundle() -> Path:
    return Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"


def _write(name: str, content: dict) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(json.dumps(content, separators=(",", ":"), sort_keys=True).encode(), 9, mtime=0)
    (TARGET / name).write_bytes(packed)
    print(f"{name}: {len(content['kinds'])} kinds, {len(packed) // 1024} KiB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
