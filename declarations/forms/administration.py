"""What the administration refuses of thresholds, windows and calendar rules, beside each field."""

from typing import Any

from django import forms

from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models import Campagne, RegleCalendrier, SeuilControle
from declarations.regles.calendrier import Fenetre
from declarations.services.fenetres import invraisemblances
from declarations.services.regles_caf import DatesDeRegle, fautes
from habilitations.regles.exercices import libelle_exercice

POURCENT_MAX = 100


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
        noms = DatesDeRegle.__dataclass_fields__
        for champ, message in fautes(DatesDeRegle(**{nom: donnees[nom] for nom in noms})):
            self.add_error(champ, message)
        return donnees
