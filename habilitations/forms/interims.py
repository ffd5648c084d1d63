"""Form of an interim. It validates, the service decides."""

from typing import Any

from django import forms

from habilitations.services.interims import Interim
from habilitations.services.invitations import Invite
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte


class InterimForm(Acte):
    """Who stands in for somebody, and until when."""

    email = forms.EmailField(
        label="Adresse électronique de la personne qui assure l’intérim",
        max_length=254,
        error_messages={
            "required": "Indiquez l’adresse électronique de la personne.",
            "invalid": "Écrivez une adresse de la forme nom@exemple.fr.",
        },
    )
    prenom = forms.CharField(
        label="Prénom",
        max_length=100,
        error_messages={"required": "Indiquez le prénom de la personne."},
    )
    nom = forms.CharField(
        label="Nom",
        max_length=100,
        help_text="Si la personne a déjà un compte, celui-ci garde ses nom et prénom.",
        error_messages={"required": "Indiquez le nom de la personne."},
    )
    du = ChampDate(label="À compter du")
    au = ChampDate(label="Jusqu’au", help_text="Le dernier jour de l’intérim.")

    def __init__(self, *args: Any, absent_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absent_id = absent_id

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: all of it in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        invite = Invite(lu["email"], lu["prenom"], lu["nom"])
        return {"interim": Interim(self.absent_id, invite, lu["du"], lu["au"])}
