"""JSON 6902 patches: three operations on paths through maps, which is all that an overlay needs.

They make what a strategic merge patch cannot: move an object to a namespace, or change the type of a field at the
root. Source: RFC 6902; paths are RFC 6901 pointers.
"""

from collections.abc import Sequence

from generator.kustomize.strategic import Inexpressible
from generator.kustomize.values import lost_in_json, same
from generator.model import Body

_FIELDS = {"add": {"op", "path", "value"}, "replace": {"op", "path", "value"}, "remove": {"op", "path"}}


def replace_fields(base: Body, final: Body) -> tuple[Body, ...]:
    """Operations that turn `base` into `final` by adding, replacing and removing fields at the root."""
    operations: list[Body] = []
    for key in sorted(base.keys() | final.keys()):
        path = "/" + key.replace("~", "~0").replace("/", "~1")
        if key not in final:
            operations.append({"op": "remove", "path": path})
        elif key not in base:
            operations.append({"op": "add", "path": path, "value": final[key]})
        elif not same(base[key], final[key]):
            operations.append({"op": "replace", "path": path, "value": final[key]})
    return tuple(operations)


def apply(body: Body, operations: Sequence[Body]) -> Body:
    """The object after all operations; Inexpressible where one is of another kind, or its path does not exist.

    kustomize turns the whole object into JSON and back, so what is lost there is refused.
    """
    for operation in operations:
        op, path = operation.get("op"), operation.get("path")
        if not isinstance(op, str) or operation.keys() != _FIELDS.get(op) or not isinstance(path, str):
            raise Inexpressible(f"operation {op} is not one of add, replace and remove with a path and its value")
        keys = [key.replace("~1", "/").replace("~0", "~") for key in path.split("/")]
        if keys[0] or not keys[1:]:
            raise Inexpressible(f"path {path} does not lead to a field")
        body = _set(body, keys[1:], operation)
    if lost := lost_in_json(body):
        raise Inexpressible(f"kustomize does not carry {lost} in an object that a JSON 6902 patch changes")
    return body


def _set(body: Body, keys: Sequence[str], operation: Body) -> Body:
    key, rest = keys[0], keys[1:]
    if not isinstance(body, dict) or (key not in body and (rest or operation["op"] != "add")):
        raise Inexpressible(f"there is no {operation['path']} to {operation['op']}")
    if rest:
        return {**body, key: _set(body[key], rest, operation)}
    if operation["op"] == "remove":
        return {field: value for field, value in body.items() if field != key}
    return {**body, key: operation["value"]}
