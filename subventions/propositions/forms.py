"""The form of a proposal: shapes only, the service says what may be published."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from habilitations.models import Caf
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN
from portal.socle.formulaires import Acte, ChampMotif, offrir
from portal.socle.formulaires_fichiers import PERIME, Echange
from portal.socle.nombres import EUROS, NombreInvalide, lire_nombre
from subventions.models import Marque
from subventions.propositions.services.ecriture import Valeur
from subventions.propositions.services.proposition import DEMANDE
from subventions.regles.bareme import PORTEE_NATIONALE
from subventions.regles.nombres import ecrire_parametre
from subventions.regles.parametres import (
    DISPOSITIFS,
    MONTANT,
    PARAMETRES,
    TAUX,
    Parametre,
    parametre,
)

CHOISIR = ("", "Choisir…")
DECIMALES = 6


class PropositionForm(Echange):
    """A value to propose; ``cafs`` and ``nationale`` are the scopes offered."""

    portee = forms.ChoiceField(
        label="Portée", error_messages={"required": "Choisissez pour qui vaut cette valeur."}
    )
    parametre = forms.ChoiceField(
        label="Paramètre", error_messages={"required": "Choisissez le paramètre."}
    )
    valeur = forms.CharField(
        label="Valeur",
        max_length=60,
        help_text="Un montant en euros ; un taux comme 60 % ou 0,60 ; pour le prorata du plafond, "
        "etp_mois ou aucun ; pour les comptes exclus, leurs numéros séparés par des virgules, ou "
        "aucun.",
        error_messages={"required": "Indiquez la valeur."},
    )
    debut = forms.IntegerField(
        label="Premier exercice",
        min_value=ANNEE_MIN,
        max_value=ANNEE_MAX,
        help_text="Année où l’exercice commence : 2026 pour 2026-2027.",
        error_messages={"required": "Indiquez le premier exercice."},
    )
    fin = forms.IntegerField(
        label="Dernier exercice",
        required=False,
        min_value=ANNEE_MIN,
        max_value=ANNEE_MAX,
        help_text="Vide : sans fin prévue.",
    )
    source = forms.CharField(
        label="Source",
        max_length=300,
        help_text="Le texte qui fixe cette valeur : circulaire, lettre, délibération, et sa date.",
        error_messages={"required": "Indiquez la source de cette valeur."},
    )
    marque = forms.ChoiceField(
        label="Ce qu’elle vaut",
        choices=[CHOISIR, *Marque.choices],
        error_messages={"required": "Dites si la valeur est énoncée, publiée ou supposée."},
    )
    note = forms.CharField(
        label="À confirmer",
        max_length=200,
        required=False,
        help_text="Ce qui reste à confirmer, par exemple « reconduction à confirmer ».",
    )
    fichier = forms.FileField(
        label="Document source", error_messages={"required": "Joignez le document source."}
    )
    motif = ChampMotif(demande=DEMANDE, help_text="Lu par la personne qui publie, et gardé.")

    def __init__(self, *args: Any, cafs: list[Caf], nationale: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        portees = [(PORTEE_NATIONALE, "Nationale")] if nationale else []
        portees += [(str(caf.pk), str(caf)) for caf in cafs]
        offrir(self, "portee", portees if len(portees) == 1 else [CHOISIR, *portees])
        offrir(
            self,
            "parametre",
            [
                CHOISIR,
                *(
                    (
                        nom,
                        [(f"{code}:{p.code}", f"{nom} – {p.libelle}") for p in PARAMETRES[code]],
                    )
                    for code, nom in DISPOSITIFS.items()
                ),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """``valeur`` as the engine reads it."""
        lues = super().clean() or {}
        attendu = self._attendu(lues)
        if attendu and "valeur" in lues:
            try:
                lues["valeur"] = lire_valeur(lues["valeur"], attendu)
            except NombreInvalide as erreur:
                self.add_error("valeur", erreur.message)
        return lues

    @staticmethod
    def _attendu(lues: dict[str, Any]) -> Parametre | None:
        dispositif, _, code = str(lues.get("parametre", "")).partition(":")
        return parametre(dispositif, code)

    def proposee(self) -> Valeur:
        """What was typed, once valid."""
        lues = self.cleaned_data
        dispositif, _, code = lues["parametre"].partition(":")
        return Valeur(
            caf_id=None if lues["portee"] == PORTEE_NATIONALE else int(lues["portee"]),
            dispositif=dispositif,
            parametre=code,
            valeur=lues["valeur"],
            debut=lues["debut"],
            fin=lues["fin"],
            source=lues["source"],
            marque=lues["marque"],
            note=lues["note"],
        )


class JointeForm(Acte):
    """A value more, of the same scope, exercices, source and reason; ``offerts``: by code."""

    jeton = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": PERIME, "invalid": PERIME},
    )
    parametre = forms.ChoiceField(
        label="Paramètre", error_messages={"required": "Choisissez le paramètre."}
    )
    valeur = forms.CharField(
        label="Valeur",
        max_length=60,
        help_text="Un montant en euros ; un taux comme 60 % ou 0,60.",
        error_messages={"required": "Indiquez la valeur."},
    )
    marque = forms.ChoiceField(
        label="Ce qu’elle vaut",
        choices=[CHOISIR, *Marque.choices],
        error_messages={"required": "Dites si la valeur est énoncée, publiée ou supposée."},
    )
    note = forms.CharField(label="À confirmer", max_length=200, required=False)

    def __init__(self, *args: Any, offerts: dict[str, Parametre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offerts = offerts
        offrir(
            self,
            "parametre",
            [
                CHOISIR,
                *((code, p.libelle) for code, p in offerts.items()),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """``valeur`` as the engine reads it."""
        lues = super().clean() or {}
        attendu = self._offerts.get(str(lues.get("parametre", "")))
        if attendu and "valeur" in lues:
            try:
                lues["valeur"] = lire_valeur(lues["valeur"], attendu)
            except NombreInvalide as erreur:
                self.add_error("valeur", erreur.message)
        return lues


def lire_valeur(texte: str, attendu: Parametre) -> str:
    """Plain notation of a value typed in French. Raises NombreInvalide."""
    if attendu.est_texte:
        return "".join(texte.split()).lower()
    if attendu.nature == TAUX and texte.rstrip().endswith("%"):
        nombre = lire_nombre(texte.rstrip()[:-1], decimales=DECIMALES - 2) / Decimal(100)
    else:
        unite = EUROS if attendu.nature == MONTANT else ""
        nombre = lire_nombre(texte, decimales=DECIMALES, unite=unite)
    return ecrire_parametre(nombre)
