"""What a correction asked for again, field by field, each linked to where one corrects it."""

from dataclasses import dataclass, field

from declarations.adresses import adresse_du_champ
from declarations.models import Volet
from declarations.regles.etats import LIBELLES_VOLET
from declarations.services.contenu.references import references_ordonnees
from declarations.services.dossier_ouvert import DossierOuvert
from portal.dossiers.services.nouvelles import Point
from portal.saisie.regles.ecriture import ecrire_valeur


@dataclass(frozen=True)
class ChampAChoisir:
    """A field of a version as it reads: its value, and last year's."""

    chemin: str
    libelle: str
    valeur: str
    reference: str


@dataclass(frozen=True)
class GroupeAChoisir:
    """Fields of one section, of one row when there are rows; ``repere`` names the reference."""

    titre: str
    repere: str
    champs: list[ChampAChoisir] = field(default_factory=list)


def a_choisir(page: DossierOuvert) -> list[GroupeAChoisir]:
    """Every field that a correction may open, on the version as it reads."""
    reference = next(iter(references_ordonnees(page.declaration)), None)
    avant = reference.donnees if reference else {}
    groupes: dict[str, GroupeAChoisir] = {}
    for chemin, place in page.emplacements.items():
        if not place.champ.est_saisi:
            continue
        ou = [LIBELLES_VOLET[place.champ.volet].capitalize(), place.section.titre]
        if place.ligne:
            ou.insert(1, place.ligne.libelle)
        titre = " – ".join(ou)
        groupe = groupes.setdefault(
            titre, GroupeAChoisir(titre, reference.libelle if reference else "")
        )
        groupe.champs.append(
            ChampAChoisir(
                chemin,
                place.champ.libelle,
                ecrire_valeur(place.champ, page.contenu.donnees.get(chemin)),
                ecrire_valeur(place.champ, avant.get(chemin)),
            )
        )
    return list(groupes.values())


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
