"""Letters of indu: made when an indu is notified, and again when what they say has changed."""

from typing import Any

from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle.refus import impossible, interdit
from subventions.droits.services.lecteurs import lit_l_argent_de
from subventions.droits.services.lectures import decision_en_vigueur, droit_en_vigueur
from subventions.droits.services.lettres import dire
from subventions.models import NatureDroit
from subventions.paiements.models import Indu, LettreIndu
from subventions.paiements.regles.etats import EN_VIGUEUR
from subventions.paiements.services.echeancier import EcheancierLu, echeancier_de
from subventions.services.lettres import dit_encore, etablir

ANNULE = "Cet indu est annulé : il n’est plus réclamé."


@transaction.atomic
def demander_lettre_indu(indu_id: int, *, acteur: Acteur) -> LettreIndu:
    """The letter of an indu as it stands: the one there is, or a new one.

    A new one is sealed by the worker once this is committed. Raises Indu.DoesNotExist,
    ActionRefusee (amount not theirs to read, indu cancelled).
    """
    indus = Indu.objects.select_related("caf", "gestionnaire", "equipement", "notifie_par")
    indu = indus.select_for_update(of=("self",), no_key=True).get(pk=indu_id)
    if not lit_l_argent_de(acteur, indu.gestionnaire_id, indu.equipement):
        raise interdit("Le montant de cet indu ne vous est pas ouvert.")
    if indu.annule_le:
        raise impossible(ANNULE)
    return etablir(LettreIndu, indu, contenu(indu), acteur)


def contenu(indu: Indu) -> dict[str, Any]:
    """All that a letter says of an indu as it stands: right, payments, instalments, steps."""
    lu = echeancier_de(indu.equipement, indu.annee)
    droit = droit_en_vigueur(indu.equipement_id, indu.annee, NatureDroit.REEL, definitif=True)
    reel = lu.situation.droits.get("reel")
    caf = indu.caf
    return {
        "caf": {
            "code": caf.code,
            "nom": caf.nom,
            "email": caf.email,
            "telephone": caf.telephone,
        },
        "partenaire": {"nom": indu.gestionnaire.nom, "siret": indu.gestionnaire.siret},
        "equipement": indu.equipement.nom,
        "dispositif": indu.get_dispositif_display(),
        "exercice": indu.exercice,
        "indu": indu.reference,
        "notifie_le": indu.notifie_le.isoformat(),
        "notifie_par": str(indu.notifie_par),
        "motif": indu.motif,
        "mode": indu.mode,
        "montant": str(indu.montant),
        "rembourse": str(indu.rembourse),
        "compense": str(indu.compense),
        "reste": str(indu.reste),
        "reel": "" if reel is None else str(reel),
        "verse": str(lu.echeancier.verse),
        "versements": _versements(lu),
        "echeances": [
            {"rang": e.rang, "le": e.le.isoformat(), "montant": str(e.montant)}
            for e in indu.echeances.all()
        ],
        "etapes": [etape.en_json() for etape in lu.echeancier.etapes],
        "calcul": droit.calcul.empreinte if droit else "",
        "calcule": str(droit.calcul.montant) if droit else "",
        "decision": dire(decision_en_vigueur(droit)) if droit else None,
        "estimation": droit.calcul.estimation.en_json() if droit else None,
    }


def est_a_jour(lettre: LettreIndu) -> bool:
    """Tell whether a letter still says what its indu is, and that it is still claimed.

    How the amounts are explained has changed since the first letters: what they say is compared,
    not the steps that lead there nor what they did not say yet.
    """
    indu = lettre.indu
    return not indu.annule_le and dit_encore(lettre.contenu["dit"], contenu(indu), "etapes")


def _versements(lu: EcheancierLu) -> list[dict[str, str]]:
    """The payments that count, in the order in which they were put in a lot."""
    return [
        {
            "libelle": v.libelle,
            "montant": str(v.montant),
            "retenue": str(v.retenue),
            "le": v.paye_le.isoformat() if v.paye_le else "",
        }
        for v in lu.versements
        if v.etat in EN_VIGUEUR
    ]
