"""A date typed as people write it, with the browser's picker where there is one."""

from typing import Any

from django import forms


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
