"""Which bilans are counted: a questionnaire, facts of the files, answers to any question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from bilans.models import Bilan, Questionnaire, ReponseAnalyse, VersionQuestionnaire
from bilans.models.bilans import BilanQuerySet
from bilans.regles.analyse.comptes import separer
from bilans.regles.analyse.resultats import SANS_REPONSE
from bilans.regles.etats import Etat
from habilitations.models.droits import FONCTIONS_INSTRUCTION as FONCTIONS
from habilitations.permissions import Acteur
from portal.saisie.regles.valeurs import lire


@dataclass(frozen=True)
class Filtre:
    """Keep the bilans that answered so: on one row at least, where the question is repeated.

    ``valeurs`` are codes of choices, « ne_sait_pas », REMPLI or SANS_REPONSE; or a number, or a
    day, is between two, both included.
    """

    colonne_id: int
    valeurs: frozenset[str] = frozenset()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    depuis: date | None = None
    jusqua: date | None = None

    def accepte(self, valeur: str) -> bool:
        """Tell whether a value, as it is counted, is one of those asked for."""
        if not valeur:
            return SANS_REPONSE in self.valeurs
        if self.depuis or self.jusqua:
            return valeur in self.valeurs or self._est_entre(valeur)
        if self.minimum is None and self.maximum is None:
            return bool(self.valeurs & {valeur, *separer(valeur)})
        nombre = lire(valeur)
        if nombre is None:
            return valeur in self.valeurs
        apres = self.minimum is None or nombre >= self.minimum
        return apres and (self.maximum is None or nombre <= self.maximum)

    def _est_entre(self, valeur: str) -> bool:
        try:
            jour = date.fromisoformat(valeur)
        except ValueError:
            return False
        return (self.depuis or jour) <= jour <= (self.jusqua or jour)


@dataclass(frozen=True)
class Selection:
    """What is counted. None or "" means all: exercices, Cafs, portfolios, partners, versions.

    ``valides`` keeps the bilans that a Caf has validated; otherwise all those sent count.
    """

    questionnaire: Questionnaire
    annee: int | None = None
    caf: int | None = None
    portefeuille: int | None = None
    partenaire: str = ""
    version: int | None = None
    valides: bool = False
    filtres: tuple[Filtre, ...] = ()


def bilans_de(selection: Selection, acteur: Acteur) -> BilanQuerySet:
    """The bilans chosen, among those that this person may count."""
    bilans = du_questionnaire(selection.questionnaire, acteur)
    if selection.annee is not None:
        bilans = bilans.filter(annee=selection.annee)
    if selection.caf is not None:
        bilans = bilans.filter(caf=selection.caf)
    if selection.portefeuille is not None:
        bilans = bilans.filter(equipement__portefeuille=selection.portefeuille)
    if selection.partenaire:
        bilans = bilans.filter(gestionnaire__nature=selection.partenaire)
    if selection.version is not None:
        laquelle = "complement" if selection.questionnaire.complete_id else "version"
        bilans = bilans.filter(**{laquelle: selection.version})
    if selection.valides:
        bilans = bilans.filter(etat=Etat.VALIDE)
    for filtre in selection.filtres:
        bilans = bilans.filter(pk__in=_qui_repondent(filtre))
    return bilans


def du_questionnaire(questionnaire: Questionnaire, acteur: Acteur) -> BilanQuerySet:
    """Every bilan of a questionnaire, or with the sections of a Caf, that a person may count."""
    bilans = Bilan.objects.analysables_par(acteur)
    if questionnaire.complete_id:
        return bilans.filter(complement__questionnaire=questionnaire)
    return bilans.filter(version__questionnaire=questionnaire)


def questionnaires_de(acteur: Acteur) -> Sequence[Questionnaire]:
    """Those whose answers a person may count: the national ones, and the sections of their Caf."""
    cafs = () if acteur.est_national else acteur.cafs_comme(FONCTIONS)
    tous = Questionnaire.objects.filter(caf=None) | Questionnaire.objects.filter(caf__in=cafs)
    publiees = VersionQuestionnaire.objects.exclude(etat=VersionQuestionnaire.Etat.BROUILLON)
    avec = Prefetch("versions", publiees.order_by("vaut_le", "pk"), to_attr="publiees")
    return list(
        tous.select_related("caf", "complete").prefetch_related(avec).order_by("titre", "pk")
    )


def derniere_version(questionnaire: Questionnaire) -> VersionQuestionnaire | None:
    """The last version published of a questionnaire that ``questionnaires_de`` gave."""
    publiees: list[VersionQuestionnaire] = questionnaire.publiees  # type: ignore[attr-defined]
    return publiees[-1] if publiees else None


def _qui_repondent(filtre: Filtre) -> "QuerySet[ReponseAnalyse, Any]":
    """Ids of the bilans that a filter keeps: its values are chosen among those there are."""
    reponses = ReponseAnalyse.objects.filter(colonne=filtre.colonne_id)
    presentes = reponses.order_by().values_list("valeur", flat=True).distinct()
    voulues = [valeur for valeur in presentes if filtre.accepte(valeur)]
    return reponses.filter(valeur__in=voulues).values("bilan")
