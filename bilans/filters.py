"""Filters of the queue of bilans."""

from typing import Any

import django_filters as filtres
from django import forms
from django.db.models import Exists, Max, Min, OuterRef
from django.http import QueryDict

from bilans.echeances import avec_limite, est_en_retard
from bilans.models import (
    Bilan,
    BilanQuerySet,
    CampagneBilan,
    ModificationCaf,
    Questionnaire,
)
from bilans.models.campagnes import EN_SERVICE
from bilans.presentation.recherche import rechercher
from bilans.presentation.suite import libelle_etat
from bilans.regles.etats import AVANT_ENVOI, CHEZ_LA_CAF, Etat
from declarations.filters import FiltreDeFile, FormulaireDossiers
from declarations.services.ecarts_transmis import chiffres_en_desaccord
from habilitations.models import Caf
from habilitations.permissions import Acteur
from portal.dossiers.models import Derogation

# Values of the « suivi » filter, also used by links.
EN_RETARD, COMPLEMENTS, COMPLEMENTS_EN_RETARD = "retard", "complements", "complements_en_retard"
DEROGATIONS, ECARTS, MODIFIES = "derogations", "ecarts", "modifies"
SUIVIS = (
    (EN_RETARD, "Non transmis après l’échéance"),
    (COMPLEMENTS, "Complément attendu"),
    (COMPLEMENTS_EN_RETARD, "Complément en retard"),
    (DEROGATIONS, "Avec une dérogation en cours"),
    (ECARTS, "Avec un écart avec la déclaration"),
    (MODIFIES, "Modifiés par la Caf"),
)


class FormulaireFile(FormulaireDossiers):
    """The order of its filters."""

    field_order = ("q", "perimetre", "questionnaire", "annee", "dispositif", "suivi", "etat")


class FiltreFile(FiltreDeFile):
    """The queue of those who read and validate bilans."""

    questionnaire = filtres.ChoiceFilter(
        label="Questionnaire", field_name="version__questionnaire", empty_label="Tous"
    )
    suivi = filtres.ChoiceFilter(
        label="À suivre", choices=SUIVIS, method="filtrer_suivi", empty_label="Tous"
    )
    etat = filtres.ChoiceFilter(
        choices=[(e, libelle_etat(e, cote_caf=True)) for e in Etat],
        widget=forms.HiddenInput,
    )

    class Meta(FiltreDeFile.Meta):
        model = Bilan
        form = FormulaireFile

    def __init__(self, data: QueryDict, bilans: BilanQuerySet, acteur: Acteur) -> None:
        super().__init__(data, avec_limite(bilans), acteur)
        presents = bilans.order_by().values("version__questionnaire")
        questionnaires = Questionnaire.objects.filter(pk__in=presents)
        self.filters["questionnaire"].extra["choices"] = [(q.pk, q.titre) for q in questionnaires]

    def filtrer_texte(self, queryset: Any, name: str, value: str) -> BilanQuerySet:
        return rechercher(queryset, value)

    def filtrer_suivi(self, queryset: BilanQuerySet, name: str, value: str) -> BilanQuerySet:
        jour = self.acteur.jour
        if value == DEROGATIONS:
            actives = Derogation.objects.actives(jour).values("dossier")
            return queryset.filter(etat__in=AVANT_ENVOI, pk__in=actives)
        if value == ECARTS:
            chiffres = chiffres_en_desaccord(self.queryset.values("pk"), None).order_by()
            envoyes = queryset.filter(etat__in=CHEZ_LA_CAF | {Etat.VALIDE})
            return envoyes.filter(pk__in=chiffres.values("dossier"))
        if value == MODIFIES:
            return queryset.filter(pk__in=ModificationCaf.objects.values("bilan"))
        if value == COMPLEMENTS:
            return queryset.filter(etat=Etat.A_COMPLETER)
        en_retard = queryset.filter(est_en_retard(jour))
        if value == COMPLEMENTS_EN_RETARD:
            return en_retard.filter(etat=Etat.A_COMPLETER)
        return en_retard.filter(etat__in=AVANT_ENVOI)


class FiltreCampagnes(filtres.FilterSet):
    """The campaigns: of one questionnaire, exercice or Caf, suspended or not.

    The nation reads one exercice at a time: all of them are those of every Caf since the beginning.
    """

    questionnaire = filtres.ChoiceFilter(label="Questionnaire", empty_label="Tous")
    annee = filtres.ChoiceFilter(label="Exercice", empty_label="Tous")
    caf = filtres.ChoiceFilter(label="Caf", empty_label="Toutes")
    suspendues = filtres.BooleanFilter(
        label="Suspendues seulement", method="filtrer_suspendues", widget=forms.CheckboxInput
    )

    class Meta:
        model = CampagneBilan
        fields: list[str] = []

    def __init__(self, data: QueryDict, campagnes: Any, national: bool = False) -> None:
        bornes = campagnes.order_by().aggregate(premiere=Min("annee"), derniere=Max("annee"))
        derniere = bornes["derniere"] or 0
        annees = range(derniere, (bornes["premiere"] or derniere + 1) - 1, -1)
        if national and data.get("annee", "") not in map(str, annees):
            data = data.copy()
            data["annee"] = str(derniere or "")
        super().__init__(data, queryset=campagnes.select_related("questionnaire", "caf"))
        demande = Exists(campagnes.order_by().filter(questionnaire=OuterRef("pk")))
        self.filters["questionnaire"].extra["choices"] = [
            (q.pk, q.titre) for q in Questionnaire.objects.filter(demande)
        ]
        self.filters["annee"].extra["choices"] = [(annee, str(annee)) for annee in annees]
        if national:
            self.filters["annee"].extra["empty_label"] = None
        # Those of a Caf are few; the nation chooses among a hundred rather than read them all.
        siennes = Caf.objects.filter(pk__in=campagnes.order_by().values("caf"))
        cafs = list(Caf.objects.all() if national else siennes)
        self.filters["caf"].extra["choices"] = [(c.pk, c.nom) for c in cafs]
        if len(cafs) < 2:
            del self.filters["caf"]

    @property
    def annee_choisie(self) -> int:
        """The exercice read, 0 for all of them."""
        return int(self.form.cleaned_data.get("annee") or 0) if self.form.is_valid() else 0

    def filtrer_suspendues(self, queryset: Any, name: str, value: bool | None) -> Any:
        return queryset.exclude(EN_SERVICE) if value else queryset
