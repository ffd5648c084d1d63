"""What a transfer will do, told before it is decided: files, who loses and who gains access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from declarations.models import Declaration
from declarations.regles.etats import CHEZ_LA_CAF, CHEZ_LE_PARTENAIRE
from habilitations.models import ROLES_DECLARATION, Equipement, Gestionnaire
from habilitations.models.droits import Role
from habilitations.presentation.fiche import LigneRole, lignes_de_roles
from portal.dossiers.models import Dossier
from portal.dossiers.services.destinataires import droits_chez
from portal.socle.francais import compter


@dataclass(frozen=True)
class SuiteDuTransfert:
    """What follows the équipement, who loses it and who opens it; roles that nobody would hold."""

    le: date
    de: Gestionnaire
    vers: Gestionnaire
    immediat: bool
    dossiers: list[str]
    perdent: list[LigneRole]
    ouvrent: list[LigneRole]
    non_pourvus: list[str]


def suite_du_transfert(
    equipement: Equipement, vers: Gestionnaire, le: date, jour: date
) -> SuiteDuTransfert:
    """Tell, on ``jour``, what the passage of an équipement to ``vers`` from ``le`` on will do."""
    quand = max(le, jour)
    perdent = _roles(equipement, equipement.gestionnaire, jour)
    ouvrent = _roles(equipement, vers, quand)
    return SuiteDuTransfert(
        le=le,
        de=equipement.gestionnaire,
        vers=vers,
        immediat=le <= jour,
        dossiers=_dossiers(equipement),
        perdent=[role for role in perdent if role.personnes],
        ouvrent=ouvrent,
        non_pourvus=[role.libelle for role in ouvrent if not role.personnes],
    )


def _roles(equipement: Equipement, gestionnaire: Gestionnaire, jour: date) -> list[LigneRole]:
    droits = droits_chez(gestionnaire.pk, equipement, [Role(r) for r in ROLES_DECLARATION], jour)
    return lignes_de_roles(equipement, droits)


def _dossiers(equipement: Equipement) -> list[str]:
    """The files that follow, by where they stand; nothing is told of what is in them."""
    etats = list(Declaration.objects.filter(equipement=equipement).values_list("etat", flat=True))
    en_cours = _parmi(etats, CHEZ_LE_PARTENAIRE)
    a_la_caf = _parmi(etats, CHEZ_LA_CAF)
    terminees = len(etats) - en_cours - a_la_caf
    bilans = Dossier.objects.filter(equipement=equipement).count() - len(etats)
    return [
        f"{compter(combien, 'déclaration')} {ou}" if ou else compter(combien, "bilan")
        for combien, ou in (
            (en_cours, "à saisir, à corriger ou à approuver"),
            (a_la_caf, "à la Caf"),
            (terminees, "validées ou sans objet" if terminees > 1 else "validée ou sans objet"),
            (bilans, ""),
        )
        if combien
    ]


def _parmi(etats: Iterable[str], cherches: Iterable[str]) -> int:
    voulus = frozenset(cherches)
    return sum(etat in voulus for etat in etats)
