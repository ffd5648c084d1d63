"""Questionnaires as lists show them: what is in force, what is announced, what is being written."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.cadre import COMMUNE, Cadre
from bilans.services.definitions import definition_de
from habilitations.models import Caf, Dispositif, Fonction
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri

SUJETS = dict(Dispositif.choices)


@dataclass(frozen=True)
class LigneCatalogue:
    """One questionnaire: its version in force, and its draft when this person edits it."""

    questionnaire: Questionnaire
    sujet: str
    en_vigueur: str
    annonce: str
    brouillon: VersionQuestionnaire | None


@dataclass(frozen=True)
class Catalogue:
    nationaux: tuple[LigneCatalogue, ...]
    des_cafs: tuple[LigneCatalogue, ...]
    archives: tuple[LigneCatalogue, ...]


@dataclass(frozen=True)
class LigneVersion:
    """A version of a questionnaire: its state, from when, for which exercices."""

    version: VersionQuestionnaire
    etat: str
    ton: str
    quand: str
    exercices: str


@dataclass(frozen=True)
class Fiche:
    """A questionnaire with its versions, and what may be done with it."""

    versions: tuple[LigneVersion, ...]
    sujet: str
    brouillon: VersionQuestionnaire | None
    complements: tuple[Questionnaire, ...]
    a_completer: tuple[Caf, ...]


def catalogue(acteur: Acteur) -> Catalogue:
    """All that this person may read; a constant number of queries."""
    visibles = Questionnaire.objects.visibles_par(acteur).select_related("caf", "complete")
    versions = VersionQuestionnaire.objects.visibles_par(acteur).select_related("questionnaire")
    par_questionnaire: dict[int, list[VersionQuestionnaire]] = {}
    for version in versions.order_by("vaut_le", "pk"):
        par_questionnaire.setdefault(version.questionnaire_id, []).append(version)
    lignes = [
        _ligne(questionnaire, par_questionnaire.get(questionnaire.pk, []), acteur)
        for questionnaire in sorted(visibles, key=lambda q: cle_de_tri(q.titre))
        if questionnaire.pk in par_questionnaire
    ]
    actives = [ligne for ligne in lignes if ligne.questionnaire.archive_le is None]
    return Catalogue(
        tuple(li for li in actives if li.questionnaire.caf_id is None),
        tuple(li for li in actives if li.questionnaire.caf_id is not None),
        tuple(li for li in lignes if li.questionnaire.archive_le is not None),
    )


def fiche(questionnaire: Questionnaire, acteur: Acteur, *, administre: bool) -> Fiche:
    visibles = VersionQuestionnaire.objects.visibles_par(acteur)
    versions = list(
        visibles.filter(questionnaire=questionnaire)
        .select_related("questionnaire", "publiee_par")
        .order_by("-pk")
    )
    lisibles = Questionnaire.objects.visibles_par(acteur)
    complements = lisibles.filter(complete=questionnaire).select_related("caf")
    deja = {c.caf_id for c in complements}
    conseil = acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    ouvert = questionnaire.caf_id is None and questionnaire.archive_le is None
    return Fiche(
        tuple(_version(version, acteur) for version in versions),
        _sujet(_cadre(versions)),
        next((v for v in versions if v.est_brouillon), None) if administre else None,
        tuple(complements),
        tuple(Caf.objects.filter(pk__in=conseil - deja).order_by("code")) if ouvert else (),
    )


def _ligne(
    questionnaire: Questionnaire, versions: Sequence[VersionQuestionnaire], acteur: Acteur
) -> LigneCatalogue:
    publiees = [v for v in versions if v.etat == VersionQuestionnaire.Etat.PUBLIEE]
    vigueur = [v for v in publiees if v.vaut_le and v.vaut_le <= acteur.jour]
    futures = [v for v in publiees if v.vaut_le and v.vaut_le > acteur.jour]
    return LigneCatalogue(
        questionnaire,
        _sujet(_cadre(publiees)),
        f"Version {vigueur[-1].version}, depuis le {date_fr(vigueur[-1].vaut_le)}"
        if vigueur
        else "",
        f"Version {futures[0].version}, à partir du {date_fr(futures[0].vaut_le)}"
        if futures
        else "",
        next((v for v in versions if v.est_brouillon), None),
    )


def _version(version: VersionQuestionnaire, acteur: Acteur) -> LigneVersion:
    if version.est_brouillon:
        quand = f"commencé le {date_fr(version.cree_le)}"
        return LigneVersion(version, "Brouillon", "attention", quand, "")
    cadre = definition_de(version).cadre
    future = version.vaut_le is not None and version.vaut_le > acteur.jour
    etat, ton = ("Annoncée", "info") if future else ("Publiée", "succes")
    return LigneVersion(
        version, etat, ton, f"vaut à partir du {date_fr(version.vaut_le)}", exercices_de(cadre)
    )


def exercices_de(cadre: Cadre | None) -> str:
    """« exercices 2025-2026 et suivants », « exercices 2024 à 2026 »; "" without a cadre."""
    if cadre is None:
        return ""
    debut = libelle_exercice(cadre.dispositif, cadre.debut)
    if cadre.fin is None:
        return f"exercices {debut} et suivants"
    if cadre.fin == cadre.debut:
        return f"exercice {debut}"
    return f"exercices {debut} à {libelle_exercice(cadre.dispositif, cadre.fin)}"


def _cadre(versions: Sequence[VersionQuestionnaire]) -> Cadre | None:
    publiees = [v for v in versions if not v.est_brouillon]
    return definition_de(publiees[-1]).cadre if publiees else None


def _sujet(cadre: Cadre | None) -> str:
    """What a bilan is about, as lists say it."""
    if cadre is None:
        return ""
    return "Une commune" if cadre.sujet == COMMUNE else SUJETS.get(cadre.dispositif, "")
