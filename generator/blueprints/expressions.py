"""Reading expressions with Jinja2's own parser. Jinja2 never evaluates anything: its optimiser does not run, and what
the parser gives is walked against an allow-list by `translation`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import SandboxedEnvironment

from generator.blueprints.operations import GREATEST_NUMBER, LanguageError

LONGEST_EXPRESSION: Final = 4_000
DEEPEST_EXPRESSION: Final = 30


@cache
def _environment() -> SandboxedEnvironment:
    # The delimiters of statements are put out of reach: `{%` is found in the text and refused there.
    return SandboxedEnvironment(
        block_start_string="\0{%", block_end_string="%}\0", keep_trailing_newline=True, optimized=False
    )


@contextmanager
def _syntax(text: str) -> Iterator[None]:
    if len(text) > LONGEST_EXPRESSION:
        raise LanguageError(f"the expression has {len(text)} characters", f"at most {LONGEST_EXPRESSION}")
    try:
        yield
    except TemplateSyntaxError as error:
        raise LanguageError(f"not an expression: {error.message}", "see docs/blueprint-language.md") from None
    except RecursionError:
        raise LanguageError("the expression is nested too deeply", f"at most {DEEPEST_EXPRESSION} levels") from None
    except ValueError:
        raise LanguageError("the number has too many digits", f"the greatest is {GREATEST_NUMBER}") from None


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> nodes.Expr:
    """Parse what `$if`, `$for` and `$spread` hold: an expression without braces. Raises LanguageError."""
    if text.lstrip().startswith("{{"):
        raise LanguageError("braces around an expression that needs none", "write it without `{{ }}`")
    with _syntax(text):
        parser = Parser(_environment(), text, state="variable")
        node = parser.parse_expression()
        if not parser.stream.eos:
            parser.fail(f"unexpected '{parser.stream.current.value}'")
        return node


@lru_cache(maxsize=4096)
def parse_text(text: str) -> tuple[str | nodes.Expr, ...]:
    """Split a scalar into its literal texts and its expressions. Raises LanguageError."""
    with _syntax(text):
        template = _environment().parse(text)
    outputs = (part for output in template.body if isinstance(output, nodes.Output) for part in output.nodes)
    parts = [part.data if isinstance(part, nodes.TemplateData) else part for part in outputs]
    if any(isinstance(part, str) and "{%" in part for part in parts):
        raise LanguageError(
            "statements (`{% … %}`) are not part of the language", "use `$if`, `$for`, `$spread`, `$use`"
        )
    return tuple(parts)
