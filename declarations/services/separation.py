"""Separation of duties: who typed all the figures alone is not the best reader of them (H)."""

from declarations.models import Declaration, Version
from habilitations.models.reglages import reglages_de
from habilitations.permissions import Acteur
from portal.socle.refus import MOMENT, Refus


def a_tout_saisi(version: Version, acteur: Acteur) -> bool:
    """Tell whether this person alone typed all the figures of a version."""
    auteurs = {auteur for volet in version.volets.all() for _, auteur, _ in volet.auteurs.values()}
    return auteurs == {acteur.utilisateur.pk}


def refus_d_envoyer_seul(
    declaration: Declaration, version: Version, acteur: Acteur
) -> Refus | None:
    """Why who typed everything alone may not send it, where the Caf forbids it; one query."""
    if not a_tout_saisi(version, acteur):
        return None
    if not reglages_de(declaration.caf_id).approbation_par_un_tiers:
        return None
    return Refus(
        MOMENT,
        f"Vous avez saisi seul toutes les données, et la {declaration.caf} demande qu’une autre "
        "personne les approuve : demandez à un autre approbateur de transmettre, ou à un "
        "fournisseur de données de saisir son volet.",
    )
