"""Form of a merger of partners: from whom, to whom, when, why. It validates, services decide."""

from collections.abc import Mapping
from typing import Any

from django import forms

from habilitations.forms.sirets import ChampSiret, exiger_siret
from habilitations.models import Adhesion, Gestionnaire
from portal.dossiers.services.fusions import Fusion
from portal.socle.dates import ChampDate
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte, offrir


class FusionForm(Acte):
    """Partners are given by their SIRET; ``fusion`` is what the service takes."""

    caf = forms.TypedChoiceField(label="Caf", coerce=int)
    de = ChampTexte(
        label="SIRET des partenaires qui fusionnent",
        lignes=4,
        max_length=4000,
        help_text="Un par ligne. Tous leurs équipements auprès de votre Caf changent de "
        "gestionnaire.",
        error_messages={"required": "Indiquez au moins un SIRET."},
    )
    vers = ChampSiret(
        label="SIRET du nouveau gestionnaire",
        help_text="Son adhésion auprès de votre Caf doit être en vigueur.",
        error_messages={"required": "Indiquez le SIRET du nouveau gestionnaire."},
    )
    le = ChampDate(
        label="À compter du",
        help_text="Aujourd’hui ou un jour passé : le transfert est immédiat. Un jour à venir : il "
        "se fera ce jour-là, équipement par équipement.",
    )
    reconduire = forms.BooleanField(
        label="Donner aux mêmes personnes les mêmes rôles chez le nouveau gestionnaire",
        required=False,
        help_text="Leurs droits ne suivent pas : la Caf en signe d’autres, aujourd’hui.",
    )
    motif = ChampMotif(demande="Indiquez le motif de la fusion.", lignes=3)

    def __init__(self, *args: Any, cafs: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offrir(self, "caf", list(cafs.items()))
        if len(cafs) == 1:
            self.fields["caf"].widget = forms.HiddenInput()
            self.fields["caf"].initial = next(iter(cafs))

    def clean_de(self) -> list[Gestionnaire]:
        lignes = filter(None, map(str.strip, self.cleaned_data["de"].splitlines()))
        sirets = list(dict.fromkeys(exiger_siret(ligne) for ligne in lignes))
        trouves = self._adherents(sirets)
        if inconnus := [s for s in sirets if s not in trouves]:
            raise forms.ValidationError(
                f"Aucun partenaire de votre Caf n’a ce SIRET : {', '.join(inconnus)}."
            )
        return [trouves[s] for s in sirets]

    def clean_vers(self) -> Gestionnaire:
        siret = self.cleaned_data["vers"]
        trouve = self._adherents([siret]).get(siret)
        if trouve is None:
            raise forms.ValidationError("Aucun partenaire de votre Caf n’a ce SIRET.")
        return trouve

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("vers") in (lu.get("de") or ()):
            self.add_error("vers", "Le nouveau gestionnaire n’est pas l’un de ceux qui fusionnent.")
        return lu

    def _adherents(self, sirets: list[str]) -> dict[str, Gestionnaire]:
        """Partners of the Caf chosen, by SIRET; those of other Cafs are not told."""
        adhesions = Adhesion.objects.filter(
            caf=self.cleaned_data.get("caf"), gestionnaire__siret__in=sirets
        )
        return {
            a.gestionnaire.siret: a.gestionnaire for a in adhesions.select_related("gestionnaire")
        }

    @property
    def fusion(self) -> Fusion:
        lu = self.cleaned_data
        return Fusion(
            caf_id=lu["caf"],
            de=frozenset(g.pk for g in lu["de"]),
            vers_id=lu["vers"].pk,
            le=lu["le"],
            motif=lu["motif"],
            reconduire=lu["reconduire"],
        )
