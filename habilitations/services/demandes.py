"""What a partner asks of its Caf about rights: written to those who grant them."""

from django.db import transaction

from habilitations.models import AffectationAgent, Fonction
from habilitations.permissions import Acteur
from habilitations.services.accord import gere_les_habilitations, ouvrir_adhesion
from portal.socle import courriels, journal
from portal.socle.motifs import exiger_motif
from portal.socle.refus import impossible, interdit


@transaction.atomic
def demander_a_la_caf(caf_id: int, gestionnaire_id: int, *, demande: str, acteur: Acteur) -> int:
    """Write a request to each responsable of the Caf, and journal it; return to how many.

    By the partner's gestionnaire des habilitations. Raises ActionRefusee (not them; the Caf has no
    responsable), DemandeInvalide, Adhesion.DoesNotExist.
    """
    base = ouvrir_adhesion(caf_id, gestionnaire_id)
    if not gere_les_habilitations(base, acteur):
        raise interdit("Seul le gestionnaire des habilitations du partenaire écrit cette demande.")
    texte = exiger_motif(demande, "Écrivez votre demande.", "demande")
    responsables = AffectationAgent.objects.actives(acteur.jour).filter(
        caf=base.caf_id, fonction=Fonction.RESPONSABLE_HABILITATIONS
    )
    destinataires = [a.utilisateur for a in responsables.select_related("utilisateur")]
    if not destinataires:
        raise impossible(f"La {base.caf} n’a pas de responsable des habilitations : appelez-la.")
    contexte = {"base": base, "qui": acteur.utilisateur, "demande": texte}
    corps, html = courriels.rendre("demande_de_droit", contexte)
    for destinataire in destinataires:
        courriels.deposer(
            destinataire.email,
            f"{base.gestionnaire} vous adresse une demande sur ses droits d’accès",
            corps,
            html=html,
            destinataire_id=destinataire.pk,
            concerne=base,
            gestionnaire_id=base.gestionnaire_id,
            caf_id=base.caf_id,
            maintenant=acteur.maintenant,
        )
    journal.ecrire(
        "droit.demande",
        auteur=acteur.utilisateur,
        objet=base,
        gestionnaire_id=base.gestionnaire_id,
        caf_id=base.caf_id,
        motif=texte,
        le=acteur.maintenant,
    )
    return len(destinataires)
