"""Filters of the lists of the annuaire; each list is that of one Caf."""

from datetime import date
from typing import Any

import django_filters as filtres
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from habilitations.annuaire.services.acces import gestionnaires_de
from habilitations.models import Caf, Dispositif, Equipement, Gestionnaire, Portefeuille
from habilitations.models.equipements import EquipementQuerySet
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rechercher, rechercher_gestionnaires
from portal.socle.francais import cle_de_tri
from portal.socle.listes import FiltreDeListe, FormulaireListe

OUVERTS, FERMES = "ouverts", "fermes"
SANS_PAPIERS, ADHERENTS = "sans", "complete"


class FormulaireAnnuaire(FormulaireListe):
    """The Caf comes first, for who keeps several."""

    field_order = ("caf", "q")


class FiltreDeLaCaf(FiltreDeListe):
    """Base: the list of one Caf, chosen when there are several."""

    caf = filtres.ChoiceFilter(label="Caf", empty_label=None, method="garder_tout")

    class Meta(FiltreDeListe.Meta):
        model = Equipement
        form = FormulaireAnnuaire

    def __init__(
        self, data: QueryDict, lignes: "QuerySet[Any]", caf: Caf, cafs: "list[tuple[int, str]]"
    ) -> None:
        donnees = data.copy()
        donnees["caf"] = str(caf.pk)
        super().__init__(donnees, queryset=lignes)
        self.filters["caf"].extra["choices"] = cafs
        if len(cafs) == 1:
            self.filters["caf"].extra["widget"] = forms.HiddenInput

    def garder_tout(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """The rows are those of the Caf already."""
        return queryset


class FiltreOuverts(FiltreDeLaCaf):
    """Base: rows with a ``ferme_le``, open or closed on the day of who looks."""

    etat = filtres.ChoiceFilter(
        label="État",
        choices=((OUVERTS, "Ouverts"), (FERMES, "Fermés")),
        method="filtrer_etat",
        empty_label="Tous",
    )

    def __init__(
        self,
        data: QueryDict,
        lignes: "QuerySet[Any]",
        caf: Caf,
        cafs: list[tuple[int, str]],
        jour: date,
    ) -> None:
        self.jour = jour
        super().__init__(data, lignes, caf, cafs)

    def filtrer_etat(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        fermes = Q(ferme_le__lt=self.jour)
        return queryset.filter(fermes) if value == FERMES else queryset.exclude(fermes)


class FiltreGestionnaires(FiltreDeLaCaf):
    """By name or SIRET, nature, and adhesion."""

    q = filtres.CharFilter(label="Nom ou SIRET", method="filtrer_texte")
    nature = filtres.ChoiceFilter(
        label="Nature", choices=Gestionnaire.Nature.choices, empty_label="Toutes"
    )
    adhesion = filtres.ChoiceFilter(
        label="Adhésion",
        choices=((ADHERENTS, "Complète"), (SANS_PAPIERS, "Absente ou incomplète")),
        method="filtrer_adhesion",
        empty_label="Toutes",
    )

    def __init__(self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]]) -> None:
        self.de_la_caf = caf
        super().__init__(data, gestionnaires_de(caf.pk), caf, cafs)

    def filtrer_texte(
        self, queryset: QuerySet[Gestionnaire], name: str, value: str
    ) -> QuerySet[Gestionnaire]:
        return rechercher_gestionnaires(queryset, value)

    def filtrer_adhesion(
        self, queryset: QuerySet[Gestionnaire], name: str, value: str
    ) -> QuerySet[Gestionnaire]:
        completes = self.de_la_caf.adhesions.filter(complete_le__isnull=False)
        ids = list(completes.values_list("gestionnaire", flat=True))
        condition = Q(pk__in=ids)
        return queryset.filter(condition if value == ADHERENTS else ~condition)


class FiltreEquipementsAnnuaire(FiltreOuverts):
    """By name, gestionnaire or SIRET, dispositif, portfolio, open or closed."""

    q = filtres.CharFilter(label="Équipement, gestionnaire ou SIRET", method="filtrer_texte")
    dispositif = filtres.ChoiceFilter(
        label="Dispositif", choices=Dispositif.choices, empty_label="Tous"
    )
    portefeuille = filtres.ChoiceFilter(label="Portefeuille", empty_label="Tous")

    def __init__(
        self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]], acteur: Acteur
    ) -> None:
        super().__init__(data, Equipement.objects.filter(caf=caf), caf, cafs, acteur.jour)
        siens = Portefeuille.objects.filter(caf=caf).select_related("titulaire")
        choix = [(p.pk, f"{p.nom} – {p.titulaire}") for p in siens]
        self.filters["portefeuille"].extra["choices"] = sorted(
            choix, key=lambda paire: cle_de_tri(paire[1])
        )

    def filtrer_texte(
        self, queryset: EquipementQuerySet, name: str, value: str
    ) -> EquipementQuerySet:
        return rechercher(queryset, value)
