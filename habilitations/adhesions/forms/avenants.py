"""Form that opens an avenant. It validates, the service decides."""

from typing import Any

from django import forms

from habilitations.adhesions.regles.avenants import Objet
from habilitations.adhesions.services.avenants import Avenant
from habilitations.forms.sirets import ChampSiret
from portal.socle.formulaires import Acte, ChampCourriel

OBJETS = (
    (Objet.EQUIPEMENTS, "Les équipements, ou les personnes qui y déclarent"),
    (Objet.DELEGATION, "Qui gère les habilitations : le partenaire ou la Caf"),
    (Objet.SIRET, "Le SIRET, sans changer de personne morale"),
    (Objet.REPRESENTANT, "Le représentant légal"),
)


class AvenantForm(Acte):
    """What changes, the new SIRET when there is one, and who signs."""

    objets = forms.MultipleChoiceField(
        label="Ce qui change",
        choices=[(str(o), libelle) for o, libelle in OBJETS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez ce qui change."},
    )
    siret = ChampSiret(
        label="Nouveau SIRET",
        required=False,
        help_text="S’il change : ses neuf premiers chiffres restent les mêmes.",
    )
    representant = forms.CharField(
        label="Représentant légal",
        max_length=200,
        help_text="Le nouveau, s’il change : c’est lui qui signe.",
        error_messages={"required": "Indiquez le représentant légal."},
    )
    qualite = forms.CharField(
        label="Sa qualité",
        max_length=100,
        error_messages={"required": "Indiquez la qualité du représentant légal."},
    )
    courriel = ChampCourriel(
        label="Son adresse électronique",
        error_messages={
            "required": "Indiquez l’adresse électronique du représentant légal.",
            "invalid": "Écrivez une adresse électronique complète.",
        },
    )

    @property
    def avenant(self) -> Avenant:
        """What the service takes; once the form is valid."""
        lu: dict[str, Any] = self.cleaned_data
        return Avenant(
            objets=frozenset(map(Objet, lu["objets"])),
            siret=lu["siret"],
            representant=lu["representant"],
            qualite=lu["qualite"],
            courriel=lu["courriel"],
        )
