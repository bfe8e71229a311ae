"""Any tree or stream to objects with file and line; their namespaces; their pod specs, wherever they hide."""

from generator.manifests.loading import load, objects, wrap
from generator.manifests.locating import locate
from generator.manifests.pods import discovered, pods
from generator.manifests.scopes import namespaced

__all__ = ["discovered", "load", "locate", "namespaced", "objects", "pods", "wrap"]
