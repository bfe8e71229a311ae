"""Objects against the schemas of their kinds: the cluster's Kubernetes version, and the CRDs that the platform uses."""

from generator.analysis.schema.facts import facts
from generator.analysis.schema.packs import NEWEST, VERSIONS

__all__ = ["NEWEST", "VERSIONS", "facts"]
