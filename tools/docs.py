"""Write the generated references below docs/: rules, blueprints, commands. Their sources are the METADATA and the cases
of the rules, the descriptors of the blueprints, and the options of the commands.

    python tools/docs.py            # write them
    python tools/docs.py --check    # exit 1 where one differs from its sources
"""

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from generator import blueprints
from generator.cli.app import app
from generator.model import BlueprintInfo
from generator.policy import rules, samples
from generator.policy.rules import Rule

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
RULES = DOCS / "rules"
# Folders in which nothing but generated pages may be.
OWNED = (RULES,)
WIDTH = 100
HEADER = "<!-- Written by tools/docs.py from {source}; edit that, then run `make docs`. -->\n"


def main(arguments: list[str]) -> int:
    """Write the references, or compare them."""
    pages = {RULES / name: text for name, text in rule_pages().items()}
    pages |= {DOCS / "blueprints.md": blueprint_page(), DOCS / "commands.md": command_page()}
    stale = {path for folder in OWNED for path in folder.glob("*")} - set(pages)
    changed = {path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text}
    if "--check" in arguments:
        for path in sorted(stale | changed):
            print(f"{path.relative_to(ROOT)}:1:1: not what its sources give; run `make docs`", file=sys.stderr)
        return 1 if stale | changed else 0
    for path in stale:
        path.unlink()
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
    print(f"{len(pages)} pages: {len(changed)} written, {len(stale)} deleted")
    return 0


def rule_pages() -> dict[str, str]:
    """A page for each family, and one that lists every rule."""
    catalogue = rules.load(ROOT / "policies")
    families = {family: list(members) for family, members in groupby(catalogue, key=lambda rule: rule.family)}
    pages = {f"{family}.md": _family(family, members) for family, members in families.items()}
    header = HEADER.format(source="policies/ and tests/rules/")
    index = [header, "# Rules\n", f"{len(catalogue)} rules in {len(families)} families.\n"]
    index += ["| rule | severity | what it finds |", "|---|---|---|"]
    index += [
        f"| [{rule.id}]({rule.family}.md#{_anchor(rule)}) | {rule.severity} | {rule.title} |" for rule in catalogue
    ]
    return pages | {"README.md": "\n".join(index) + "\n"}


def _anchor(rule: Rule) -> str:
    """What GitHub makes of a heading: punctuation goes, hyphens stay."""
    return rule.id.replace("/", "")


def _family(family: str, members: list[Rule]) -> str:
    header = HEADER.format(source=f"policies/{family}/ and tests/rules/{family}/")
    lines = [header, f"# The family {family}\n"]
    for rule in members:
        lines += _rule(rule)
    return "\n".join(lines)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}\n"
    yield f"{rule.title}. Severity: {rule.severity}.\n"
    yield f"{rule.description}\n"
    yield f"To do: {rule.remediation}\n"
    yield from _samples(rule)
    for reference in rule.references:
        yield f"- <{reference}>"
    yield f"- [{rule.place.file}](../../{rule.place.file})\n"


def _samples(rule: Rule) -> Iterator[str]:
    """One case that fails and one that passes, as the tests have them; none for a rule that is being written."""
    if found := samples.samples(ROOT / samples.path(rule.id)):
        failing, passing = found
        yield f"Fails, at {', '.join(f'`{field}`' for field in failing.fields) or 'the object'}:\n"
        yield f"```yaml\n{failing.text}```\n"
        yield f"Passes ({passing.name}):\n"
        yield f"```yaml\n{passing.text}```\n"


def blueprint_page() -> str:
    """Every blueprint with its ports, variants and parameters."""
    lines = [HEADER.format(source="blueprints/*/*/blueprint.yaml"), "# Blueprints\n"]
    for info in blueprints.load([ROOT / "blueprints"]).infos:
        lines += _blueprint(info)
    return "\n".join(lines)


def _blueprint(info: BlueprintInfo) -> Iterator[str]:
    yield f"## {info.ref}\n"
    yield f"{info.summary}. For a {info.kind}; version {info.version}.\n"
    if info.deprecated:
        yield f"Deprecated: {info.deprecated}\n"
    if info.capability:
        yield f"Needs the capability `{info.capability}`: {', '.join(f'`{each}`' for each in info.variants)}.\n"
    for port in info.provides:
        where = f"the parameter `{port.parameter}`" if port.parameter else str(port.number)
        yield f"Provides the port `{port.name}`: {where}, {port.protocol}.\n"
    properties = info.parameters.get("properties", {})
    if not properties:
        yield "No parameters.\n"
        return
    required = info.parameters.get("required", ())
    yield "| parameter | type | default | |"
    yield "|---|---|---|---|"
    for name, schema in properties.items():
        default = "required" if name in required else f"`{_json(schema['default'])}`" if "default" in schema else ""
        yield f"| `{name}` | {_type(schema, info.parameters)} | {_cell(default)} | {_cell(schema['description'])} |"
    yield ""


def _type(schema: dict, root: dict) -> str:
    if "$ref" in schema:
        return _type(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    bounds = [str(schema[key]) for key in ("minimum", "maximum") if key in schema]
    return f"{schema.get('type', 'any')}{', ' + ' to '.join(bounds) if bounds else ''}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def command_page() -> str:
    """What `--help` says of every command."""
    lines = [
        HEADER.format(source="generator/cli/"),
        "# Commands\n",
        *_command(app, click.Context(app, info_name="mlp", **app.context_settings)),
    ]
    return "\n".join(lines)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    context.terminal_width = context.max_content_width = WIDTH
    yield f"## {context.command_path}\n"
    yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            yield from _command(below, click.Context(below, info_name=name, parent=context))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
