"""Naming somebody who may have no account yet: their address, first and last names."""

from collections.abc import Mapping
from typing import Any

from django import forms

from habilitations.services.invitations import Invite
from portal.socle.formulaires import Acte, ChampCourriel


class PersonneForm(Acte):
    """Base of the acts that give something to a person; ``invite`` puts them in one piece."""

    email = ChampCourriel(
        label="Adresse électronique de la personne",
        max_length=254,
        help_text="Une adresse à elle seule : un compte ne se partage pas.",
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

    @staticmethod
    def invite(lu: Mapping[str, Any]) -> Invite:
        """The person typed, once the form is valid."""
        return Invite(lu["email"], lu["prenom"], lu["nom"], lu.get("telephone", ""))
