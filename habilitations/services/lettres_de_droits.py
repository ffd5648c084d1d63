"""The e-mail that tells a person which rights a Caf has just granted, with their link if any."""

from collections.abc import Sequence
from datetime import datetime

from habilitations.liens import champs_du_lien, heures_du_lien
from habilitations.models import Habilitation
from portal.socle import courriels
from portal.socle.models import Courriel


def preparer_la_lettre(droits: Sequence[Habilitation], lien: str, maintenant: datetime) -> Courriel:
    """One e-mail for all these rights of one person at one Caf; not saved.

    ``lien`` opens the account of who has no password yet, empty otherwise.
    """
    droit = droits[0]
    qui = droit.utilisateur
    contexte = {
        "personne": qui,
        "caf": droit.caf,
        "droits": droits,
        "lien": lien,
        "heures": heures_du_lien(),
    }
    texte, html = courriels.rendre("droits_accordes", contexte)
    plusieurs = len(droits) > 1
    annonce = "des droits vous sont accordés" if plusieurs else "un droit vous est accordé"
    return courriels.preparer(
        qui.email,
        f"{droit.caf} : {annonce} sur le portail partenaires",
        texte,
        html=html,
        destinataire_id=qui.pk,
        concerne=droit,
        gestionnaire_id=droit.gestionnaire_id,
        caf_id=droit.caf_id,
        maintenant=maintenant,
        **champs_du_lien(lien, maintenant),
    )
