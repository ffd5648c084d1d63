"""Bilans: the questionnaires that replace Sphinx, defined as data (docs/decisions/0030)."""
