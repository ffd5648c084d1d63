"""XLSForm: the subset that is read, and every refusal at its cell (docs/decisions/0031)."""

from bilans.imports.xlsform.lecture import lire_xlsform

__all__ = ["lire_xlsform"]
