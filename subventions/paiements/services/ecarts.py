"""Accepting the gap between a prévisionnel and the réel of the exercice before."""

from django.db import transaction

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import impossible
from subventions.paiements.models import EcartAccepte
from subventions.paiements.regles.echeances import ecart_a_accepter
from subventions.paiements.services.acces import exiger_conseiller
from subventions.paiements.services.echeancier import echeancier_de


@transaction.atomic
def accepter_ecart(equipement_id: int, annee: int, *, motif: str, acteur: Acteur) -> EcartAccepte:
    """Accept the gap that lowers an acompte of an exercice; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; no gap lowers anything), DemandeInvalide,
    Equipement.DoesNotExist.
    """
    equipement = (
        Equipement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("gestionnaire", "caf")
        .get(pk=equipement_id)
    )
    exiger_conseiller(equipement.caf_id, acteur, "accepte un écart")
    deja = EcartAccepte.objects.filter(equipement=equipement, annee=annee).first()
    if deja:
        exiger_le_meme(motif, deja.motif, "Cet écart est déjà accepté.")
        return deja
    motif = exiger_motif(motif, "Indiquez ce qui justifie cet écart.")
    if not ecart_a_accepter(echeancier_de(equipement, annee).situation):
        raise impossible("Aucun écart n’abaisse les acomptes de cet exercice.")
    ecart = EcartAccepte.objects.create(
        caf_id=equipement.caf_id,
        equipement=equipement,
        annee=annee,
        motif=motif,
        accepte_par=acteur.utilisateur,
        accepte_le=acteur.maintenant,
    )
    journal.ecrire(
        "ecart.accepte",
        auteur=acteur.utilisateur,
        objet=ecart,
        gestionnaire_id=equipement.gestionnaire_id,
        caf_id=equipement.caf_id,
        motif=motif,
        details={"equipement": equipement.pk, "annee": annee},
        le=acteur.maintenant,
    )
    return ecart
