"""Telling the other side by e-mail that a message waits on a file; never what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier, MessageDossier
from portal.dossiers.services.destinataires import agents, partenaires
from portal.socle import courriels
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict, tel_quel


@dataclass(frozen=True)
class Sujet:
    """What an e-mail says of a file: « la déclaration », its label, what it is about, its page.

    ``relecteur`` is the name under which its application registered ``relire``.
    """

    genre: str
    libelle: str
    objet: str
    reference: str
    chemin: str
    relecteur: str


def prevenir(
    dossier: Dossier,
    message: MessageDossier,
    sujet: Sujet,
    jour: date,
    suivi_par: Iterable[Utilisateur] = (),
) -> int:
    """Keep one e-mail for each person of the other side, in the caller's transaction.

    The Caf's messages go to the partner's people who have a role on the file; the partner's to the
    adviser, or the substitute while there is one, and to the CCD who has written on it, or to
    ``suivi_par`` besides, where no portfolio says who follows it. Returns how many were kept.
    """
    if message.cote_caf:
        destinataires, maison = partenaires(dossier, jour), dossier.caf.nom
    else:
        destinataires, maison = agents(dossier, jour), dossier.gestionnaire.nom
        destinataires |= {personne.pk: personne for personne in suivi_par}
    destinataires.pop(message.auteur_id, None)
    for personne in destinataires.values():
        _deposer(personne, dossier, message, maison, sujet)
    return len(destinataires)


def relire(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what tells of a message read meanwhile, or of a file closed to this person."""
    message = MessageDossier.objects.select_related("dossier").get(
        pk=courriel.parametres["message"]
    )
    if courriel.destinataire_id is None:
        return Retire("Ce courriel ne dit pas à qui il est adressé.")
    qui = Utilisateur.objects.get(pk=courriel.destinataire_id)
    ouverts = Dossier.objects.visibles_par(Acteur(qui, maintenant))
    if not qui.is_active or not ouverts.filter(pk=message.dossier_id).exists():
        return Retire("Au moment de l’envoi, ce dossier n’était plus ouvert à cette personne.")
    non_lus = message.dossier.messages.non_lus(qui, cote_caf=not message.cote_caf)
    if not non_lus.filter(pk=message.pk).exists():
        return Retire("Le message avait été lu au moment de l’envoi.")
    return tel_quel(courriel, qui.email)


def _deposer(
    personne: Utilisateur, dossier: Dossier, message: MessageDossier, maison: str, sujet: Sujet
) -> None:
    texte, html = courriels.rendre(
        "message_dossier",
        {
            "prenom": personne.prenom,
            "sujet": sujet,
            "cote_caf": message.cote_caf,
            "maison": maison,
            "chemin": f"{sujet.chemin}#messages",
        },
    )
    courriels.deposer(
        personne.email,
        f"Vous avez un nouveau message – {sujet.reference}",
        texte,
        html=html,
        destinataire_id=personne.pk,
        concerne=dossier,
        gestionnaire_id=dossier.gestionnaire_id,
        caf_id=dossier.caf_id,
        relecteur=sujet.relecteur,
        parametres={"message": message.pk},
        maintenant=message.le,
    )
