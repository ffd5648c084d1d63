"""The threshold above which a decision is signed by two people, kept by the Caf itself."""

from decimal import Decimal

from django.db import transaction

from habilitations.models import Caf, Fonction
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import ROLE, DemandeInvalide, Refus, interdit
from subventions.models import ReglageSubventions

SEUIL = "subventions.seuil"
MAXIMUM = Decimal("9999999999.99")
PAS_CCD = "Seul un chargé de conseil et de développement de la Caf règle ce seuil."
DECIDE_AUSSI = (
    "Vous décidez aussi des montants comme gestionnaire conseil : un autre chargé de conseil et de "
    "développement règle le seuil de vos décisions."
)


@transaction.atomic
def regler_le_seuil(
    caf_id: int, *, seuil_decision: Decimal, motif: str, acteur: Acteur
) -> ReglageSubventions:
    """Keep another threshold (euros) for the decisions to come; the same again changes nothing.

    Those already proposed keep that of their day. Raises ActionRefusee (``refus_de_regler``),
    DemandeInvalide, Caf.DoesNotExist.
    """
    if refus := refus_de_regler(caf_id, acteur):
        raise interdit(refus.message)
    motif = exiger_motif(motif, "Indiquez pourquoi ce seuil change.")
    if not seuil_decision.is_finite() or seuil_decision < 0:
        raise DemandeInvalide("seuil_decision", "Un seuil n’est pas négatif.")
    if seuil_decision > MAXIMUM or seuil_decision != seuil_decision.quantize(Decimal("0.01")):
        raise DemandeInvalide("seuil_decision", "Un seuil s’écrit en euros et centimes.")
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    reglage = ReglageSubventions.objects.filter(caf=caf).first() or ReglageSubventions(caf=caf)
    avant = reglage.reglages.seuil_decision
    if avant == seuil_decision:
        fait = "Ce seuil est déjà celui de la Caf."
        exiger_le_meme_au_journal(motif, reglage, SEUIL, fait)
        return reglage
    reglage.seuil_decision = seuil_decision
    reglage.save()
    journal.ecrire(
        SEUIL,
        auteur=acteur.utilisateur,
        objet=reglage,
        caf_id=caf.pk,
        motif=motif,
        details={"avant": str(avant), "apres": str(seuil_decision)},
        le=acteur.maintenant,
    )
    return reglage


def refus_de_regler(caf_id: int, acteur: Acteur) -> Refus | None:
    """Why this person does not set the threshold of a Caf: it binds those who decide there."""
    if caf_id not in acteur.cafs_comme((Fonction.CHARGE_CONSEIL,)):
        return Refus(ROLE, PAS_CCD)
    decide = caf_id in acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    return Refus(ROLE, DECIDE_AUSSI) if decide else None
