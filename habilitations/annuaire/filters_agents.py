"""Filters of the lists of agents and portfolios of one Caf."""

import django_filters as filtres
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from habilitations.annuaire.filters import FiltreDeLaCaf
from habilitations.models import AffectationAgent, Caf, Fonction, Portefeuille
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rechercher_personnes

TOUTES = "toutes"


class FiltreAgents(FiltreDeLaCaf):
    """By name or address, function; those in function or to come, and on demand those who were.

    The functions of the Caf, and of the country for who administers it.
    """

    q = filtres.CharFilter(label="Nom ou adresse", method="filtrer_texte")
    fonction = filtres.ChoiceFilter(
        label="Fonction", choices=Fonction.choices, empty_label="Toutes"
    )
    periode = filtres.ChoiceFilter(
        label="Période",
        choices=((TOUTES, "Toutes, terminées comprises"),),
        empty_label="En cours et à venir",
        method="garder_tout",
    )

    def __init__(
        self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]], acteur: Acteur
    ) -> None:
        ou = Q(caf=caf) | Q(caf__isnull=True) if acteur.est_national else Q(caf=caf)
        affectations = AffectationAgent.objects.filter(ou)
        if data.get("periode") != TOUTES:
            affectations = affectations.filter(Q(au__isnull=True) | Q(au__gte=acteur.jour))
        super().__init__(data, affectations.select_related("utilisateur", "caf"), caf, cafs)

    def filtrer_texte(
        self, queryset: QuerySet[AffectationAgent], name: str, value: str
    ) -> QuerySet[AffectationAgent]:
        champs = ("utilisateur__prenom", "utilisateur__nom", "utilisateur__email")
        return rechercher_personnes(queryset, value, *champs)


class FiltrePortefeuilles(FiltreDeLaCaf):
    """By name of the portfolio, of who holds it or stands in."""

    q = filtres.CharFilter(label="Portefeuille ou personne", method="filtrer_texte")

    def __init__(self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]]) -> None:
        siens = Portefeuille.objects.filter(caf=caf).select_related("titulaire", "remplacant")
        super().__init__(data, siens.annotate(combien=Count("equipements")), caf, cafs)

    def filtrer_texte(
        self, queryset: QuerySet[Portefeuille], name: str, value: str
    ) -> QuerySet[Portefeuille]:
        gens = (
            f"{qui}__{quoi}" for qui in ("titulaire", "remplacant") for quoi in ("prenom", "nom")
        )
        return rechercher_personnes(queryset, value, "nom", *gens)
