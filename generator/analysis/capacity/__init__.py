"""Quota arithmetic: what every namespace uses, at rest, while it rolls out and at the worst."""

from generator.analysis.capacity.report import NamespaceUse, Report, Row, analyse, to_json

__all__ = ["NamespaceUse", "Report", "Row", "analyse", "to_json"]
