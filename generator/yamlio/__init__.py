"""YAML in, with or without places, and out in one canonical form. Values are those of JSON.

Reading is strict and as Kubernetes reads (see `resolving`); writing quotes whatever readers could disagree on.
"""

from generator.yamlio.emitter import emit, emit_stream
from generator.yamlio.limits import BYTES, contents
from generator.yamlio.parsing import Document, parse, parse_marked, parse_own, parse_possible
from generator.yamlio.reader import MarkedDocument

__all__ = [
    "BYTES",
    "Document",
    "MarkedDocument",
    "contents",
    "emit",
    "emit_stream",
    "parse",
    "parse_marked",
    "parse_own",
    "parse_possible",
]
