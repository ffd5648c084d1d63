"""Filters of the lists of declarations."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import django_filters as filtres
from django import forms
from django.db.models import Count
from django.http import QueryDict

from declarations.echeances import avec_limite, est_en_retard
from declarations.models import Declaration
from declarations.models.calendrier import Nature
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.ordre import rechercher
from declarations.presentation.suite import libelle_etat
from declarations.presentation.suivi import (
    CORRECTIONS_EN_RETARD,
    DEROGATIONS,
    EN_RETARD,
    NON_TRANSMISES,
    a_un_portefeuille,
)
from declarations.regles import etats
from declarations.regles.etats import Etat
from habilitations.models import Dispositif, Portefeuille
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.dossiers.models import Derogation, Dossier
from portal.socle.francais import cle_de_tri, de
from portal.socle.listes import FiltreDeListe, FormulaireListe

RETARDS = (
    (EN_RETARD, "En retard"),
    (NON_TRANSMISES, "Non transmises après l’échéance"),
    (CORRECTIONS_EN_RETARD, "Corrections en retard"),
    (DEROGATIONS, "Avec une dérogation en cours"),
)
PORTEFEUILLE = "portefeuille"
TOUTE_LA_CAF = "caf"
# Before the key of one portfolio among several.
UN_PORTEFEUILLE = "portefeuille-"
REMPLACE = "en remplacement"


def choix_exercices(declarations: DeclarationQuerySet) -> list[tuple[int, str]]:
    """Exercices present in a list, latest first: « 2025 », « 2025 et 2025-2026 »; one query."""
    annees: dict[int, set[str]] = {}
    couples = declarations.order_by().values_list("annee", "dispositif").distinct()
    for annee, dispositif in couples:
        annees.setdefault(annee, set()).add(libelle_exercice(dispositif, annee))
    return [(a, " et ".join(sorted(annees[a], key=len))) for a in sorted(annees, reverse=True)]


class FormulaireDossiers(FormulaireListe):
    """The order of its filters."""

    field_order: Sequence[str] = (
        "q",
        "perimetre",
        "dispositif",
        "nature",
        "annee",
        "retard",
        "etat",
        "sort",
    )


class FiltreListe(FiltreDeListe):
    """What every list of files shares: the exercices offered are those of the list."""

    annee = filtres.ChoiceFilter(label="Exercice", empty_label="Tous")

    class Meta(FiltreDeListe.Meta):
        model: type[Dossier] = Declaration
        form = FormulaireDossiers

    def __init__(self, data: QueryDict, declarations: DeclarationQuerySet, **options: Any) -> None:
        super().__init__(data, queryset=declarations, **options)
        self.exercices = choix_exercices(declarations)
        self.filters["annee"].extra["choices"] = self.exercices


class FiltreSuivi(FiltreListe):
    """The partner's list: by exercice."""


class FiltreDeFile(FiltreListe):
    """What the queues of every kind of file share: whose, which dispositif, in which state.

    ``par_etat`` counts what the other filters keep, by state; each kind adds ``etat``, and says how
    a text is looked for.
    """

    q = filtres.CharFilter(
        label="Partenaire, équipement, SIRET ou référence", method="filtrer_texte"
    )
    perimetre = filtres.ChoiceFilter(
        label="Périmètre", method="sans_effet", empty_label=None, choices=()
    )
    dispositif = filtres.ChoiceFilter(
        label="Dispositif", choices=Dispositif.choices, empty_label="Tous"
    )

    def __init__(self, data: QueryDict, dossiers: Any, acteur: Acteur, **options: Any) -> None:
        self.acteur = acteur
        super().__init__(data, dossiers, **options)
        if a_un_portefeuille(acteur):
            self.filters["perimetre"].extra["choices"] = choix_perimetre(acteur)
        else:
            del self.filters["perimetre"]

    @cached_property
    def hors_etat(self) -> Any:
        """What every filter but the state keeps."""
        dossiers = self.queryset.all()
        perimetre = self.valeurs.get("perimetre")
        if "perimetre" in self.filters and perimetre != TOUTE_LA_CAF:
            dossiers = dossiers.du_portefeuille(self.acteur)
            if perimetre and perimetre != PORTEFEUILLE:
                cle = int(perimetre.removeprefix(UN_PORTEFEUILLE))
                dossiers = dossiers.filter(equipement__portefeuille=cle)
        return self.appliquer(dossiers, [nom for nom in self.filters if nom != "etat"])

    def filter_queryset(self, queryset: Any) -> Any:
        return self.appliquer(self.hors_etat, ["etat"])

    @property
    def etat_choisi(self) -> str:
        return self.valeurs.get("etat") or ""

    def par_etat(self) -> dict[str, int]:
        """How many files are in each state, whatever the state asked for; one query."""
        comptes = self.hors_etat.order_by().values("etat").annotate(combien=Count("pk"))
        return dict(comptes.values_list("etat", "combien"))

    def filtrer_texte(self, queryset: Any, name: str, value: str) -> Any:
        raise NotImplementedError

    def sans_effet(self, queryset: Any, name: str, value: str) -> Any:
        """The scope is chosen in ``hors_etat``: it has an effect when left empty too."""
        return queryset


class FiltreFile(FiltreDeFile):
    """The adviser's queue of declarations."""

    nature = filtres.ChoiceFilter(label="Nature", choices=Nature.choices, empty_label="Toutes")
    retard = filtres.ChoiceFilter(
        label="Échéances", choices=RETARDS, method="filtrer_retard", empty_label="Toutes"
    )
    etat = filtres.ChoiceFilter(
        choices=[(e, libelle_etat(e, cote_caf=True)) for e in Etat],
        widget=forms.HiddenInput,
    )

    def __init__(self, data: QueryDict, declarations: DeclarationQuerySet, acteur: Acteur) -> None:
        super().__init__(data, avec_limite(declarations), acteur)

    def filtrer_texte(
        self, queryset: DeclarationQuerySet, name: str, value: str
    ) -> DeclarationQuerySet:
        return rechercher(queryset, value)

    def filtrer_retard(
        self, queryset: DeclarationQuerySet, name: str, value: str
    ) -> DeclarationQuerySet:
        jour = self.acteur.jour
        if value == DEROGATIONS:
            actives = Derogation.objects.actives(jour).values("dossier")
            return queryset.filter(etat__in=etats.AVANT_ENVOI, pk__in=actives)
        en_retard = queryset.filter(est_en_retard(jour))
        if value == NON_TRANSMISES:
            return en_retard.filter(version_en_vigueur=None)
        if value == CORRECTIONS_EN_RETARD:
            return en_retard.filter(version_en_vigueur__isnull=False)
        return en_retard


def choix_perimetre(acteur: Acteur) -> Iterable[tuple[str, str]]:
    """Mine, each of mine apart when a substitute has several, or the Caf."""
    plusieurs = len({a.caf_id for a in acteur.affectations if a.caf_id}) > 1
    siens = _portefeuilles(acteur)
    return (
        (PORTEFEUILLE, "Mes portefeuilles" if siens else "Mon portefeuille"),
        *siens,
        (TOUTE_LA_CAF, "Toutes mes Caf" if plusieurs else "Toute la Caf"),
    )


def _portefeuilles(acteur: Acteur) -> list[tuple[str, str]]:
    """Each portfolio of who answers for several: their own, and whom they replace; one query."""
    if len(acteur.portefeuilles) < 2:
        return []
    choix = []
    suivis = Portefeuille.objects.filter(pk__in=acteur.portefeuilles).select_related("titulaire")
    for portefeuille in sorted(suivis, key=lambda p: cle_de_tri(p.nom)):
        titulaire = portefeuille.titulaire
        remplace = "" if titulaire == acteur.utilisateur else f", {REMPLACE} {de(str(titulaire))}"
        choix.append((f"{UN_PORTEFEUILLE}{portefeuille.pk}", f"{portefeuille.nom}{remplace}"))
    return choix
