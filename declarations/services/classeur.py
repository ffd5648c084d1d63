"""A workbook filled away from the portal: what it would change, before anything is written.

Nothing is kept here: what it brings is sent by the form of the volet, from the revision that the
workbook was made at, so that a colleague's figure is merged or asked about as always.
"""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from declarations.imports.classeur import Repere, VoletLu, lire_repere, lire_volet
from declarations.models import Volet
from declarations.regles.classeur import Page, pages
from declarations.regles.grille import EmplacementGrille
from declarations.services.dossier_ouvert import DossierOuvert
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.fusion import Conflit, fusionner
from portal.saisie.regles.valeurs import Valeur
from portal.socle.contenus import FichierRefuse
from portal.socle.documents import examiner
from portal.socle.lecture_classeurs import TAILLE_MAX, TROP_LOURD, ClasseurRefuse, lire_classeur
from portal.socle.rangees import Erreur

AUTRE_VOLET = (
    "Ce classeur vient d’un autre volet ou d’une autre déclaration : téléchargez celui de cette "
    "page, puis remplissez-le."
)
AUTRE_VERSION = (
    "Ce classeur date d’une autre version de cette déclaration : téléchargez celui de cette page, "
    "puis remplissez-le."
)
SANS_REPERE = (
    "Ce classeur ne dit pas d’où il vient : téléchargez celui de cette page, puis remplissez-le."
)
FERMEE = "cette donnée n’est pas ouverte à la saisie : rien n’y change."
ENSEMBLE = "Ensemble"


@dataclass(frozen=True)
class Changement:
    """A field that the workbook changes: the value kept, the one it brings."""

    place: EmplacementGrille
    avant: Valeur
    apres: Valeur


@dataclass(frozen=True)
class ApercuDeClasseur:
    """What a workbook brings to a volet. ``revision`` is the one it was made at.

    ``conflits`` were changed on the portal too since then: the person chooses at the saving.
    """

    revision: int
    changements: tuple[Changement, ...]
    conflits: tuple[Conflit, ...]
    erreurs: tuple[Erreur, ...]
    avertissements: tuple[Erreur, ...]

    @property
    def a_reprendre(self) -> bool:
        """Whether a cell that changes nothing may be corrected: not one that is not open."""
        return any(erreur.message != FERMEE for erreur in self.erreurs)


def pages_de(dossier: DossierOuvert, nature: str) -> list[Page]:
    """The sheets of a volet: the fields that its provider types, and reads."""
    lisibles = dossier.places_lisibles
    places = [p for c, p in dossier.places(nature).items() if p.champ.est_saisi and c in lisibles]
    titres = (dossier.grille.repetition.pluriel.capitalize(), ENSEMBLE)
    return pages(places, dossier.contenu.lignes, titres)


def repere_de(dossier: DossierOuvert, volet: Volet) -> Repere:
    """Where a workbook made now comes from."""
    return Repere(dossier.declaration.pk, dossier.version.numero, volet.nature, volet.revision)


def apercu_de_classeur(
    dossier: DossierOuvert, volet: Volet, fichier: "UploadedFile[Any]"
) -> ApercuDeClasseur:
    """Read a workbook and tell what it would change. Writes nothing.

    Raises ClasseurRefuse: not a sound .xlsx, too large, or made from another volet.
    """
    feuilles = lire_classeur(_contenu(fichier))
    repere = lire_repere(feuilles)
    if repere is None:
        raise ClasseurRefuse(SANS_REPERE)
    ici = repere_de(dossier, volet)
    if (repere.declaration, repere.nature) != (ici.declaration, ici.nature):
        raise ClasseurRefuse(AUTRE_VOLET)
    if repere.version != ici.version or repere.revision > ici.revision:
        raise ClasseurRefuse(AUTRE_VERSION)
    return _comparer(
        dossier, volet, repere.revision, lire_volet(feuilles, pages_de(dossier, volet.nature))
    )


def _contenu(fichier: "UploadedFile[Any]") -> bytes:
    if (fichier.size or 0) > TAILLE_MAX:
        raise ClasseurRefuse(TROP_LOURD)
    try:
        examen = examiner(fichier)
    except FichierRefuse as refus:
        raise ClasseurRefuse(str(refus)) from None
    if examen.genre.code != "xlsx":
        raise ClasseurRefuse("Déposez le classeur au format .xlsx.")
    contenu: bytes = fichier.read()
    return contenu


def _comparer(dossier: DossierOuvert, volet: Volet, revision: int, lu: VoletLu) -> ApercuDeClasseur:
    places = dossier.places(volet.nature)
    recues = recevoir((places[chemin] for chemin in lu.valeurs), lu.valeurs)
    erreurs = list(lu.remarques.erreurs)
    erreurs += [Erreur(message, lu.places[c]) for c, message in recues.erreurs.items()]
    actuelles = volet.valeurs
    base = actuelles if revision == volet.revision else volet.valeurs_a(revision)
    fusion = fusionner(base, recues.valeurs, actuelles)
    changements = []
    for chemin, valeur in fusion.changements.items():
        if volet.est_ouvert(chemin):
            changements.append(Changement(places[chemin], actuelles.get(chemin, ""), valeur))
        else:
            erreurs.append(Erreur(FERMEE, lu.places[chemin]))
    return ApercuDeClasseur(
        revision,
        tuple(changements),
        tuple(c for c in fusion.conflits if volet.est_ouvert(c.chemin)),
        tuple(erreurs),
        tuple(lu.remarques.avertissements),
    )
