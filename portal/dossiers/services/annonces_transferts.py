"""Telling at once a transfer decided, cancelled or done: those who leave it, who take it, the Caf.

These notices are about an équipement, which half of those told may not open: they hang on no file.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from django.urls import reverse
from django.utils import timezone

from habilitations.models import Role, TransfertEquipement, Utilisateur
from portal.dossiers.services.destinataires import droits_chez
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    annoncer_sans_dossier,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.formats import citer, jour_fr
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict

RELECTEUR = "dossiers.transfert"


class Acte(StrEnum):
    """What is told of a transfer."""

    PREVU = "transfert_prevu"
    ANNULE = "transfert_annule"
    EFFECTIF = "transfert_effectif"


_TITRES = {
    Acte.PREVU: "Un équipement va changer de gestionnaire",
    Acte.ANNULE: "Un équipement ne change plus de gestionnaire",
    Acte.EFFECTIF: "Un équipement a changé de gestionnaire",
}
# To those who leave the équipement, who take it, who follow it at the Caf.
_PHRASES = {
    Acte.PREVU: (
        "{equipement} passera à {vers} le {le}. Jusque-là rien ne change ; à partir de ce jour vos "
        "droits ne l’ouvriront plus, et vous garderez la lecture de ce que vous avez transmis.",
        "{equipement}, aujourd’hui à {de}, passera à {vers} le {le}. Ses déclarations et leur "
        "historique le suivent : vous les ouvrirez ce jour-là, si votre rôle le couvre.",
        "{equipement}, que vous suivez, passera de {de} à {vers} le {le}.",
    ),
    Acte.ANNULE: (
        "{equipement} devait passer à {vers} le {le} : la {caf} y a renoncé. Rien ne change.",
        "{equipement} devait passer de {de} à {vers} le {le} : la {caf} y a renoncé.",
        "{equipement}, que vous suivez, devait passer de {de} à {vers} le {le} : le transfert est "
        "annulé.",
    ),
    Acte.EFFECTIF: (
        "{equipement} est passé à {vers}, à compter du {le}. Vos droits ne l’ouvrent plus ; ce que "
        "vous avez transmis reste à lire, avec ses récépissés.",
        "{equipement} est passé de {de} à {vers}, à compter du {le}. Ses déclarations et leur "
        "historique l’ont suivi : vous les ouvrez si votre rôle le couvre.",
        "{equipement}, que vous suivez, est passé de {de} à {vers}, à compter du {le}.",
    ),
}


def annoncer_transfert(
    transfert: TransfertEquipement, acte: Acte, auteur: Utilisateur | None, maintenant: datetime
) -> int:
    """Tell a transfer to each person it concerns, but who decided it; return how many."""
    if se_taire():
        return 0
    equipement = transfert.equipement
    mots = {
        "equipement": citer(equipement.nom),
        "de": citer(transfert.de.nom),
        "vers": citer(transfert.vers.nom),
        "le": jour_fr(transfert.le),
        "caf": equipement.caf.nom,
    }
    nouvelles: dict[Utilisateur, Nouvelle] = {}
    for rang, gens in enumerate(_concernes(transfert, timezone.localdate(maintenant))):
        nouvelle = Nouvelle(
            acte,
            _TITRES[acte],
            _PHRASES[acte][rang].format(**mots),
            _chemin(transfert, acte, rang),
            chez=(transfert.de_id, transfert.vers_id, None)[rang],
        )
        # Whoever works at both reads what the one who takes reads.
        nouvelles |= {personne: nouvelle for personne in gens if personne != auteur}
    objet = Objet(equipement.nom, equipement.nom, RELECTEUR)
    return annoncer_sans_dossier(equipement, objet, nouvelles, maintenant)


def relire_transfert(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what another act has denied since: cancelled, or done."""
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or isinstance(verdict, Retire) or avis.acte != Acte.PREVU:
        return verdict
    if not TransfertEquipement.objects.prevus().filter(equipement=courriel.objet_id).exists():
        return Retire("Le transfert n’était plus prévu au moment de l’envoi.")
    return verdict


def _concernes(transfert: TransfertEquipement, jour: date) -> Iterable[list[Utilisateur]]:
    equipement = transfert.equipement
    for gestionnaire_id in (transfert.de_id, transfert.vers_id):
        droits = droits_chez(gestionnaire_id, equipement, list(Role), jour)
        yield [droit.utilisateur for droit in droits]
    yield [equipement.portefeuille.referent(jour)]


def _chemin(transfert: TransfertEquipement, acte: Acte, rang: int) -> str:
    """Where a notice leads: what that person may open that day."""
    ancien, nouveau = 0, 1
    if rang == ancien and acte == Acte.EFFECTIF:
        return reverse("declarations:anciennes")
    if rang == nouveau and acte != Acte.EFFECTIF:
        return reverse("declarations:suivi")
    return reverse("habilitations:equipement", args=[transfert.equipement_id])
