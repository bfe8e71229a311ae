"""Pages that need neither server nor network: one HTML file with its style and script inside, and nothing else allowed.

The Content-Security-Policy names the style and the script by their hashes (W3C, "Content Security Policy Level 3"), so
that nothing which got into a name or a label could run. Everything that is filled in is escaped.
"""

import base64
import hashlib
from pathlib import Path

_FOLDER = Path(__file__).parent / "templates"


def render(template: str, **values: object) -> str:
    """A page from a template and its values."""
    import jinja2  # noqa: PLC0415 - only pages need it

    style, script = (_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = _code
    return environment.get_template(template).render(
        policy=_policy(style, script), style=style, script=script, **values
    )


def _code(text: str) -> str:
    """Text in which `words` between backticks are set as code."""
    import markupsafe  # noqa: PLC0415 - comes with jinja2, and is as slow

    code = markupsafe.Markup("<code>{}</code>")
    pieces = enumerate(text.split("`"))
    return markupsafe.Markup().join(code.format(piece) if index % 2 else piece for index, piece in pieces)


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
