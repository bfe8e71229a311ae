"""Strategic merge patches: how one becomes of two objects, and what kustomize makes of it.

Both directions follow `yaml/merge2` and `yaml/walk` of kyaml 0.21, which differ from Kubernetes' own strategic merge:
items that a patch names move to the front of a list, a scalar keeps the quotes that it had, and a `$patch` at the
root is ignored unless it deletes. So patches are written, and accepted, only such that none of this matters: items
are named as a prefix of their list, and what changes from text to a number is replaced with the map that holds it.
"""

from typing import Any, Final

from generator.kustomize.merge_keys import Field, Fields, fields_of, mixes, mixes_items
from generator.kustomize.values import Remembered
from generator.model import Body

DIRECTIVE: Final = "$patch"
REPLACE: Final = "replace"
_REPLACE_LIST: Final = {DIRECTIVE: REPLACE}
# Fields at an object's root that a patch never replaces as a whole.
_HEAD: Final = frozenset(("apiVersion", "kind", "metadata"))
_ABSENT: Final = object()
_MIXED: Final = "a list that kustomize merges has items that it cannot tell apart"
_mixed: Final = Remembered(mixes_items)


class Inexpressible(Exception):  # noqa: N818 - it describes a change, and is always caught in this package
    """A change that a strategic merge patch cannot make, or that kustomize would not make as it reads."""


def diff(base: Body, final: Body) -> Body:
    """The smallest patch that turns `base` into `final`; empty where they are equal. Values are shared, not copied.

    Where a patch would exceed half of the object, top-level maps other than metadata are replaced as a whole.
    Raises Inexpressible where no strategic merge patch can do it.
    """
    _refuse_mixed(base)
    patch = _diff_map(base, final, fields_of(base))
    if patch:
        half = 2 * _leaves(patch)
        if _leaves(final, half) < half:
            for key in patch.keys() - _HEAD:
                if isinstance(final.get(key), dict) and key in base:
                    patch[key] = {DIRECTIVE: REPLACE, **final[key]}
    return patch


def apply(base: Body, patch: Body) -> Body:
    """What kustomize makes of an object and a patch for it (its identity fields are the object's own).

    Raises Inexpressible where the patch is outside the grammar that `diff` writes.
    """
    _refuse_mixed(base)
    return _merge(base, patch, fields_of(base))


def _refuse_mixed(base: Body) -> None:
    if _mixed(base):
        raise Inexpressible(_MIXED)


def _new(value: Any, field: Field | None) -> Any:
    """A value that is taken as a whole; its merged lists must be such that kustomize leaves them as they are."""
    if mixes(value, field) if field else mixes_items(value):
        raise Inexpressible(_MIXED)
    return value


def _diff_map(base: Body, final: Body, fields: Fields) -> Body:
    patch: Body = {}
    for key, new in final.items():
        old = base.get(key, _ABSENT)
        if old is not new and old != new:
            field = fields.get(key)
            patch[key] = _new(new, field) if old is _ABSENT else _change(old, new, field)
    for key in base:
        if key not in final:
            patch[key] = None
    return patch


def _change(old: Any, new: Any, field: Field | None) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        fields = field.fields if field else fields_of(old)
        if not field and fields_of(new) is not fields:
            raise Inexpressible(
                "an embedded object changes its kind, and kustomize keeps the merge keys of the old one"
            )
        try:
            return _diff_map(old, new, fields)
        except Inexpressible:
            return {DIRECTIVE: REPLACE, **_new(new, field)}
    if isinstance(old, list) and isinstance(new, list):
        return _diff_list(old, new, field) if field else new
    if not _settable(old, new):
        raise Inexpressible("the type changes")
    return new


def _settable(old: Any, new: Any) -> bool:
    """Whether a scalar can be set over another, whose style kustomize keeps.

    Quotes make text of a number, and a block cannot begin with a tab.
    """
    if isinstance(old, (dict, list)) or isinstance(new, (dict, list)) or new is None:
        return False
    return not new.startswith("\t") if isinstance(new, str) else not isinstance(old, str)


def _diff_list(old: list[Any], new: list[Any], field: Field) -> list[Any]:
    """Items named up to the last changed one, so that their order stays; else the whole list."""
    try:
        return _prefix(old, new, field)
    except Inexpressible:
        return [_REPLACE_LIST, *_new(new, field)]


def _prefix(old: list[Any], new: list[Any], field: Field) -> list[Any]:
    key = _single_key(field)
    if len(old) != len(new):
        raise Inexpressible("items come or go")
    items = []
    for before, after in zip(old, new, strict=True):
        item = {key: _name(before, key, after)}
        items.append(item if before == after else {**item, **_diff_map(before, after, field.fields)})
    while items and len(items[-1]) == 1:
        items.pop()
    return items


def _single_key(field: Field | None) -> str:
    if not field or not field.keys or len(field.keys) != 1:
        raise Inexpressible("a list whose items cannot be patched one by one is replaced as a whole")
    return field.keys[0]


def _name(before: Any, key: str, after: Any) -> Any:
    """The value of the merge key that both items have."""
    if isinstance(before, dict) and isinstance(after, dict) and key in before and before[key] == after.get(key):
        return before[key]
    raise Inexpressible("items are not named in the order of the list")


def _leaves(value: Any, enough: int | None = None) -> int:
    """Count the values of a tree, giving up at `enough`."""
    if not value or not isinstance(value, (dict, list)):
        return 1
    count = 0
    for child in value.values() if isinstance(value, dict) else value:
        count += _leaves(child, enough and enough - count)
        if enough and count >= enough:
            break
    return count


def _merge(base: Body, patch: Body, fields: Fields) -> Body:
    result = base.copy()
    for key, change in patch.items():
        if key == DIRECTIVE:
            raise Inexpressible(f"{DIRECTIVE} stands where only a whole map or list is replaced")
        if change is None:
            result.pop(key, None)
        else:
            result[key] = _merged(base.get(key, _ABSENT), change, fields.get(key))
    return result


def _merged(old: Any, change: Any, field: Field | None) -> Any:
    if isinstance(change, dict):
        if DIRECTIVE in change:
            return _replaced(change, field)
        if isinstance(old, dict):
            return _merge(old, change, field.fields if field else fields_of(old))
    elif isinstance(change, list):
        if old is _ABSENT or isinstance(old, list):
            return _merged_list(old, change, field)
    elif old is _ABSENT or _settable(old, change):
        return change
    if old is _ABSENT:
        _refuse_directives(change)
        return _new(change, field)
    raise Inexpressible("kustomize cannot change the type of a value")


def _replaced(change: Body, field: Field | None) -> Any:
    if change[DIRECTIVE] != REPLACE:
        raise Inexpressible(f"{DIRECTIVE}: {change[DIRECTIVE]} is not used below the root")
    value = {key: child for key, child in change.items() if key != DIRECTIVE}
    _refuse_directives(value)
    return _new(value, field)


def _merged_list(old: Any, change: list[Any], field: Field | None) -> Any:
    whole = change[1:] if field and change[:1] == [_REPLACE_LIST] else change
    if not field or old is _ABSENT or whole is not change:
        _refuse_directives(whole)
        return _new(whole, field)
    key = _single_key(field)
    if not change or len(change) > len(old):
        raise Inexpressible("a merged list is changed by naming its first items, or replaced")
    items = list(old)
    for index, item in enumerate(change):
        _name(old[index], key, item)
        items[index] = _merge(old[index], item, field.fields)
    return items


def _refuse_directives(value: Any) -> None:
    """Refuse what kustomize would not take as it is inside a value that is new."""
    if isinstance(value, dict):
        if DIRECTIVE in value:
            raise Inexpressible(f"{DIRECTIVE} stands inside a new value")
        value = value.values()
    elif value is None:
        raise Inexpressible("null stands inside a new value")
    elif not isinstance(value, list):
        return
    for child in value:
        _refuse_directives(child)
