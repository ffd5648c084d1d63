"""Whether a right gives access, told in a few lines of the domain (DOMAINE §2): the oracle.

It shares nothing with ``habilitations.regles.verdicts``: cases are told in words, not in contents.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cas:
    """One case in words; ``test_matrice`` makes the contents and the signatures out of them."""

    signature: str
    droit: str
    base: str
    delegation: str
    compte: str


# What keeps a right from giving anything, apart from what it is granted under.
SIGNATURES_VALABLES = {"bonne", "cle_remplacee_apres", "cle_revoquee_apres"}
DROITS_VALABLES = {"en_cours", "premier_jour", "dernier_jour"}
BASES_VALABLES = {"complete", "complete_ce_jour", "dernier_jour", "non_deleguee"}
DELEGATIONS_VALABLES = {"bonne", "tous_equipements", "dernier_jour"}


def donne(cas: Cas) -> bool:
    """A right gives when it is signed, in force, on a base that holds, by an account that is open;
    and when it was granted under a delegation, if that one holds and covers it."""
    if cas.compte != "ouvert":
        return False
    if cas.signature not in SIGNATURES_VALABLES or cas.droit not in DROITS_VALABLES:
        return False
    if cas.base not in BASES_VALABLES:
        return False
    if cas.delegation == "aucune":
        return True
    return cas.delegation in DELEGATIONS_VALABLES and cas.base != "non_deleguee"
