"""The recensement of the demonstration: communes that answer by a link, without an account.

Last year's is over; of this year's, those of ``communes.toml`` that have an ``etat`` are on their
way to it, the others have answered and are validated: the analysis has something to count.
"""

from datetime import date, datetime, timedelta
from typing import Any

from bilans.models import Bilan, Repondant
from bilans.regles.etats import Etat
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.invitations import inviter
from bilans.services import validation
from bilans.services.envoi import transmettre
from habilitations.models import Caf, Dispositif
from habilitations.permissions import Acteur
from portal.accueil.demo.bilans import DANS, DEPUIS, HEURE, Plume, campagne_du_jour, suivre
from portal.accueil.demo.comptes import adresse
from portal.accueil.demo.decor import Decor, lire
from portal.accueil.demo.reperes import instant
from portal.dossiers.par_lien import ActeurParLien
from portal.dossiers.services.nouvelles import Voix, parler
from portal.socle.models import Courriel

CODE = "recensement_cct"
UN_AN = timedelta(days=365)
# They answer one after the other, and are all read before today.
JOURS = 7
PAS_COMMENCES = (Etat.A_REMPLIR, Etat.SANS_OBJET)
SUIVIS = (Etat.VALIDE, Etat.EN_VALIDATION, Etat.A_COMPLETER)
SANS_POSTE = "La commune ne finance aucun poste de chargé de coopération."


def demander_aux_communes(decor: Decor) -> None:
    """Have the communes of each Caf asked last year, then this year."""
    annee = decor.reperes.reelle(Dispositif.CCT)
    ouvre_le = decor.reperes.jour - timedelta(days=DEPUIS)
    communes = lire("communes.toml")["communes"]
    for caf in decor.cafs.values():
        siennes = [commune for commune in communes if commune["caf"] == caf.code]
        with parler(Voix.RIEN):
            _oublier_les_courriels(_demander(decor, caf, annee - 1, ouvre_le - UN_AN, siennes))
        invites = _demander(decor, caf, annee, ouvre_le, siennes, en_chemin=True)
        # A link for those who have not finished, or were asked more: the others read theirs.
        finies = [r for r, commune in zip(invites, siennes, strict=True) if "etat" not in commune]
        _oublier_les_courriels(finies)


def _demander(
    decor: Decor,
    caf: Caf,
    annee: int,
    ouvre_le: date,
    communes: list[dict[str, Any]],
    *,
    en_chemin: bool = False,
) -> list[Repondant]:
    """Invite them on the first day, have each answer; unless ``en_chemin``, all are validated."""
    campagne = campagne_du_jour(caf, CODE, annee, ouvre_le, DANS + DEPUIS)
    terrain = next(t for t in decor.terrains.values() if t.equipement.caf_id == caf.pk)
    quand = instant(ouvre_le, HEURE)
    lignes = [_ligne(rang, commune) for rang, commune in enumerate(communes, 1)]
    invites, _ = inviter(campagne.pk, lignes, acteur=terrain.acteur(terrain.conseiller, quand))
    for rang, (repondant, commune) in enumerate(zip(invites, communes, strict=True)):
        le = quand + timedelta(days=3 + rang % JOURS)
        etat = commune.get("etat") if en_chemin else None
        _repondre(repondant, etat, le)
        _traiter(repondant, etat, terrain.acteur(terrain.conseiller, le + timedelta(days=2)))
    return invites


def _ligne(rang: int, commune: dict[str, Any]) -> LigneListe:
    prenom, nom = commune["repond"]
    courriel, themes = adresse(commune["adresse"]), tuple(commune["themes"])
    return LigneListe(rang, commune["siret"], commune["nom"], courriel, prenom, nom, themes)


def _repondre(repondant: Repondant, etat: str | None, le: datetime) -> None:
    """What a commune did: nothing yet, a part, or all of it, sent."""
    if etat in PAS_COMMENCES:
        return
    qui = ActeurParLien(repondant.utilisateur, le, repondant.bilan_id)
    repondant.ouvert_le = le
    repondant.save(update_fields=["ouvert_le"])
    Plume(repondant.bilan, qui).remplir(tout=etat != Etat.EN_COURS)
    if etat != Etat.EN_COURS:
        transmettre(repondant.bilan_id, acteur=qui)


def _traiter(repondant: Repondant, etat: str | None, conseiller: Acteur) -> None:
    """What the Caf did of it; validated as it came when no state is told."""
    if etat == Etat.SANS_OBJET:
        validation.declarer_sans_objet(repondant.bilan_id, acteur=conseiller, motif=SANS_POSTE)
    elif etat in SUIVIS:
        suivre(Plume(repondant.bilan, conseiller), etat, conseiller)
    elif etat is None:
        validation.prendre_en_charge(repondant.bilan_id, acteur=conseiller)
        validation.valider(repondant.bilan_id, acteur=conseiller)


def _oublier_les_courriels(invites: list[Repondant]) -> None:
    """Those of a year ago, or of who has answered since, would leave today."""
    bilans = [repondant.bilan_id for repondant in invites]
    Courriel.objects.filter(objet_type=Bilan._meta.label_lower, objet_id__in=bilans).delete()
