"""A partner as whoever looks after its rights reads it: roles by équipement, rights, warnings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from habilitations.messages import phrase_de_l_adhesion
from habilitations.models import (
    Adhesion,
    Delegation,
    Equipement,
    Habilitation,
    Role,
    Utilisateur,
)
from habilitations.models.droits import HabilitationQuerySet
from habilitations.presentation.actes import periode
from habilitations.presentation.adhesions import etat_de_l_adhesion
from habilitations.presentation.droits import DroitTenu, dire_droit
from habilitations.presentation.fiche import LigneRole, lignes_de_roles
from habilitations.regles.suspensions import suspendu_par_une_revue
from habilitations.regles.verdicts import etat_base
from habilitations.services.actes import pour_un_acte
from habilitations.services.couverture import Manque, equipements_du_partenaire, manques
from habilitations.verification import Examen, examiner, lire_base
from portal.socle.composants import Fait
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class LigneEquipement:
    equipement: Equipement
    roles: list[LigneRole]


@dataclass(frozen=True)
class LignePersonne:
    """A person with each of their rights there; ``actif``: one of them still gives.

    ``suspendable``: so it is, or an answer to a review would have it give again.
    ``connexion`` says when they came last, wherever they did.
    """

    personne: Utilisateur
    droits: list[tuple[Habilitation, DroitTenu]]
    actif: bool
    suspendable: bool
    connexion: str


@dataclass(frozen=True)
class Partenaire:
    """What the page shows. ``gestionnaires``: how many gestionnaires des habilitations hold.

    ``alteree``: why a complete adhesion does not verify, empty when it does.
    """

    faits: list[Fait]
    equipements: list[LigneEquipement]
    manques: list[str]
    personnes: list[LignePersonne]
    gestionnaires: int
    ouvert: bool
    alteree: str


def lire_partenaire(
    base: Adhesion, droits: HabilitationQuerySet, delegation: Delegation | None, jour: date
) -> Partenaire:
    """Everything, in a constant number of queries. ``droits``: those of the partner there."""
    restants = droits.non_finies(jour).filter(retiree_le__isnull=True)
    examens = examiner(pour_un_acte(restants), jour)
    tenus = [e.droit for e in examens if e.motif is None]
    equipements = sorted(equipements_du_partenaire(base, jour), key=lambda e: cle_de_tri(e.nom))
    lue = lire_base(base)
    return Partenaire(
        faits=_faits(base, delegation, jour),
        equipements=[LigneEquipement(e, lignes_de_roles(e, tenus)) for e in equipements],
        manques=dire_manques(manques(equipements, tenus)),
        personnes=_personnes(examens),
        gestionnaires=len(
            {d.utilisateur_id for d in tenus if d.role == Role.GESTIONNAIRE_HABILITATIONS}
        ),
        ouvert=etat_base(lue, jour) is None,
        alteree=phrase_de_l_adhesion(lue.motif) if base.complete_le and lue.motif else "",
    )


def dire_manques(trous: Iterable[Manque]) -> list[str]:
    """« Espace du Lac : approbateur, fournisseur de données d’activité », by équipement."""
    par_nom: dict[int, tuple[str, list[str]]] = {}
    for equipement, role in trous:
        libelle = Role(role).label
        _, roles = par_nom.setdefault(equipement.pk, (equipement.nom, []))
        roles.append(libelle[0].lower() + libelle[1:])
    return [f"{nom} : {', '.join(roles)}" for nom, roles in par_nom.values()]


def avertir(trous: Collection[Manque]) -> str:
    """What an act would leave without anybody, in one sentence; empty when nothing."""
    if not trous:
        return ""
    return f"Attention, plus personne ne tiendra ces rôles – {' ; '.join(dire_manques(trous))}."


def _faits(base: Adhesion, delegation: Delegation | None, jour: date) -> list[Fait]:
    faits = [
        Fait("SIRET", ecrire_siret(base.gestionnaire.siret)),
        Fait("Caf", base.caf.nom),
        Fait("Adhésion", etat_de_l_adhesion(base, jour)[0], base.suspendue_motif),
        Fait("Habilitations", base.get_mode_display()),
    ]
    if delegation:
        roles = ", ".join(Role(role).label for role in Role.values if role in delegation.roles)
        faits.append(Fait("Délégation", periode(delegation.du, delegation.au), roles))
    return faits


def _personnes(examens: Iterable[Examen]) -> list[LignePersonne]:
    par_personne: dict[int, list[Examen]] = {}
    for examen in examens:
        par_personne.setdefault(examen.droit.utilisateur_id, []).append(examen)
    lignes = [
        LignePersonne(
            siens[0].droit.utilisateur,
            [(e.droit, dire_droit(e)) for e in siens],
            any(e.droit.suspendue_le is None for e in siens),
            any(
                e.droit.suspendue_le is None or suspendu_par_une_revue(e.droit.suspendue_motif)
                for e in siens
            ),
            _connexion(siens[0].droit.utilisateur),
        )
        for siens in par_personne.values()
    ]
    return sorted(lignes, key=lambda ligne: (cle_de_tri(ligne.personne.nom), ligne.personne.pk))


def _connexion(qui: Utilisateur) -> str:
    if qui.last_login is None:
        return "jamais connecté" if qui.has_usable_password() else "compte pas encore ouvert"
    return f"dernière connexion le {date_fr(qui.last_login)}"
