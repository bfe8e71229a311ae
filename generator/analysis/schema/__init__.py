"""Objects against the schemas of their kinds: the cluster's Kubernetes version, and the CRDs that the platform uses."""

from generator.analysis.schema.facts import Marks, facts
from generator.analysis.schema.packs import NEWEST, VERSIONS, stamp

__all__ = ["NEWEST", "VERSIONS", "Marks", "facts", "stamp"]
