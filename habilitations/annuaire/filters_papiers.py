"""Filters of the lists of papers and of lieux of one Caf."""

from typing import Any

import django_filters as filtres
from django.db.models import QuerySet
from django.http import QueryDict

from habilitations.annuaire.filters import FiltreDeLaCaf, FiltreOuverts
from habilitations.annuaire.presentation.papiers import ETATS, genres_de_papiers, papiers_de
from habilitations.models import Caf, Lieu, PieceAdhesion
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rechercher_par


class FiltrePapiers(FiltreDeLaCaf):
    """By partner, SIRET, équipement or reference, kind and state; ``qs``: see ``papiers_de``."""

    q = filtres.CharFilter(label="Partenaire, SIRET, équipement ou référence")
    genre = filtres.ChoiceFilter(label="Papier", empty_label="Tous")
    etat = filtres.ChoiceFilter(
        label="État", choices=[(code, dit[0]) for code, dit in ETATS.items()], empty_label="Tous"
    )

    def __init__(
        self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]], acteur: Acteur
    ) -> None:
        self.de_la_caf, self.jour = caf, acteur.jour
        super().__init__(data, PieceAdhesion.objects.none(), caf, cafs)
        self.filters["genre"].extra["choices"] = list(genres_de_papiers().items())

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Read the four tables: each is narrowed before they are joined."""
        choix = self.form.cleaned_data
        return papiers_de(
            self.de_la_caf,
            self.jour,
            texte=choix.get("q") or "",
            genre=choix.get("genre") or "",
            etat=choix.get("etat") or "",
        )


class FiltreLieux(FiltreOuverts):
    """By lieu, équipement, gestionnaire or SIRET; open or closed."""

    q = filtres.CharFilter(label="Lieu, équipement, gestionnaire ou SIRET", method="filtrer_texte")

    def __init__(
        self, data: QueryDict, caf: Caf, cafs: list[tuple[int, str]], acteur: Acteur
    ) -> None:
        siens = Lieu.objects.filter(equipement__caf=caf)
        super().__init__(data, siens, caf, cafs, acteur.jour)

    def filtrer_texte(self, queryset: QuerySet[Lieu], name: str, value: str) -> QuerySet[Lieu]:
        champs = ("nom", "adresse", "equipement__nom", "equipement__gestionnaire__nom")
        return rechercher_par(queryset, value, *champs, siret="equipement__gestionnaire__siret")
