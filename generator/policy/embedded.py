"""The engine that runs `policy.wasm` in this process. Source of the calls: OPA's Wasm ABI, version 1.3."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from generator.errors import ToolError
from generator.model import Body
from generator.policy.engine import Answer, Failure, Violated

PAGE = 65_536
_DIGEST_SIZE = 32


class Embedded:
    """Evaluates one input after the other in a WebAssembly instance; starts on the first input.

    A rule with two values is a failure, and so is a built-in function that refuses what it is given (see `strict`).
    """

    def __init__(self, module: bytes, data: Body, cache: Path) -> None:
        """`module` is policy.wasm, `data` its data documents, `cache` the user's folder for compiled modules."""
        self._module = module
        self._data = orjson.dumps(data)
        self._cache = cache
        self._instance: _Instance | None = None

    @property
    def inside(self) -> bool:
        """See Engine."""
        return True

    def evaluate(self, inputs: Sequence[bytes]) -> Sequence[Answer]:
        """See Engine."""
        return [self._evaluate(one) for one in inputs]

    def _evaluate(self, one: bytes) -> Answer:
        import wasmtime  # noqa: PLC0415 - takes 50 ms, and a run whose verdicts are all known does without it

        if self._instance is None:
            self._instance = _Instance(self._module, self._data, self._cache)
        try:
            found = self._instance.evaluate(one)
        except (_AbortedError, wasmtime.WasmtimeError, wasmtime.Trap) as error:
            # What an aborted evaluation leaves in memory is unknown.
            self._instance = None
            return Failure(f"a rule failed at run time: {_said(error)}")
        return tuple(sorted(Violated(item["rule"], item["field"], item["message"]) for item in found))


def _said(error: Exception) -> str:
    """Why an evaluation ended. A trap is named by the function that met it, which is a built-in (see `strict`)."""
    frames = getattr(error, "frames", None)
    if frames and frames[0].func_name:
        return f"{frames[0].func_name.removeprefix('opa_')} refuses what it is given"
    return str(error).splitlines()[0]


class _AbortedError(Exception):
    """The module gave up an evaluation, as it does where a rule has two values."""


class _Instance:
    """One instance of the module with its data documents loaded."""

    def __init__(self, module: bytes, data: bytes, cache: Path) -> None:
        import wasmtime  # noqa: PLC0415 - see Embedded

        engine = wasmtime.Engine()
        compiled = _compiled(engine, module, cache)
        self._store = wasmtime.Store(engine)
        # opa states two pages whatever the constants of the rules take; they cannot take more than the module's size.
        limits = wasmtime.Limits(2 + len(module) // PAGE + 1, None)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(limits))
        imports = [self._import(item) for item in compiled.imports]
        exports = wasmtime.Instance(self._store, compiled, imports).exports(self._store)
        self._eval = exports["opa_eval"]
        address = self._call(exports["opa_malloc"], len(data))
        self._write(data, address)
        self._data = self._call(exports["opa_json_parse"], address, len(data))
        self._heap = self._call(exports["opa_heap_ptr_get"])

    def evaluate(self, one: bytes) -> list[dict[str, str]]:
        """The set that the entry point gives for one input."""
        self._write(one, self._heap)
        address = self._call(self._eval, 0, 0, self._data, self._heap, len(one), self._heap + len(one), 0)
        ((result,)) = orjson.loads(self._text(address))
        found: list[dict[str, str]] = result["result"]
        return found

    def _import(self, item: Any) -> Any:
        import wasmtime  # noqa: PLC0415 - see Embedded

        if item.name == "memory":
            return self._memory
        host = self._abort if item.name == "opa_abort" else _unknown
        return wasmtime.Func(self._store, item.type, host)

    def _abort(self, address: int) -> None:
        raise _AbortedError(self._text(address).decode(errors="replace"))

    def _call(self, function: Any, *arguments: int) -> int:
        result: int = function(self._store, *arguments)
        # Addresses beyond 2 GiB come back as negative numbers.
        return result & 0xFFFF_FFFF

    def _write(self, content: bytes, address: int) -> None:
        missing = address + len(content) - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, -(-missing // PAGE))
        self._memory.write(self._store, content, address)

    def _text(self, address: int) -> bytes:
        """The text that ends with a zero byte at `address`."""
        size, end = 4_096, self._memory.data_len(self._store)
        while True:
            chunk = bytes(self._memory.read(self._store, address, min(address + size, end)))
            if 0 in chunk or address + size >= end:
                return chunk.partition(b"\0")[0]
            size *= 4


def _unknown(*_: int) -> int:
    raise _AbortedError("the module calls a built-in that WebAssembly does not have")


def _compiled(engine: Any, module: bytes, cache: Path) -> Any:
    """The module as machine code: from the cache, or compiled and put there. A bad entry counts as a miss, and so does
    that of another version of wasmtime, which it refuses itself.
    """
    import wasmtime  # noqa: PLC0415 - see Embedded

    entry = cache / "policy" / f"{hashlib.sha256(module).hexdigest()}.cwasm"
    try:
        stored = entry.read_bytes()
        if hashlib.sha256(stored[_DIGEST_SIZE:]).digest() == stored[:_DIGEST_SIZE]:
            return wasmtime.Module.deserialize(engine, stored[_DIGEST_SIZE:])
    except (OSError, wasmtime.WasmtimeError):
        pass
    try:
        compiled = wasmtime.Module(engine, module)
    except wasmtime.WasmtimeError as error:
        raise ToolError(f"policy.wasm cannot be loaded ({error}): run `mlp policies compile`") from None
    _store(entry, bytes(compiled.serialize()))
    return compiled


def _store(entry: Path, content: bytes) -> None:
    """Keep a compiled module; a cache that cannot be written is no cache, not an error."""
    fresh = entry.with_suffix(f".{hashlib.sha256(content).hexdigest()[:8]}")
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(hashlib.sha256(content).digest() + content)
        fresh.replace(entry)
    except OSError:
        return
