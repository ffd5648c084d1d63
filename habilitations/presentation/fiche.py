"""The fiche of an équipement: what each section shows, ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habilitations.models import (
    ROLES_DECLARATION,
    Adhesion,
    Convention,
    Dispositif,
    Equipement,
    Habilitation,
    Notification,
    TransfertEquipement,
)
from habilitations.models.droits import Role
from habilitations.presentation.adhesions import etat_de_l_adhesion
from habilitations.regles.exercices import exercices_couverts, libelle_exercice
from habilitations.services.transferts import empechement
from habilitations.verification import droits_verifies
from portal.socle.composants import Fait, Interlocuteur
from portal.socle.formats import date_fr, ecrire_siret
from portal.socle.francais import cle_de_tri


@dataclass(frozen=True)
class LigneRole:
    """A role on the declarations and who holds it; nobody: « non pourvu »."""

    libelle: str
    personnes: list[str]


@dataclass(frozen=True)
class LigneNotification:
    """An exercice that a COF covers, with its notification when it is written."""

    annee: int
    exercice: str
    notification: Notification | None


@dataclass(frozen=True)
class EtatTransfert:
    """A transfer as the fiche shows it: what it is today, and why it waits if it does."""

    transfert: TransfertEquipement
    libelle: str
    ton: str
    empechement: str = ""


def identite(equipement: Equipement, jour: date, cote_caf: bool) -> list[Fait]:
    """Who runs the équipement and what it is; the portfolio and the adhesion for the Caf only."""
    gestionnaire = equipement.gestionnaire
    faits = [
        Fait("Gestionnaire", gestionnaire.nom, gestionnaire.get_nature_display()),
        Fait("SIRET", ecrire_siret(gestionnaire.siret)),
    ]
    if gestionnaire.adresse:
        faits.append(Fait("Adresse", gestionnaire.adresse))
    faits += [
        Fait("Dispositif", equipement.get_dispositif_display()),
        Fait("Caf", equipement.caf.nom),
    ]
    if equipement.organisation:
        faits.append(Fait("Organisation", equipement.get_organisation_display()))
    if equipement.ouvert_le:
        faits.append(Fait("Ouvert le", date_fr(equipement.ouvert_le)))
    if equipement.ferme_le:
        faits.append(Fait("Fermé le", date_fr(equipement.ferme_le)))
    if cote_caf:
        faits += [
            Fait("Adhésion", etat_adhesion(equipement, jour)),
            Fait("Portefeuille", equipement.portefeuille.nom),
        ]
    return faits


def etat_adhesion(equipement: Equipement, jour: date) -> str:
    """Where the adhesion of the gestionnaire stands on that day, in words."""
    adhesion = Adhesion.objects.filter(
        caf=equipement.caf_id, gestionnaire=equipement.gestionnaire_id
    ).first()
    return etat_de_l_adhesion(adhesion, jour)[0]


def etat_convention(convention: Convention, jour: date) -> tuple[str, str]:
    """Label and tone of a COF on that day."""
    if convention.du > jour:
        return "À venir", "info"
    return ("Terminée", "neutre") if convention.au < jour else ("En cours", "succes")


def roles(equipement: Equipement, jour: date) -> list[LigneRole]:
    """The three roles that declarations need, each with those whose right verifies."""
    droits = Habilitation.objects.filter(
        role__in=ROLES_DECLARATION, gestionnaire=equipement.gestionnaire_id, caf=equipement.caf_id
    )
    return lignes_de_roles(equipement, droits_verifies(droits, jour))


def perdent_l_acces(equipement: Equipement, jour: date) -> str:
    """Who loses access when the équipement changes hands, by name; empty when nobody does."""
    droits = droits_verifies(Habilitation.objects.sur(equipement), jour)
    noms = sorted({str(droit.utilisateur) for droit in droits}, key=cle_de_tri)
    return ", ".join(noms)


def lignes_de_roles(equipement: Equipement, tenus: Iterable[Habilitation]) -> list[LigneRole]:
    """The three roles of an équipement, among rights of its gestionnaire that verify."""
    siens = [d for d in tenus if d.tous_equipements or equipement in d.equipements.all()]
    return [
        LigneRole(
            Role(role).label,
            sorted({str(d.utilisateur) for d in siens if d.role == role}, key=cle_de_tri),
        )
        for role in ROLES_DECLARATION
    ]


def notifications(
    equipement: Equipement, conventions: Iterable[Convention]
) -> list[LigneNotification]:
    """Exercices of a CLAS project, latest first: those covered, and any other one notified."""
    if equipement.dispositif != Dispositif.CLAS:
        return []
    inscrites = {n.annee: n for n in equipement.notifications.select_related("inscrite_par")}
    annees = set(inscrites).union(
        *(exercices_couverts(equipement.dispositif, c.du, c.au) for c in conventions)
    )
    return [
        LigneNotification(a, libelle_exercice(equipement.dispositif, a), inscrites.get(a))
        for a in sorted(annees, reverse=True)
    ]


def transferts(equipement: Equipement, jour: date) -> list[EtatTransfert]:
    """Transfers of an équipement, latest first; one query, and one for a transfer that is due."""
    tous = equipement.transferts.select_related("de", "vers")
    return [_etat_transfert(t, equipement, jour) for t in tous]


def _etat_transfert(
    transfert: TransfertEquipement, equipement: Equipement, jour: date
) -> EtatTransfert:
    transfert.equipement = equipement
    if transfert.annule_le:
        return EtatTransfert(transfert, "Annulé", "neutre")
    if transfert.effectif_le:
        return EtatTransfert(transfert, "Effectif", "succes")
    motif = empechement(transfert, jour)
    return EtatTransfert(transfert, "En attente" if motif else "Prévu", "attention", motif)


def interlocuteur(equipement: Equipement, jour: date) -> Interlocuteur:
    """The adviser who follows the équipement, or the substitute while there is one."""
    portefeuille, caf = equipement.portefeuille, equipement.caf
    qui = portefeuille.referent(jour)
    return Interlocuteur(
        nom=qui.nom_complet,
        fonction="Gestionnaire conseil",
        caf=caf.nom,
        telephone=qui.telephone or caf.telephone,
        courriel=qui.email,
        remplace=portefeuille.titulaire.nom_complet if qui != portefeuille.titulaire else "",
    )
