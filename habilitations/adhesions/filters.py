"""Filters of the adhesion files: those at work unless others are asked for."""

import django_filters as filtres
from django.db.models import Q
from django.http import QueryDict

from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.models.dossiers import NON_CLOS, DossierAdhesionQuerySet
from portal.socle.francais import chercheur
from portal.socle.listes import FiltreDeListe

EN_COURS, COMPLETS, SANS_SUITE = "en_cours", "complets", "sans_suite"
CONDITIONS = {
    EN_COURS: NON_CLOS,
    COMPLETS: Q(complet_le__isnull=False),
    SANS_SUITE: Q(sans_suite_le__isnull=False),
}


class FiltreAdhesions(FiltreDeListe):
    """By name or SIRET of the partner, and by whether the file is closed."""

    q = filtres.CharFilter(label="Partenaire ou SIRET", method="filtrer_texte")
    dossiers = filtres.ChoiceFilter(
        label="Dossiers",
        choices=((EN_COURS, "En cours"), (COMPLETS, "Complets"), (SANS_SUITE, "Sans suite")),
        method="filtrer_cloture",
        empty_label="Tous",
    )

    class Meta(FiltreDeListe.Meta):
        model = DossierAdhesion

    def __init__(self, data: QueryDict, dossiers: DossierAdhesionQuerySet) -> None:
        choix = data.copy()
        if "dossiers" not in choix and "tout" not in choix:
            choix["dossiers"] = EN_COURS
        super().__init__(choix, queryset=dossiers)

    def filtrer_texte(
        self, queryset: DossierAdhesionQuerySet, name: str, value: str
    ) -> DossierAdhesionQuerySet:
        """Every word typed, whatever its accents, or a part of the SIRET; one query more."""
        chiffres = "".join(value.split())
        if chiffres.isascii() and chiffres.isdigit() and len(chiffres) >= 3:
            return queryset.filter(gestionnaire__siret__contains=chiffres)
        comporte = chercheur(value)
        noms = queryset.order_by().values_list("gestionnaire", "gestionnaire__nom").distinct()
        trouves = [pk for pk, nom in noms if comporte([nom])]
        return queryset.filter(gestionnaire__in=trouves)

    def filtrer_cloture(
        self, queryset: DossierAdhesionQuerySet, name: str, value: str
    ) -> DossierAdhesionQuerySet:
        return queryset.filter(CONDITIONS[value])
