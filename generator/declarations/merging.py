"""Environment overrides: maps merge, key by key, at every depth; everything else replaces."""

from typing import Any

from generator.model import Body

_VERSION = ("digest", "tag")


def merge(base: Body, override: Body) -> Body:
    """`override` laid over `base`; neither is modified. Keys keep the order of `base`, new ones follow."""
    if not override:
        return base
    merged = dict(base)
    for key, value in override.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def ordered(value: Any) -> Any:
    """A value whose maps are in the order of their keys, at every depth: how people order keys must not matter."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value


def merge_image(base: Body, override: Body) -> Body:
    """Like `merge`, but digest and tag say one thing: giving either drops what was said of both before."""
    if any(key in override for key in _VERSION):
        base = {key: value for key, value in base.items() if key not in _VERSION}
    return merge(base, override)
