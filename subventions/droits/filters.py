"""Filters of the rights of a Caf."""

from collections.abc import Iterable

import django_filters as filtres
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict

from habilitations.models import Dispositif
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.presentation.ordre import rechercher_les_exercices
from habilitations.regles.exercices import libelle_exercice
from portal.socle.listes import FiltreDeListe, FormulaireListe
from subventions.droits.regles.situation import EtatDroit
from subventions.models import DecisionDroit, Droit, NatureDroit
from subventions.models.droits import DroitQuerySet

SUSPENDU, A_SIGNER = "suspendu", "a_signer"
SITUATIONS: dict[str, str] = {
    EtatDroit.PROVISOIRE: "Provisoires",
    EtatDroit.DEFINITIF: "Définitifs",
    SUSPENDU: "Suspendus",
    A_SIGNER: "Décision à confirmer",
    EtatDroit.REMPLACE: "Remplacés",
    EtatDroit.ANNULE: "Annulés",
}
PORTEFEUILLE, TOUTE_LA_CAF = "portefeuille", "caf"


class FormulaireDroits(FormulaireListe):
    """The order of its filters."""

    field_order = ("q", "perimetre", "dispositif", "annee", "nature", "etat", "sort")


class FiltreDroits(FiltreDeListe):
    """By équipement or partner, portfolio, dispositif, exercice, nature, and where one stands."""

    q = filtres.CharFilter(label="Équipement, partenaire ou SIRET", method="filtrer_texte")
    perimetre = filtres.ChoiceFilter(
        label="Périmètre",
        choices=((PORTEFEUILLE, "Mon portefeuille"), (TOUTE_LA_CAF, "Toute la Caf")),
        method="filtrer_perimetre",
        empty_label=None,
    )
    dispositif = filtres.ChoiceFilter(
        label="Dispositif", choices=Dispositif.choices, empty_label="Tous"
    )
    annee = filtres.ChoiceFilter(label="Exercice", empty_label="Tous")
    nature = filtres.ChoiceFilter(label="Nature", choices=NatureDroit.choices, empty_label="Toutes")
    etat = filtres.ChoiceFilter(
        label="Situation",
        choices=list(SITUATIONS.items()),
        method="filtrer_etat",
        empty_label="En vigueur",
    )

    class Meta(FiltreDeListe.Meta):
        model = Droit
        form = FormulaireDroits

    def __init__(self, data: QueryDict, droits: DroitQuerySet, acteur: Acteur) -> None:
        self.acteur = acteur
        super().__init__(data, queryset=avec_signature(droits.avec_suspension()))
        couples = droits.order_by().values_list("annee", "dispositif").distinct()
        annees: dict[int, set[str]] = {}
        for annee, dispositif in couples:
            annees.setdefault(annee, set()).add(libelle_exercice(dispositif, annee))
        self.exercices = [
            (a, " et ".join(sorted(annees[a], key=len))) for a in sorted(annees, reverse=True)
        ]
        self.filters["annee"].extra["choices"] = self.exercices
        if not acteur.portefeuilles:
            del self.filters["perimetre"]

    @property
    def etat_choisi(self) -> str:
        return self.valeurs.get("etat") or ""

    def par_etat(self) -> dict[str, int]:
        """How many the other filters keep, for each choice of the last one; one query."""
        autres = [nom for nom in self.filters if nom != "etat"]
        gardes = self.appliquer(self.queryset, autres).order_by()
        choix = ("", *SITUATIONS)
        # Under names of their own: those of the annotations are taken.
        comptes = {f"n_{nom}": Count("pk", filter=_condition(nom)) for nom in choix}
        lus = gardes.aggregate(**comptes)
        return {nom: lus[f"n_{nom}"] for nom in choix}

    def appliquer(self, lignes: DroitQuerySet, noms: Iterable[str]) -> DroitQuerySet:
        """Two of them keep something out even when nothing is asked for."""
        noms = set(noms)
        droits: DroitQuerySet = super().appliquer(lignes, noms - {"perimetre", "etat"})
        if "perimetre" in noms:
            droits = self.filtrer_perimetre(droits, "perimetre", self.valeurs.get("perimetre"))
        if "etat" in noms:
            droits = self.filtrer_etat(droits, "etat", self.valeurs.get("etat"))
        return droits

    def filtrer_texte(self, queryset: DroitQuerySet, name: str, value: str) -> DroitQuerySet:
        return rechercher_les_exercices(queryset, value)

    def filtrer_perimetre(
        self, queryset: DroitQuerySet, name: str, value: str | None
    ) -> DroitQuerySet:
        """The portfolio at first, for who has one."""
        if value == TOUTE_LA_CAF:
            return queryset
        return queryset.filter(equipement__portefeuille__in=self.acteur.portefeuilles)

    def filtrer_etat(self, queryset: DroitQuerySet, name: str, value: str | None) -> DroitQuerySet:
        return queryset.filter(_condition(value or ""))


def filtre_de(acteur: Acteur, parametres: QueryDict) -> FiltreDroits:
    """The rights of the Cafs at which this person reads the files, as these parameters ask."""
    droits = Droit.objects.filter(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
    return FiltreDroits(parametres, droits, acteur)


def avec_signature(droits: DroitQuerySet) -> DroitQuerySet:
    """Add ``a_signer``: a decision waits for its second signature."""
    attendent = DecisionDroit.objects.en_attente().filter(droit=OuterRef("pk"))
    return droits.annotate(a_signer=Exists(attendent))


def _condition(choix: str) -> Q:
    en_vigueur = Q(etat__in=(EtatDroit.PROVISOIRE.value, EtatDroit.DEFINITIF.value))
    if choix == SUSPENDU:
        return en_vigueur & Q(est_suspendu=True)
    if choix == A_SIGNER:
        return en_vigueur & Q(a_signer=True)
    return Q(etat=choix) if choix else en_vigueur
