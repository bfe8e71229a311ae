"""Built-in functions that refuse what they are given end an evaluation, as they do in conftest with `--show-builtin-errors`.

OPA's Wasm has no such mode: there a call like `to_number("x")` is undefined, and the rule around it says nothing. So the
compiled module is changed: the function behind each such built-in moves to the end of the module, and in its place
stands one that calls it and traps where it gives nothing. Sources: WebAssembly's binary format, version 1; the table of
built-ins in OPA's internal/compiler/wasm/wasm.go.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

# The functions behind built-ins that are undefined only where conftest has an error. Left out are those that never are
# (comparisons, type checks, membership, `walk`), and `max` and `min`, which are so of an empty list.
_STRICT: Final = frozenset(
    [
        *(
            f"opa_arith_{name}"
            for name in ("plus", "minus", "multiply", "divide", "abs", "round", "ceil", "floor", "rem")
        ),
        *(f"opa_array_{name}" for name in ("concat", "flatten", "reverse", "slice")),
        *(f"opa_agg_{name}" for name in ("count", "sum", "product", "sort")),
        *(f"opa_base64_{name}" for name in ("decode", "encode", "url_decode", "url_encode")),
        *(f"opa_bits_{name}" for name in ("and", "or", "xor", "negate", "shiftleft", "shiftright")),
        *(f"builtin_object_{name}" for name in ("filter", "get", "keys", "remove", "union", "union_n")),
        *("builtin_json_filter", "builtin_json_remove", "builtin_graph_reachable", "opa_json_unmarshal"),
        *("opa_cidr_contains", "opa_cidr_intersects", "opa_glob_match", "opa_numbers_range", "opa_to_number"),
        *("opa_regex_match", "opa_regex_find_all_string_submatch"),
        *("opa_set_diff", "opa_set_intersection", "opa_set_union", "opa_sets_intersection", "opa_sets_union"),
        *(f"opa_strings_{name}" for name in ("concat", "contains", "endswith", "format_int", "indexof", "lower")),
        *(f"opa_strings_{name}" for name in ("replace", "replace_n", "reverse", "split", "startswith", "substring")),
        *(f"opa_strings_{name}" for name in ("trim", "trim_left", "trim_prefix", "trim_right", "trim_space")),
        *("opa_strings_trim_suffix", "opa_strings_upper"),
    ]
)
_PREAMBLE: Final = 8
_CUSTOM, _TYPES, _IMPORTS, _FUNCTIONS, _CODE = 0, 1, 2, 3, 10
_FUNCTION_NAMES: Final = 1
_I32, _EMPTY_BLOCK = 0x7F, 0x40
_UNREACHABLE, _IF, _END, _CALL, _GET, _TEE, _IS_ZERO = 0x00, 0x04, 0x0B, 0x10, 0x20, 0x22, 0x45


class _Section(Struct, frozen=True):
    kind: int
    content: bytes


def strict(module: bytes) -> bytes:
    """The module with its strict built-ins wrapped. It must be as opa writes it, with a section of names."""
    sections = list(_sections(module))
    of = {each.kind: each.content for each in sections}
    names = next(each.content for each in sections if each.kind == _CUSTOM and each.content[1:5] == b"name")
    parameters, imported = list(_parameters(of[_TYPES])), _imported(of[_IMPORTS])
    kinds, bodies = list(_kinds(of[_FUNCTIONS])), list(_bodies(of[_CODE]))
    for index in sorted(index for index, name in _names(names) if name in _STRICT):
        own = index - imported
        kinds.append(kinds[own])
        bodies.append(bodies[own])
        bodies[own] = _wrapper(parameters[kinds[own]], imported + len(bodies) - 1)
    changed = {
        _FUNCTIONS: _vector([_number(kind) for kind in kinds]),
        _CODE: _vector([_sized(body) for body in bodies]),
    }
    return module[:_PREAMBLE] + b"".join(
        bytes([each.kind]) + _sized(changed.get(each.kind, each.content)) for each in sections
    )


def _wrapper(parameters: int, target: int) -> bytes:
    """A function that hands its parameters on and traps where the answer is no address."""
    given = b"".join(bytes([_GET]) + _number(index) for index in range(parameters))
    answer = _number(parameters)
    return b"".join(
        (
            bytes([1, 1, _I32]),
            given,
            bytes([_CALL]) + _number(target),
            bytes([_TEE]) + answer,
            bytes([_IS_ZERO, _IF, _EMPTY_BLOCK, _UNREACHABLE, _END]),
            bytes([_GET]) + answer,
            bytes([_END]),
        )
    )


class _Reader:
    """Reads numbers (LEB128) and counted bytes one after another."""

    def __init__(self, content: bytes, position: int = 0) -> None:
        self._content = content
        self._position = position

    def __bool__(self) -> bool:
        return self._position < len(self._content)

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self._content[self._position]
            self._position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
                return value

    def counted(self) -> bytes:
        size = self.number()
        self._position += size
        return self._content[self._position - size : self._position]


def _sections(module: bytes) -> Iterator[_Section]:
    reader = _Reader(module, _PREAMBLE)
    while reader:
        yield _Section(reader.number(), reader.counted())


def _parameters(types: bytes) -> Iterator[int]:
    """How many parameters each function type has."""
    reader = _Reader(types)
    for _ in range(reader.number()):
        reader.number()  # the mark of a function type
        yield len(reader.counted())
        reader.counted()


def _imported(imports: bytes) -> int:
    """How many functions are imported; they come first among all functions. opa imports its memory and functions."""
    reader = _Reader(imports)
    functions = 0
    for _ in range(reader.number()):
        reader.counted()
        reader.counted()
        if reader.number():
            bounded = reader.number()
            for _ in range(1 + bounded):
                reader.number()
        else:
            reader.number()
            functions += 1
    return functions


def _kinds(functions: bytes) -> Iterator[int]:
    reader = _Reader(functions)
    for _ in range(reader.number()):
        yield reader.number()


def _bodies(code: bytes) -> Iterator[bytes]:
    reader = _Reader(code)
    for _ in range(reader.number()):
        yield reader.counted()


def _names(section: bytes) -> Iterator[tuple[int, str]]:
    """The names of functions by index."""
    reader = _Reader(section)
    reader.counted()
    while reader:
        kind, content = reader.number(), _Reader(reader.counted())
        if kind == _FUNCTION_NAMES:
            for _ in range(content.number()):
                yield content.number(), content.counted().decode()


def _number(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*written, value))


def _sized(content: bytes) -> bytes:
    return _number(len(content)) + content


def _vector(items: list[bytes]) -> bytes:
    return _number(len(items)) + b"".join(items)
