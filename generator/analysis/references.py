"""How answers for programs name an object."""

from generator.model import Body, Object


def reference(item: Object) -> Body:
    """`apiVersion`, `kind`, `namespace` (null for cluster-scoped kinds) and `name`."""
    return {"apiVersion": item.api_version, "kind": item.kind, "namespace": item.namespace, "name": item.name}
