"""Results as people and programs want them: one module a format, each with `write(result) -> str`."""

import importlib
from collections.abc import Mapping

from generator.model import CheckResult

# name → module. A new format is one module and one line here.
FORMATS: Mapping[str, str] = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "markdown": "markdown",
    "html": "html",
}


def write(name: str, result: CheckResult) -> str:
    """A result in one of the formats."""
    module = importlib.import_module(f"generator.reporting.{FORMATS[name]}")
    text: str = module.write(result)
    return text
