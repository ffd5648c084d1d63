"""What a correction asked for again, field by field, each linked to where one corrects it."""

from declarations.adresses import adresse_du_champ
from declarations.models import Volet
from declarations.services.dossier_ouvert import DossierOuvert
from portal.dossiers.services.nouvelles import Point


def champs_a_corriger(page: DossierOuvert, volet: Volet) -> list[Point]:
    """The fields of a volet that the correction opened and this person reads, in grid order.

    None when the whole volet is open, or nothing of it.
    """
    if not volet.champs_ouverts:
        return []
    ouverts, lignes = frozenset(volet.champs_ouverts), page.contenu.lignes
    return [
        Point(
            place.libelle_complet,
            adresse_du_champ(page.declaration.pk, volet.nature, chemin, place.ligne, lignes),
        )
        for chemin, place in page.places_lisibles.items()
        if chemin in ouverts
    ]
