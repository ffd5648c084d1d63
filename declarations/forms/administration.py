"""What the administration refuses of thresholds and calendar rules, beside each field."""

from typing import Any

from django import forms

from declarations.models import RegleCalendrier, SeuilControle
from declarations.services.regles_caf import DatesDeRegle, fautes

POURCENT_MAX = 100


class SeuilForm(forms.ModelForm):  # type: ignore[type-arg]  # plain at run time
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


class RegleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = RegleCalendrier
        exclude = ("caf",)  # noqa: DJ006 – a rule is all of its fields, and national here

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if self.errors:
            return donnees
        cle = {nom: donnees[nom] for nom in ("dispositif", "nature", "numero")}
        nationales = RegleCalendrier.objects.filter(caf=None, **cle)
        if nationales.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Cette règle de calendrier existe déjà.")
        noms = DatesDeRegle.__dataclass_fields__
        for champ, message in fautes(DatesDeRegle(**{nom: donnees[nom] for nom in noms})):
            self.add_error(champ, message)
        return donnees
