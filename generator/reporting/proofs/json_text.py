"""A document as it is."""

from generator.model import Body


def write(document: Body) -> str:
    """Indented JSON with a final newline."""
    import orjson  # noqa: PLC0415 - only this format needs it

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
