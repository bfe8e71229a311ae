"""Kustomize layers: what we write, what kustomize makes of it, and the proof that both agree.

`base` and `overlay` make layers of files; `build` reads them back in this process; `binary.build` runs the real tool.
"""

from generator.kustomize.builder import Builder, Built, BuiltObject, build
from generator.kustomize.kustomization import FILE
from generator.kustomize.layers import Layer, base
from generator.kustomize.overlays import overlay

__all__ = ["FILE", "Builder", "Built", "BuiltObject", "Layer", "base", "build", "overlay"]
