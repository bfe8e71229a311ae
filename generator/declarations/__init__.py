"""What people write, as typed values: the platform, clusters, teams and services."""

from generator.declarations.loading import load, load_cluster
from generator.declarations.source import TOP, Entry, Folder, Kind, Source, printable

__all__ = ["TOP", "Entry", "Folder", "Kind", "Source", "load", "load_cluster", "printable"]
