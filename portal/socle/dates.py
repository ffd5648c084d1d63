"""A date typed as people write it, with the browser's picker where there is one."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.socle.annees import ANNEE_MAX, ANNEE_MIN, HORS_DES_ANNEES
from portal.socle.bornes import Bornes
from portal.socle.invisibles import sans_invisibles

# Written as asked, were there such a day: « 31/02/2027 ».
_BIEN_ECRITE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
HORS_DU_CALENDRIER = "Cette date n’existe pas dans le calendrier."


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
        if isinstance(value, str):
            value = sans_invisibles(value)
        try:
            lue: date | None = super().to_python(value)
        except ValidationError:
            if _BIEN_ECRITE.fullmatch(str(value).strip()):
                raise ValidationError(HORS_DU_CALENDRIER, code="invalid") from None
            raise
        if lue is not None and not ANNEE_MIN <= lue.year <= ANNEE_MAX:
            raise ValidationError(HORS_DES_ANNEES, code="invalid")
        return lue

    def borner(self, bornes: Bornes) -> None:
        """Say under the field the days that it may be, and have the picker offer no other.

        The service refuses the others; so does the browser, before anything is sent.
        """
        self.help_text = f"{self.help_text} {bornes.phrase}".strip()
        self.widget.attrs |= {"min": bornes.du.isoformat(), "max": bornes.au.isoformat()}
