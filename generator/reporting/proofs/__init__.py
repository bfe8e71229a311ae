"""The answers of `mlp capacity`, `mlp placement`, `mlp connections` and `mlp diff` as people and programs want them: one module a
format, each with `write(document) -> str`. Documents have the form of interfaces' JSON.
"""

import importlib
from collections.abc import Mapping
from typing import Literal, TypeAlias

from generator.model import Body

Proof: TypeAlias = Literal["capacity", "placement", "connections", "diff"]

# proof → format → module. A new format is one module and one line here.
FORMATS: Mapping[Proof, Mapping[str, str]] = {
    "capacity": {"text": "capacity_text", "json": "json_text", "html": "capacity_html"},
    "placement": {"text": "placement_text", "json": "json_text", "html": "placement_html"},
    "connections": {
        "text": "connections_text",
        "csv": "connections_csv",
        "dot": "connections_dot",
        "html": "connections_html",
    },
    "diff": {"text": "diff_text", "json": "json_text"},
}


def write(proof: Proof, form: str, document: Body) -> str:
    """A document in one of the formats of its proof."""
    module = importlib.import_module(f"generator.reporting.proofs.{FORMATS[proof][form]}")
    text: str = module.write(document)
    return text
