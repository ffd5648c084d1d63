"""Forms of the reviews. They validate, services decide."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.db import models

from habilitations.models import LigneRevue, ReglageDroits
from habilitations.models.reglages import BORNES
from habilitations.revues.models import Reponse
from habilitations.revues.services.reponses import Dite
from portal.socle.dates import ChampDate
from portal.socle.formats import MOIS
from portal.socle.formulaires import Acte
from portal.socle.francais import de

# Of the ids of people withdrawn: what nobody would hold any more, in one sentence.
Avertir = Callable[[Collection[int]], str]
MOIS_CHOIX = [(rang, nom.capitalize()) for rang, nom in enumerate(MOIS, 1)]


JOUR_SANS_DEPART = "Un dernier jour est indiqué : choisissez « Part le… », ou effacez ce jour."
RIEN_DE_DIT = "Aucune réponse n’est choisie : répondez pour une personne au moins."


class ReponsesForm(Acte):
    """One question for each person; those left without an answer are asked again next time."""

    confirme = forms.BooleanField(
        label="Je confirme, malgré les rôles que plus personne ne tiendra",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        *args: Any,
        lignes: Collection[LigneRevue],
        titres: Mapping[int, str],
        aides: Mapping[int, str],
        avertir: Avertir,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lignes, self.titres, self.avertir = lignes, titres, avertir
        for ligne in lignes:
            definitive = ligne.retiree_le is not None or ligne.reponse == Reponse.RETIRER
            self.fields[f"reponse_{ligne.pk}"] = forms.ChoiceField(
                label=f"Que devient {ligne.utilisateur} ?",
                choices=Reponse.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=ligne.reponse or None,
                help_text=aides[ligne.pk],
                disabled=definitive,
            )
            self.fields[f"part_le_{ligne.pk}"] = ChampDate(
                label=f"Dernier jour {de(str(ligne.utilisateur))}, en cas de départ",
                required=False,
                initial=ligne.part_le,
                disabled=definitive,
            )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        parts = [
            Fieldset(
                self.titres[ligne.pk],
                Field(f"reponse_{ligne.pk}"),
                Field(f"part_le_{ligne.pk}"),
                css_class="personne-revue",
            )
            for ligne in self.lignes
        ]
        helper.layout = Layout(*parts, "confirme")
        return helper

    def clean(self) -> dict[str, Any]:
        """Give what the service takes; ask twice before a role is left to nobody.

        A day typed without « Part le… » is not lost without a word, nor is nothing said kept.
        """
        lu = super().clean() or {}
        for ligne in self.lignes:
            jour = f"part_le_{ligne.pk}"
            sans_depart = lu.get(f"reponse_{ligne.pk}") != Reponse.PART
            if sans_depart and lu.get(jour) and jour in self.changed_data:
                self.add_error(f"reponse_{ligne.pk}", JOUR_SANS_DEPART)
        dites = {
            ligne.pk: Dite(
                lu[f"reponse_{ligne.pk}"],
                lu.get(f"part_le_{ligne.pk}")
                if lu[f"reponse_{ligne.pk}"] == Reponse.PART
                else None,
            )
            for ligne in self.lignes
            if lu.get(f"reponse_{ligne.pk}") and not self.fields[f"reponse_{ligne.pk}"].disabled
        }
        if not dites and not self.errors:
            self.add_error(None, RIEN_DE_DIT)
        retires = {
            ligne.utilisateur_id
            for ligne in self.lignes
            if ligne.pk in dites and dites[ligne.pk].reponse == Reponse.RETIRER
        }
        avertissement = self.avertir(retires) if retires else ""
        if avertissement:
            self.fields["confirme"].widget = forms.CheckboxInput()
            if not lu.get("confirme"):
                self.add_error("confirme", avertissement)
        return lu if self.errors else {"dites": dites}


class ReglagesForm(Acte):
    """The values of one Caf, within the bounds of the model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom, (mini, maxi) in BORNES.items():
            champ = _colonne(nom)
            if nom == "revue_mois":
                self.fields[nom] = forms.TypedChoiceField(
                    label=champ.verbose_name, choices=MOIS_CHOIX, coerce=int
                )
                continue
            self.fields[nom] = forms.IntegerField(
                label=champ.verbose_name,
                min_value=mini,
                max_value=maxi,
                help_text=f"{champ.help_text} De {mini} à {maxi}. Hypothèse, à confirmer.".strip(),
                error_messages={
                    "required": "Indiquez un nombre.",
                    "invalid": "Écrivez un nombre entier.",
                    "min_value": f"Écrivez un nombre de {mini} à {maxi}.",
                    "max_value": f"Écrivez un nombre de {mini} à {maxi}.",
                },
            )
        champ = _colonne("approbation_par_un_tiers")
        self.fields["approbation_par_un_tiers"] = forms.BooleanField(
            label=champ.verbose_name, required=False, help_text=champ.help_text
        )


def _colonne(nom: str) -> "models.Field[Any, Any]":
    """The field of the model, whose label and help the form says again."""
    trouvee = ReglageDroits._meta.get_field(nom)
    if not isinstance(trouvee, models.Field):
        raise TypeError(f"{nom} n’est pas une colonne.")
    return trouvee
