"""A new rule: an example that compiles and passes its own tests, for people to go on from (docs/guides/rules.md)."""

import re
from typing import Final

from generator.errors import UsageError
from generator.pipeline import policies
from generator.pipeline.scaffolding import create, filled
from generator.settings import Settings

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# A family is asked by a line of its own in main.rego, so that this is where the families are named.
_ASKED: Final = re.compile(r"\bin data\.([a-z]+)\[name\]\.deny\b")
# Words of Rego that cannot name a package.
_WORDS: Final = frozenset(
    (
        "as",
        "contains",
        "data",
        "default",
        "else",
        "every",
        "false",
        "if",
        "import",
        "in",
        "input",
        "not",
        "null",
        "package",
        "some",
        "true",
        "with",
    )
)


def new_rule(settings: Settings, family: str, name: str) -> tuple[str, ...]:
    """Write a rule, its Rego test and its cases; the paths of the three files.

    Raises UsageError for a family that main.rego does not ask, a name that is no rule's or is taken, and files that are
    there already; then nothing is written.
    """
    folder = policies.folder(settings)
    families = _ASKED.findall((folder / "main.rego").read_text(encoding="utf-8"))
    if family not in families:
        raise UsageError(
            f"there is no family {family}: choose one of {', '.join(families)}, or name a new one in policies/main.rego"
        )
    if not _NAME.fullmatch(name) or name in _WORDS:
        raise UsageError(
            f"a rule cannot be called {name}: use words of lower-case letters and digits, joined by hyphens"
        )
    rule = name.replace("-", "_")
    if (folder / family / f"{rule}.rego").exists():
        raise UsageError(f"there is a rule {family}/{name} already: `mlp explain {family}/{name}` shows it")
    values = {"family": family, "rule": rule, "title": name.replace("-", " ").capitalize()}
    files = {
        f"policies/{family}/{rule}.rego": filled("rule", ".rego", **values),
        f"policies/{family}/{rule}_test.rego": filled("rule_test", ".rego", **values),
        f"tests/rules/{family}/{rule}.yaml": filled("rule_cases"),
    }
    for path in files:
        if (settings.root / path).exists():
            raise UsageError(f"{path} is there already")
    return tuple(create(settings.root, path, text) for path, text in files.items())
