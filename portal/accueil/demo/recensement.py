"""The recensement of the demonstration: communes that answer by a link, without an account."""

from datetime import datetime, timedelta

from bilans.models import Repondant
from bilans.regles.etats import Etat
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.services.envoi import transmettre
from bilans.services.validation import declarer_sans_objet
from habilitations.models import Dispositif
from portal.accueil.demo.bilans import DANS, DEPUIS, HEURE, Plume, campagne_du_jour, suivre
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.dossiers.par_lien import ActeurParLien

TOUS = ("petite_enfance", "enfance", "jeunesse", "handicap")
# Communes asked by a link: invented, as their SIRET and addresses are.
COMMUNES = (
    LigneListe(
        1,
        "00024010100014",
        "Val-des-Tilleuls",
        "mairie.tilleuls@demo.example",
        "Maud",
        "Ferrand",
        ("petite_enfance", "jeunesse"),
    ),
    LigneListe(
        2,
        "00024011900016",
        "Saint-Aubin-le-Haut",
        "mairie.aubin@demo.example",
        "Jean",
        "Delmas",
        ("enfance", "handicap"),
    ),
    LigneListe(
        3,
        "00024012700019",
        "Roche-Claire",
        "mairie.roche@demo.example",
        "Odile",
        "Vasseur",
    ),
    LigneListe(
        4, "00024013500018", "Bois-d’Ivoire", "mairie.ivoire@demo.example", "Paul", "Chenu", TOUS
    ),
    LigneListe(
        5, "00024014300011", "Les Essarts", "mairie.essarts@demo.example", "Lise", "Bonnaz", TOUS
    ),
    LigneListe(
        6, "00024015000016", "Pont-Charmant", "mairie.pont@demo.example", "Yves", "Ancel", TOUS
    ),
    LigneListe(
        7, "00024016800018", "Mont-Fleuri", "mairie.fleuri@demo.example", "Inès", "Gaillard", TOUS
    ),
)
SUIVIS = frozenset({Etat.VALIDE, Etat.EN_VALIDATION, Etat.A_COMPLETER})
# Where each one is led, in the same order.
ETATS = (
    Etat.TRANSMIS,
    Etat.EN_COURS,
    Etat.A_REMPLIR,
    Etat.VALIDE,
    Etat.EN_VALIDATION,
    Etat.A_COMPLETER,
    Etat.SANS_OBJET,
)


def demander_aux_communes(decor: Decor) -> None:
    """The recensement: seven communes of one Caf, each as far as it has come."""
    caf = next(iter(decor.cafs.values()))
    annee = decor.reperes.reelle(Dispositif.CCT)
    ouvre_le = decor.reperes.jour - timedelta(days=DEPUIS)
    campagne = campagne_du_jour(caf, "recensement_cct", annee, ouvre_le, DANS + DEPUIS)
    terrain = next(t for t in decor.terrains.values() if t.equipement.caf_id == caf.pk)
    quand = instant(ouvre_le, HEURE)
    conseiller = terrain.acteur(terrain.conseiller, quand)
    invites, _ = inviter(campagne.pk, COMMUNES, acteur=conseiller)
    for rang, (repondant, etat) in enumerate(zip(invites, ETATS, strict=True)):
        le = quand + timedelta(days=3 + rang)
        _repondre(repondant, etat, le)
        suite = terrain.acteur(terrain.conseiller, le + timedelta(days=2))
        if etat == Etat.SANS_OBJET:
            motif = "La commune ne finance aucun poste de chargé de coopération."
            declarer_sans_objet(repondant.bilan_id, acteur=suite, motif=motif)
        elif etat in SUIVIS:
            suivre(Plume(repondant.bilan, suite), etat, suite)


def _repondre(repondant: Repondant, etat: str, le: datetime) -> None:
    """What a commune did: nothing yet, a part, or all of it, sent."""
    if etat in (Etat.A_REMPLIR, Etat.SANS_OBJET):
        return
    qui = ActeurParLien(repondant.utilisateur, le, repondant.bilan_id)
    repondant.ouvert_le = le
    repondant.save(update_fields=["ouvert_le"])
    Plume(repondant.bilan, qui).remplir(tout=etat != Etat.EN_COURS)
    if etat != Etat.EN_COURS:
        transmettre(repondant.bilan_id, acteur=qui)
