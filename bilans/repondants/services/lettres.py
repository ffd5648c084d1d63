"""What a respondent is written with their link: true of the bilan as it stands when it leaves."""

from datetime import date

from bilans.echeances import consequence_de, echeance_de, peut_repondre
from bilans.models import Bilan, Repondant
from bilans.regles.etats import Etat
from bilans.repondants.services.liens import adresse_de
from habilitations.permissions import Acteur
from portal.socle import courriels
from portal.socle.fuseaux import jour_en_mots


def ecrire(repondant: Repondant, gabarit: str, acteur: Acteur) -> None:
    """Keep an e-mail that bears the link of a respondent, in the caller's transaction."""
    bilan = repondant.bilan
    contexte = {
        "prenom": repondant.utilisateur.prenom,
        "bilan": bilan,
        "caf": bilan.caf,
        "lien": adresse_de(repondant),
        "attendu": peut_repondre(bilan, acteur.jour),
        "complement": bilan.etat == Etat.A_COMPLETER,
        "consequence": consequence_de(bilan),
        **_dates(bilan, acteur.jour),
    }
    texte, html = courriels.rendre(gabarit, contexte)
    courriels.deposer(
        repondant.utilisateur.email,
        f"{bilan.version.questionnaire.titre} : votre lien personnel",
        texte,
        html=html,
        destinataire_id=repondant.utilisateur_id,
        concerne=bilan,
        gestionnaire_id=bilan.gestionnaire_id,
        caf_id=bilan.caf_id,
        confidentiel=True,
        maintenant=acteur.maintenant,
    )


def _dates(bilan: Bilan, jour: date) -> dict[str, object]:
    """By when the campaign awaits it, or the Caf what it asks to complete; once that date is past,
    until when it may still be sent, if it may.
    """
    echeance, ferme_le = echeance_de(bilan, jour), bilan.campagne.ferme_le
    le = echeance.le if echeance else bilan.campagne.echeance_le
    passee = le < jour
    encore = passee and ferme_le >= jour and bilan.etat != Etat.A_COMPLETER
    return {
        "echeance": jour_en_mots(le, bilan.caf.code),
        "passee": passee,
        "encore": jour_en_mots(ferme_le, bilan.caf.code) if encore else "",
    }
