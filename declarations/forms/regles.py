"""Form of the rule that a Caf has of its own. It validates, the service decides."""

from typing import Any

from django import forms

from declarations.services.regles_caf import DatesDeRegle
from portal.socle.formulaires import Acte, ChampMotif

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
DECALAGES = (
    (-1, "l’année d’avant le début de l’exercice"),
    (0, "l’année où l’exercice commence"),
    (1, "l’année suivante"),
    (2, "deux ans après"),
)


def _jour(quoi: str) -> forms.IntegerField:
    return forms.IntegerField(label=f"{quoi} : jour", min_value=1, max_value=31)


def _mois(quoi: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=f"{quoi} : mois", coerce=int, choices=list(enumerate(MOIS, start=1))
    )


def _annee(quoi: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=f"{quoi} : année", coerce=int, choices=DECALAGES)


class RegleCafForm(Acte):
    """The days of a rule, where they are announced, and why they are not the national ones."""

    ouverture_jour, ouverture_mois = _jour("Ouverture"), _mois("Ouverture")
    ouverture_decalage = _annee("Ouverture")
    echeance_jour, echeance_mois = _jour("Échéance"), _mois("Échéance")
    echeance_decalage = _annee("Échéance")
    delai_saisie = forms.IntegerField(
        label="Jours de saisie après l’échéance",
        min_value=0,
        max_value=366,
        help_text="0 : la saisie s’arrête le jour de l’échéance.",
    )
    source = forms.CharField(
        label="Où ces dates sont annoncées",
        max_length=200,
        help_text="Courrier, page ou délibération de la Caf.",
    )
    motif = ChampMotif(demande="Indiquez pourquoi la Caf a ses propres dates.")

    def clean(self) -> dict[str, Any]:
        """Give what the service takes: the days in one piece."""
        lu = super().clean() or self.cleaned_data
        if self.errors:
            return lu
        noms = DatesDeRegle.__dataclass_fields__
        dates = DatesDeRegle(**{nom: lu[nom] for nom in noms})
        return {"dates": dates, "source": lu["source"], "motif": lu["motif"]}


class RetourAuNationalForm(Acte):
    motif = ChampMotif(demande="Indiquez pourquoi la Caf revient aux dates nationales.")
