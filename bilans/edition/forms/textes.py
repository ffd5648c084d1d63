"""What is typed of any element: what it is called, and what helps to answer it."""

from typing import Any

from django import forms

from portal.socle.formulaires import ChampTexte

INTITULE_MAX = 500
AIDE_MAX = 2000


class ChampIntitule(forms.CharField):
    """A label or a title, required; ``demande`` asks for it when nothing is written."""

    def __init__(self, *, demande: str, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", INTITULE_MAX)
        super().__init__(error_messages={"required": demande}, **kwargs)


class ChampAide(ChampTexte):
    """The help under it, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Aide", lignes=2, required=False, max_length=AIDE_MAX, **kwargs)
