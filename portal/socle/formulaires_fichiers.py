"""Forms with a file: what was thrown away on its way in is said beside the field."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest

from portal.socle.contenus import ACCEPTES, EXTENSIONS
from portal.socle.depots import ecartes
from portal.socle.documents import message_trop_lourd
from portal.socle.formats import poids
from portal.socle.formulaires import Acte, champ_de

PERIME = "Cette page est restée ouverte trop longtemps : rechargez-la, puis recommencez."


class FormulaireDeFichier(Acte):
    """Base of the forms with a ``fichier``; ``ecartes``: files thrown away on their way in, why."""

    def __init__(self, *args: Any, ecartes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ecartes = ecartes or {}
        # What an empty file lacks is told by who reads it, with what to do.
        champ_de(self, "fichier", forms.FileField).allow_empty_file = True

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own, that its types leave out
        if "fichier" in self.ecartes:
            self.errors.pop("fichier", None)
            self.add_error("fichier", self.ecartes["fichier"])


class Echange(FormulaireDeFichier):
    """Base: what is given with a paper, and a token that makes a second click harmless."""

    jeton = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": PERIME, "invalid": PERIME},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fichier = self.fields["fichier"]
        fichier.widget.attrs["accept"] = ",".join(f".{e}" for e in EXTENSIONS)
        fichier.help_text = f"{ACCEPTES}. {poids(settings.FICHIER_TAILLE_MAX)} au plus."

    @classmethod
    def de_la_requete(cls, request: HttpRequest, **options: Any) -> Self:
        """The form as it was sent."""
        donnees, fichiers = request.POST, request.FILES
        return cls(donnees, fichiers, ecartes=ecartes(request, message_trop_lourd()), **options)
