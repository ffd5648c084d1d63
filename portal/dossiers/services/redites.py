"""Telling a second click from a refusal: the same person has just done that very act."""

from typing import Any

from django.db.models import Model

from habilitations.permissions import Acteur
from portal.socle.models import LigneJournal
from portal.socle.motifs import est_le_meme


def est_la_derniere(
    objet: Model, action: str, *, acteur: Acteur, motif: str = "", **details: Any
) -> bool:
    """Tell whether the last line of an object's journal is this act: person, reason, details.

    ``action`` is as the journal writes it (« declaration.volet_signe »). Whatever happened since,
    to the file or by somebody else, makes the second click a refusal like any other.
    """
    derniere = LigneJournal.objects.sur(objet).last()
    return (
        derniere is not None
        and derniere.action == action
        and derniere.auteur_id == acteur.utilisateur.pk
        and all(derniere.details.get(cle) == valeur for cle, valeur in details.items())
        and est_le_meme(motif, derniere.motif)
    )
