"""The code of a device, and the list of those who are to answer."""

from typing import Any

from django import forms

from bilans.repondants.regles.liste import Liste, lire_liste
from portal.socle.formulaires import Acte, ChampTexte


class CodeForm(Acte):
    """Six digits received by e-mail."""

    code = forms.CharField(
        label="Code reçu par courriel",
        max_length=20,
        error_messages={"required": "Indiquez le code reçu par courriel."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ListeForm(Acte):
    """Lines pasted from a spreadsheet; ``liste`` is what they say once valid."""

    lignes = ChampTexte(
        label="Communes et personnes qui répondent",
        lignes=12,
        max_length=400_000,
        help_text="Collez les lignes de votre tableur, une par commune : SIRET, commune, adresse "
        "électronique, prénom, nom, puis, si vous les connaissez, les thèmes de la CTG séparés "
        "par des virgules.",
        error_messages={"required": "Collez au moins une ligne."},
    )
    liste: Liste

    def clean_lignes(self) -> str:
        texte: str = self.cleaned_data["lignes"]
        self.liste = lire_liste(texte)
        fautes = [
            forms.ValidationError(
                f"Ligne {faute.numero} : {faute.message}." if faute.numero else faute.message,
                code="liste",
            )
            for faute in self.liste.fautes
        ]
        if not fautes and not self.liste.lignes:
            fautes = [forms.ValidationError("Collez au moins une ligne.", code="liste")]
        if fautes:
            raise forms.ValidationError(list[Any](fautes))
        return texte
