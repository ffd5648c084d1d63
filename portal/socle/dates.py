"""A date typed as people write it, with the browser's picker where there is one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.socle.annees import ANNEE_MAX, ANNEE_MIN, HORS_DES_ANNEES


class ChampDate(forms.DateField):
    """Date field: the native picker sends AAAA-MM-JJ, a plain text box takes JJ/MM/AAAA."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": "Indiquez une date.",
                "invalid": "Écrivez la date sous la forme JJ/MM/AAAA.",
            },
        )
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """No year beyond those that are counted with: « 2206 » is a slip, 9999 has no day after."""
        lue: date | None = super().to_python(value)
        if lue is not None and not ANNEE_MIN <= lue.year <= ANNEE_MAX:
            raise ValidationError(HORS_DES_ANNEES, code="invalid")
        return lue
