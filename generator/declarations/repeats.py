"""Lists of named things, in which each name may stand once."""

from collections.abc import Iterator

from generator.declarations.reading import File
from generator.errors import Problem


def problems(file: File, field: str, noun: str) -> Iterator[Problem]:
    """Names given twice in a list of maps with a `name`, each with the place of the first."""
    first: dict[str, int] = {}
    for index, each in enumerate(file.value[field]):
        before = first.setdefault(each["name"], index)
        if before != index:
            there = file.place(field, before, "name")
            what = f"the {noun} `{each['name']}` is declared already at {there}"
            yield file.problem((field, index, "name"), what, "give it another name, or remove it")
