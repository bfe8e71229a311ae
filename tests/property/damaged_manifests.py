"""Manifests as nobody should write them: values of rendered objects exchanged, and bytes of their text."""

import copy
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml
from hypothesis import strategies as st
from support import REPOSITORY

from generator import yamlio

GONE = object()
WORDS = (
    "", " ", "a", "default", "*", "0", "-1", "1e999", "9" * 400, "1Gi", "100m", "-5Gi", "50%", "101%", "0%", "1e-50",
    "1" * 64 + "Ei", "0/0", "10.0.0.0/8", "::/0", "999.1.1.1/99", "latest", "restricted", "v1.99", "TCP", "In", "Gt",
    "é", "\u200b", "🦜", "a.b/c", "[0]", '"', "\\", "a" * 5_000, "2026-02-30", "*/0 * * * *", "0 0 30 2 *",
    "@every 1s", "x@sha256:", "host:port/image:tag@sha256:" + "0" * 64, "\n", "..", "/", "a/b/c",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1, 0.5, -1.5, 1e308, 5e-324, 65_536, 1_000_000)
KEYS = (
    "", "a", "true", "1", "null", "a.b/c", 'a"b', "é", "kind", "name", "namespace", "metadata", "spec", "template",
    "containers", "labels", "matchLabels", "matchExpressions", "key", "operator", "values", "requests", "limits",
    "cpu", "memory", "nvidia.com/gpu", "ports", "from", "to", "ipBlock", "cidr", "except", "podSelector", "items",
    "replicas", "maxSurge", "securityContext", "tolerations", "affinity", "hard", "schedule", "limits.cpu",
)  # fmt: skip
PIECES = (
    b"", b"\n", b"\r\n", b"\r", b"\t", b"  ", b"- ", b"? ", b": ", b"---\n", b"...\n", b"\n---\n", b"#", b"[", b"]", b"{", b"}",
    b"&a ", b"*a", b"<<: *a\n", b"!!binary ", b"!!int ", b"!x ", b"%YAML 1.2\n", b"|\n", b">-\n", b"'", b'"', b"\\", b"@",
    b"\0", b"\x1b", b"\x7f", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xc2\x85", b"0x", b"1e9", b"~", b"yes",
)  # fmt: skip
atoms = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(WORDS), st.integers(-(2**63), 2**64 - 1)
)
values = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=5,
)


@cache
def bodies():
    """Objects to begin with: of each kind a few rendered ones, patches included, and those of manifests.yaml."""
    paths = sorted(path for top in ("rendered", "argocd") for path in (REPOSITORY / top).rglob("*.yaml"))
    found = defaultdict(list)
    for path in (*paths, Path(__file__).with_name("manifests.yaml")):
        for document in yamlio.parse(path.read_bytes(), path.name):
            of_kind = found[str(document.value.get("kind"))]
            if document.value not in of_kind:
                of_kind.append(document.value)
    return tuple(body for of_kind in found.values() for body in (*of_kind[:4], *of_kind[4:][-2:]))


@cache
def texts():
    """Their canonical text."""
    return tuple(yamlio.emit(body, allow_null=True).encode() for body in bodies())


@st.composite
def damaged_texts(draw):
    """Arbitrary bytes, or the text of an object with pieces cut out, put in, doubled, or encoded otherwise."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    text = draw(st.sampled_from(texts()))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        text = text[:start] + draw(st.sampled_from((piece, text[start:end] * 2, piece + text[start:end]))) + text[end:]
    if draw(st.integers(0, 19)) == 0:
        text = text.decode(errors="replace").encode(draw(st.sampled_from(("utf-16", "utf-8-sig", "utf-32"))))
    return text


def says_nothing(text):
    """Whether a stream has no document in it but empty ones and empty Lists, as another reader sees it."""
    documents = yaml.load_all(text, yaml.CSafeLoader)
    return all(each is None or "List" in str(each.get("kind")) for each in documents)


@st.composite
def manifests(draw):
    """A rendered object in which up to five values are exchanged, gone, wrapped, doubled, or put elsewhere."""
    body = copy.deepcopy(draw(st.sampled_from(bodies())))
    for _ in range(draw(st.integers(1, 5))):
        places = list(_places(body))
        if not places:
            break
        # Most places are deep: drawing the depth first lets the shallow ones have their share.
        depth = draw(st.sampled_from(sorted({len(place) for place in places})))
        place = draw(st.sampled_from([place for place in places if len(place) == depth]))
        _edit(draw, body, place)
    return body


def _edit(draw, body, place):
    for step in place[:-1]:
        body = body[step]
    step = place[-1]
    match draw(st.sampled_from(("exchange", "exchange", "remove", "wrap", "map", "key", "repeat", "move"))):
        case "exchange":
            body[step] = draw(values)
        case "remove":
            del body[step]
        case "wrap":
            body[step] = [body[step]]
        case "map":
            body[step] = {draw(st.sampled_from(KEYS)): body[step]}
        case "key" if isinstance(body, dict):
            body[draw(st.sampled_from(KEYS))] = draw(values)
        case "repeat" if isinstance(body[step], list):
            body[step] = body[step] * 2
        case _:
            body[step] = draw(atoms)


def _places(value, at=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*at, key)
        yield from _places(child, (*at, key))
