"""What closing a déclaration réelle leaves: money paid that nothing settles any more."""

from declarations.models.calendrier import Nature
from declarations.services.dossier_ouvert import DossierOuvert
from portal.socle.formats import euros
from subventions.droits.services.mouvements import mouvements_de


def dire_ce_qui_reste_verse(dossier: DossierOuvert) -> str:
    """What to know before a réelle is said « sans objet »; empty when nothing was paid."""
    declaration = dossier.declaration
    if declaration.nature != Nature.REELLE or declaration.equipement_id is None:
        return ""
    cle = (declaration.equipement_id, declaration.annee)
    lus = mouvements_de([cle]).get(cle)
    verse = lus.verse + lus.en_cours if lus else None
    if not verse:
        return ""
    return (
        f"Sur cet exercice, {euros(verse)} sont versés ou en cours de paiement : sans déclaration "
        "réelle, ils ne seront ni soldés ni réclamés. Si l’équipement a fermé, mieux vaut que le "
        "partenaire déclare ce qui a été fait et dépensé, fût-ce zéro."
    )
