"""Filters of the partners of a review."""

import django_filters as filtres
from django.db.models import F, Q
from django.http import QueryDict

from habilitations.models import RevuePartenaire
from habilitations.presentation.ordre import rechercher_les_partenaires
from habilitations.revues.models.revues import RevuePartenaireQuerySet
from portal.socle.listes import FiltreDeListe

A_FAIRE, COMMENCEES, TERMINEES = "a_faire", "commencees", "terminees"


class FiltreRevue(FiltreDeListe):
    """By name or SIRET of the partner, and by how far it has come."""

    q = filtres.CharFilter(label="Partenaire ou SIRET", method="filtrer_texte")
    etat = filtres.ChoiceFilter(
        label="Réponses",
        choices=((A_FAIRE, "Aucune"), (COMMENCEES, "Commencées"), (TERMINEES, "Terminées")),
        method="filtrer_etat",
        empty_label="Toutes",
    )

    class Meta(FiltreDeListe.Meta):
        model = RevuePartenaire

    def __init__(self, data: QueryDict, partenaires: RevuePartenaireQuerySet) -> None:
        super().__init__(data, queryset=partenaires)

    def filtrer_texte(
        self, queryset: RevuePartenaireQuerySet, name: str, value: str
    ) -> RevuePartenaireQuerySet:
        return rechercher_les_partenaires(queryset, value)

    def filtrer_etat(
        self, queryset: RevuePartenaireQuerySet, name: str, value: str
    ) -> RevuePartenaireQuerySet:
        # Counted by ``avec_comptes``, which the types of a queryset do not tell.
        finies, toutes = Q(restantes=0), Q(restantes=F("personnes"))
        if value == TERMINEES:
            return queryset.filter(finies)
        return queryset.filter(~finies, toutes if value == A_FAIRE else ~toutes)
