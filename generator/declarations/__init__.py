"""What people write, as typed values: the platform, clusters, teams and services."""

from generator.declarations.loading import load, load_cluster
from generator.declarations.source import Files, Folder, Source

__all__ = ["Files", "Folder", "Source", "load", "load_cluster"]
