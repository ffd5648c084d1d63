"""Readings of a file that are written: those that the reader's portfolio does not explain."""

from collections.abc import Iterable

from declarations.models import Declaration, RepriseElan
from declarations.regles.etats import ActeurDossier
from declarations.services.acteurs import est_cote_caf
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from portal.socle.journal import ecrire_lectures, lecture_sensible
from portal.socle.models import LectureSensible


def tracer_ouverture(declaration: Declaration, acteur: Acteur, acteurs: frozenset[str]) -> None:
    """Write that an agent opened a file outside their portfolio (DOMAINE §7)."""
    if ActeurDossier.LECTEUR_CAF in acteurs:
        _tracer(LectureSensible.Action.DOSSIER_HORS_PORTEFEUILLE, declaration, acteur)


def tracer_chiffres(lus: Iterable[Declaration | RepriseElan], acteur: Acteur) -> None:
    """Write that an agent read, on one page, figures of files outside their portfolio.

    One insertion, whatever their number.
    """
    hors = [
        lu
        for lu in lus
        if acteur.fonctions_sur(lu.equipement) & set(FONCTIONS_INSTRUCTION)
        and not acteur.suit(lu.equipement)
    ]
    if not hors:
        return
    lectures = [
        LectureSensible(
            objet_type=lu._meta.label_lower,
            objet_id=lu.pk,
            gestionnaire_id=lu.gestionnaire_id,
            caf_id=lu.caf_id,
        )
        for lu in hors
    ]
    ecrire_lectures(
        lectures,
        LectureSensible.Action.DOSSIER_HORS_PORTEFEUILLE,
        auteur=acteur.utilisateur,
        le=acteur.maintenant,
    )


def tracer_recepisse(
    declaration: Declaration, numero: int, acteur: Acteur, acteurs: frozenset[str]
) -> None:
    """Write that an agent took away the receipt of a version, whoever they are."""
    if est_cote_caf(acteurs):
        _tracer(LectureSensible.Action.RECEPISSE, declaration, acteur, f"version {numero}")


def _tracer(
    action: str, lu: Declaration | RepriseElan, acteur: Acteur, precision: str = ""
) -> None:
    lecture_sensible(
        action,
        auteur=acteur.utilisateur,
        objet=lu,
        precision=precision,
        gestionnaire_id=lu.gestionnaire_id,
        caf_id=lu.caf_id,
        le=acteur.maintenant,
    )
