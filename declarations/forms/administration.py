"""What the administration refuses of thresholds, windows and calendar rules, beside each field."""

from calendar import monthrange
from typing import Any

from django import forms

from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models import Campagne, RegleCalendrier, SeuilControle
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import fenetre_de
from declarations.services.fenetres import (
    ANNEES_APRES,
    ANNEES_AVANT,
    JOURS_MAX,
    invraisemblances,
)
from habilitations.regles.exercices import libelle_exercice

POURCENT_MAX = 100
# Any year that is not a leap year: rules are tried on it.
ANNEE_D_ESSAI = 2025


class SeuilForm(forms.ModelForm):
    class Meta:
        model = SeuilControle
        fields = ("valeur", "libelle", "source", "marque")

    def clean_valeur(self) -> Any:
        valeur = self.cleaned_data["valeur"]
        if valeur <= 0:
            raise forms.ValidationError("Un seuil est plus grand que zéro.")
        if self.instance.unite == "%" and valeur > POURCENT_MAX:
            raise forms.ValidationError(f"Un seuil en % ne dépasse pas {POURCENT_MAX}.")
        self._comparer(valeur)
        return valeur

    def _comparer(self, valeur: Any) -> None:
        """A minimum and a maximum of the same check stay in order."""
        controle, _, sorte = self.instance.code.partition(".")
        autre = {"minimum": "maximum", "maximum": "minimum"}.get(sorte)
        voisin = SeuilControle.objects.filter(code=f"{controle}.{autre}").first() if autre else None
        if voisin is None:
            return
        if sorte == "minimum" and valeur > voisin.valeur:
            raise forms.ValidationError(f"Le minimum dépasse le maximum ({voisin.valeur:f}).")
        if sorte == "maximum" and valeur < voisin.valeur:
            raise forms.ValidationError(
                f"Le maximum est au-dessous du minimum ({voisin.valeur:f})."
            )


class CampagneForm(forms.ModelForm):
    class Meta:
        model = Campagne
        fields = (
            "caf",
            "dispositif",
            "nature",
            "numero",
            "annee",
            "ouvre_le",
            "echeance_le",
            "ferme_le",
            "exceptionnelle",
        )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        dispositif = donnees.get("dispositif") or self.instance.dispositif
        annee = donnees.get("annee") or self.instance.annee
        if not dispositif or annee is None:
            return donnees
        try:
            grille_pour(dispositif, annee)
        except GrilleInconnue:
            exercice = libelle_exercice(dispositif, annee)
            champ = "annee" if "annee" in self.fields else None
            self.add_error(champ, f"Aucune grille ne couvre l’exercice {exercice}.")
        self._verifier_dates(annee)
        return donnees

    def _verifier_dates(self, annee: int) -> None:
        jours = [self.cleaned_data.get(n) for n in ("ouvre_le", "echeance_le", "ferme_le")]
        ouvre, echeance, ferme = jours
        if ouvre and echeance and ferme:
            for nom, message in invraisemblances(annee, Fenetre(ouvre, echeance, ferme)):
                self.add_error(nom, message)


class RegleForm(forms.ModelForm):
    class Meta:
        model = RegleCalendrier
        fields = "__all__"  # noqa: DJ007 – a rule is all of its fields

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if self.errors:
            return donnees
        # What the model does not know yet is what was typed: the rule is tried on a year.
        regle = RegleCalendrier(**{nom: donnees[nom] for nom in donnees})
        for moment in ("ouverture", "echeance"):
            jour, mois = donnees[f"{moment}_jour"], donnees[f"{moment}_mois"]
            if jour > max(monthrange(an, mois)[1] for an in (2024, 2025)):
                self.add_error(f"{moment}_jour", "Ce jour n’existe pas dans ce mois.")
            if not -ANNEES_AVANT <= donnees[f"{moment}_decalage"] <= ANNEES_APRES:
                self.add_error(
                    f"{moment}_decalage",
                    f"De {-ANNEES_AVANT} (année d’avant) à {ANNEES_APRES} (deux ans après).",
                )
        fenetre = fenetre_de(regle, ANNEE_D_ESSAI)
        if fenetre.ouvre_le > fenetre.echeance_le:
            self.add_error(None, "L’ouverture précède l’échéance.")
        elif (fenetre.ferme_le - fenetre.ouvre_le).days > JOURS_MAX:
            self.add_error("delai_saisie", f"Une fenêtre dure {JOURS_MAX} jours au plus.")
        return donnees
