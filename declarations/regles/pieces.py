"""Who joins and withdraws papers, and when (H, docs/decisions/0011).

The partner's people join what goes with what they type: while a volet is theirs to type, or a
constat theirs to justify. The adviser joins while processing. What was sent stays as it was sent.
"""

from collections.abc import Iterable

from declarations.regles import etats
from declarations.regles.etats import ACTES, ActeurDossier, Action, Situation
from declarations.regles.grille import VOLETS
from portal.socle.refus import MOMENT, ROLE, Refus

_A_LA_CAF = "Vous joignez des pièces pendant que la Caf traite la déclaration."


def refus_partenaire(
    situation: Situation, acteurs: frozenset[str], action: str, volets: Iterable[str] = VOLETS
) -> Refus | None:
    """Return why nobody of the partner in this person may act, on any of these volets, or None.

    ``action`` is SAISIR for a paper of the declaration, JUSTIFIER for that of a justification. The
    refusal about one's own volet is worth more than « this is another's ».
    """
    refus = [ACTES.refus(action, situation, acteurs, volet) for volet in volets]
    if None in refus:
        return None
    trouves = [r for r in refus if r]
    return next((r for r in trouves if r.nature == MOMENT), trouves[0])


def refus_caf(situation: Situation, acteurs: frozenset[str]) -> Refus | None:
    """Return why the adviser may not join or withdraw a paper, or None."""
    if ActeurDossier.CONSEILLER not in acteurs:
        return Refus(ROLE, "Les pièces sont jointes par ceux qui saisissent les données.")
    if situation.etat not in etats.CHEZ_LA_CAF:
        return Refus(MOMENT, _A_LA_CAF)
    return None


def refus_joindre(situation: Situation, acteurs: frozenset[str]) -> Refus | None:
    """Return why a paper of the declaration itself is refused, whichever side it comes from."""
    refus = [
        refus_partenaire(situation, acteurs, Action.SAISIR),
        refus_caf(situation, acteurs),
    ]
    if None in refus:
        return None
    trouves = [r for r in refus if r]
    return next((r for r in trouves if r.nature == MOMENT), trouves[1])
