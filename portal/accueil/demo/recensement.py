"""The recensement of the demonstration: communes that answer by a link, without an account."""

from datetime import timedelta

from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.services.envoi import transmettre
from habilitations.models import Dispositif
from portal.accueil.demo.bilans import DANS, DEPUIS, HEURE, Plume, campagne_du_jour
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from portal.dossiers.par_lien import ActeurParLien

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
)


def demander_aux_communes(decor: Decor) -> None:
    """The recensement: three communes of one Caf, one that has sent, one that has begun."""
    caf = next(iter(decor.cafs.values()))
    annee = decor.reperes.reelle(Dispositif.CCT)
    ouvre_le = decor.reperes.jour - timedelta(days=DEPUIS)
    campagne = campagne_du_jour(caf, "recensement_cct", annee, ouvre_le, DANS + DEPUIS)
    terrain = next(t for t in decor.terrains.values() if t.equipement.caf_id == caf.pk)
    quand = instant(ouvre_le, HEURE)
    conseiller = terrain.acteur(terrain.conseiller, quand)
    invites, _ = inviter(campagne.pk, COMMUNES, acteur=conseiller)
    for rang, repondant in enumerate(invites[:2]):
        le = quand + timedelta(days=3 + rang)
        qui = ActeurParLien(repondant.utilisateur, le, repondant.bilan_id)
        repondant.ouvert_le = le
        repondant.save(update_fields=["ouvert_le"])
        plume = Plume(repondant.bilan, qui)
        plume.remplir(tout=rang == 0)
        if rang == 0:
            transmettre(repondant.bilan_id, acteur=qui)
