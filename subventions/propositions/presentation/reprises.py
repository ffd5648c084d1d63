"""From a value that is read to the form of one that corrects it."""

from urllib.parse import urlencode

from habilitations.permissions import Acteur
from subventions.propositions.services.acces import refus_de_proposer
from subventions.regles.bareme import PORTEE_NATIONALE


def a_reprendre(
    acteur: Acteur,
    caf_id: int | None,
    dispositif: str,
    code: str,
    debut: int,
    fin: int | None,
) -> str:
    """What a new value of this parameter starts from, as the address of its form says it; empty
    for who may not propose it."""
    if refus_de_proposer(acteur, caf_id):
        return ""
    depart = {
        "parametre": f"{dispositif}:{code}",
        "portee": caf_id or PORTEE_NATIONALE,
        "debut": debut,
    }
    return urlencode(depart | ({} if fin is None else {"fin": fin}))
