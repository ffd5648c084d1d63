"""Forms of portfolios, of what is moved between them, and of agents."""

from collections.abc import Mapping
from typing import Any

from django import forms

from habilitations.annuaire.forms.fiches import CHOISIR, FicheForm
from habilitations.models import Fonction
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampCourriel, offrir


class PortefeuilleForm(FicheForm):
    """The name of a portfolio, and who holds it."""

    nom = forms.CharField(
        label="Nom",
        max_length=100,
        error_messages={"required": "Indiquez le nom du portefeuille."},
    )
    titulaire = forms.TypedChoiceField(
        label="Titulaire",
        coerce=int,
        help_text="Un gestionnaire conseil de la Caf.",
        error_messages={"required": "Choisissez le titulaire."},
    )

    def __init__(self, *args: Any, conseillers: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "titulaire", [CHOISIR, *conseillers.items()])


class RemplacementForm(FicheForm):
    """Who stands in for the holder, from a day to a day."""

    remplacant = forms.TypedChoiceField(
        label="Remplaçant", coerce=int, required=False, empty_value=None
    )
    remplacement_du = ChampDate(label="Du", required=False)
    remplacement_au = ChampDate(
        label="Au", required=False, help_text="Le dernier jour ; vide : sans fin connue."
    )

    def __init__(self, *args: Any, conseillers: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "remplacant", [("", "Personne"), *conseillers.items()])

    def clean_remplacant(self) -> int | None:
        """« Personne » is an answer; a form that says nothing ends no substitution."""
        if "remplacant" not in self.data:
            raise forms.ValidationError("Choisissez un remplaçant, ou « Personne ».")
        choisi: int | None = self.cleaned_data["remplacant"]
        return choisi


class DeplacementForm(Acte):
    """Which équipements leave a portfolio, and for which."""

    vers = forms.TypedChoiceField(
        label="Vers le portefeuille",
        coerce=int,
        error_messages={
            "required": "Choisissez le portefeuille d’arrivée.",
            "invalid_choice": "Choisissez un portefeuille de la liste.",
        },
    )
    equipements = forms.TypedMultipleChoiceField(
        label="Équipements à déplacer",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez les équipements à déplacer.",
            "invalid_choice": "L’un de ces équipements a quitté le portefeuille : choisissez de "
            "nouveau.",
        },
    )

    def __init__(
        self,
        *args: Any,
        portefeuilles: Mapping[int, str],
        equipements: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "vers", [CHOISIR, *portefeuilles.items()])
        offrir(self, "equipements", list(equipements.items()))


class FonctionForm(Acte):
    """Who is to have which function, from when."""

    email = ChampCourriel(
        label="Adresse électronique",
        error_messages={
            "required": "Indiquez l’adresse électronique.",
            "invalid": "Écrivez une adresse électronique complète.",
        },
    )
    prenom = forms.CharField(
        label="Prénom",
        max_length=100,
        required=False,
        help_text="Inutile si cette personne a déjà un compte : il garde son nom.",
    )
    nom = forms.CharField(label="Nom", max_length=100, required=False)
    telephone = forms.CharField(label="Téléphone", max_length=30, required=False)
    fonction = forms.ChoiceField(
        label="Fonction", error_messages={"required": "Choisissez la fonction."}
    )
    du = ChampDate(label="Du")
    au = ChampDate(label="Au", required=False, help_text="Le dernier jour, s’il est connu.")

    def __init__(self, *args: Any, national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(
            self,
            "fonction",
            [
                CHOISIR,
                *(
                    (code, nom)
                    for code, nom in Fonction.choices
                    if national or code != Fonction.ADMINISTRATEUR_NATIONAL
                ),
            ],
        )


class FinForm(Acte):
    """The last day of a function."""

    le = ChampDate(label="Dernier jour")
