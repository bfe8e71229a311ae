"""`mlp render`: generate in memory, compare with the tree, and write what differs."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from generator import tree
from generator.errors import InputError, Place, Problem
from generator.pipeline import runs
from generator.pipeline.inputs import Inputs
from generator.pipeline.outputs import Outputs
from generator.planning import Unit
from generator.tree import Changes


class Rendering(Struct, frozen=True):
    """What a render gave, and how the tree differed from it before."""

    inputs: Inputs
    outputs: Outputs
    changes: Changes


class Progress(Struct, frozen=True):
    """Who is told of each unit as it is rendered, and of each file as it is written."""

    unit: Callable[[Unit], None] | None = None
    file: Callable[[str], None] | None = None


def compare(
    inputs: Inputs,
    root: Path,
    progress: Progress | None = None,
    compared: Callable[[Outputs], Changes] | None = None,
    *,
    reuse: bool = True,
) -> Rendering:
    """Generate everything and compare it with the tree below `root`; writes nothing. `compared` tells how the tree
    differs, where somebody knows it who need not read all of it. What was made in an earlier run is taken for proven,
    unless nothing may be reused.
    """
    outputs = Outputs(inputs, progress.unit if progress else None, reuse=reuse)
    changes = compared(outputs) if compared else tree.compare(root, outputs.digests)
    faults = tuple(runs.problems(root, outputs, changes))
    if faults:
        raise InputError(faults)
    return Rendering(inputs, outputs, changes)


def render(
    inputs: Inputs,
    root: Path,
    progress: Progress | None = None,
    compared: Callable[[Outputs], Changes] | None = None,
) -> Rendering:
    """Generate and write; an InputError (and nothing written) where a foreign file is in the way."""
    rendering = compare(inputs, root, progress, compared)
    if rendering.changes.blocked:
        raise InputError(_in_the_way(path) for path in rendering.changes.blocked)
    tree.apply(root, rendering.outputs.content, rendering.changes, progress.file if progress else None)
    return rendering


def _in_the_way(path: str) -> Problem:
    what = "is in the way of a generated file and was not made by mlp"
    return Problem(Place(path), what, "move it away; it would be lost")
