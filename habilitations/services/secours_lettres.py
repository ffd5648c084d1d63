"""The e-mail that asks for the second signature of a rescue."""

from collections.abc import Iterable

from habilitations.models import Secours, Utilisateur
from portal.socle import courriels


def prevenir_les_cosignataires(secours: Secours, gens: Iterable[Utilisateur]) -> int:
    """Keep an e-mail for each agent who may sign in second; return how many."""
    combien = 0
    for qui in gens:
        texte, html = courriels.rendre("secours_a_cosigner", {"qui": qui, "secours": secours})
        courriels.deposer(
            qui.email,
            f"Un secours attend votre signature : {secours.base.gestionnaire}",
            texte,
            html=html,
            destinataire_id=qui.pk,
            concerne=secours,
            gestionnaire_id=secours.base.gestionnaire_id,
            caf_id=secours.base.caf_id,
            maintenant=secours.demande_le,
        )
        combien += 1
    return combien
