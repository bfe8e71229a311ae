"""Placement: which node pools can run a pod, and every reason why the others cannot."""

from generator.analysis.placement.report import Placement, Report, analyse, to_json

__all__ = ["Placement", "Report", "analyse", "to_json"]
