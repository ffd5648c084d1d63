"""E-mails to who answers a bilan by a personal link: no account, hence no notice; they lead back by
the link. Never what an answer says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from bilans.models import Bilan, Repondant
from bilans.regles.etats import ActeurBilan
from bilans.regles.etats.nouvelles import campagne_telle_que_dite, encore_vraie
from bilans.repondants.services.liens import adresse_pour
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel

RELECTEUR = "bilans.avis"
CAMPAGNE_CHANGEE = "La campagne n’était plus dans cet état au moment de l’envoi."
POINTS_NOMMES = 10
_PAR_LIEN = frozenset({ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR})


@dataclass(frozen=True)
class Lettre:
    """What an act tells: its title, a sentence, and what it names. A message is no act: ""."""

    action: str
    titre: str
    phrase: str
    points: tuple[str, ...] = ()


def prevenir_par_lien(
    bilan: Bilan, lettre: Lettre, liens: Collection[Repondant], maintenant: datetime
) -> int:
    """Keep one e-mail for each of these people, in the caller's transaction; return how many."""
    for lien in liens:
        contexte = {
            "prenom": lien.utilisateur.prenom,
            "bilan": bilan,
            "lettre": lettre,
            "points": lettre.points[:POINTS_NOMMES],
            "autres": len(lettre.points) - POINTS_NOMMES,
            "adresse": adresse_pour(lien, reverse("bilans:lecture", args=[bilan.pk])),
        }
        texte, html = courriels.rendre("avis_bilan", contexte)
        courriels.deposer(
            lien.utilisateur.email,
            f"{lettre.titre} – {bilan.reference}",
            texte,
            html=html,
            destinataire_id=lien.utilisateur_id,
            concerne=bilan,
            gestionnaire_id=bilan.gestionnaire_id,
            caf_id=bilan.caf_id,
            confidentiel=True,
            relecteur=RELECTEUR,
            parametres={"action": lettre.action},
            maintenant=maintenant,
        )
    return len(liens)


def relire_avis(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what tells of a bilan closed to this person, or that its state denies.

    The e-mail that confirms a sending (``services.confirmation``) holds whatever the state.
    """
    if courriel.destinataire_id is None or courriel.objet_id is None:
        return Retire("Ce courriel ne dit pas à qui il est adressé, ni de quel bilan il parle.")
    qui = Utilisateur.objects.get(pk=courriel.destinataire_id)
    if not _ouvre(qui, courriel.objet_id, maintenant):
        return Retire("Au moment de l’envoi, ce bilan n’était plus ouvert à cette personne.")
    action = courriel.parametres.get("action")
    bilan = Bilan.objects.select_related("campagne").get(pk=courriel.objet_id)
    if action and not encore_vraie(action, _PAR_LIEN, bilan.etat):
        return Retire("Le bilan avait changé d’état au moment de l’envoi.")
    if action and not campagne_telle_que_dite(action, suspendue=bilan.campagne.est_suspendue):
        return Retire(CAMPAGNE_CHANGEE)
    return tel_quel(courriel, qui.email)


def _ouvre(qui: Utilisateur, bilan_id: int, maintenant: datetime) -> bool:
    """Tell whether a person opens this bilan now, by their account or by a personal link."""
    jour = timezone.localdate(maintenant)
    if Repondant.objects.valables(jour).filter(bilan=bilan_id, utilisateur=qui).exists():
        return True
    visibles = Bilan.objects.visibles_par(Acteur(qui, maintenant))
    return qui.is_active and visibles.filter(pk=bilan_id).exists()
