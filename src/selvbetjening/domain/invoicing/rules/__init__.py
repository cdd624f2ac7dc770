"""Decisions about documents, pure: what an invoice adds up to, and what may be asked for when it is paid late."""

from selvbetjening.domain.invoicing.rules.totals import DraftLine, Group, Grouped, Totals, grouped, totals

__all__ = ["DraftLine", "Group", "Grouped", "Totals", "grouped", "totals"]
