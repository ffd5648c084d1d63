"""Reading a workbook of ELAN to its last cell, and keeping it until it is confirmed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from declarations.elan.imports.classeur import ClasseurLu, ProjetLu, lire_elan
from declarations.elan.regles.saisie import chemin_libelle, places_elan, refus_elan
from declarations.elan.services.saisie import lignes_en_json
from declarations.grilles import grille_pour
from declarations.models import ImportElan
from habilitations.models import Convention, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice
from portal.saisie.regles.formes import recevoir
from portal.socle.contenus import FAMILLES, OLE, FichierRefuse
from portal.socle.documents import examiner
from portal.socle.lecture_a_part import un_seul_fichier
from portal.socle.lecture_classeurs import TAILLE_MAX, TROP_LOURD, ClasseurRefuse, lire_classeur
from portal.socle.rangees import Erreur

# What waits for its confirmation longer than this is thrown away.
ATTENTE = timedelta(days=1)
PAS_XLSX = (
    "Ce fichier n’est pas un classeur .xlsx : enregistrez-le dans ce format, sans protection."
)
INTROUVABLE = "Ce projet n’est pas un projet Clas d’un portefeuille que vous suivez."


class ImportRefuse(Exception):
    """The workbook cannot be imported; ``erreurs`` says why. Nothing was written.

    ``genre`` is what its content seems to be, empty when it was not looked at.
    """

    def __init__(self, *details: Erreur, genre: str = "") -> None:
        self.details, self.genre = details, genre
        self.erreurs = [str(erreur) for erreur in details]
        super().__init__(self.erreurs[0])


def deposer_import(fichier: "UploadedFile[Any]", *, acteur: Acteur) -> ImportElan:
    """Read a workbook to its last cell and keep it until it is confirmed.

    Raises ImportRefuse: not a sound .xlsx, too large, or any mistake in any line.
    """
    lu, nom, empreinte = lire_import(fichier, exercice_du(Dispositif.CLAS, acteur.jour))
    erreurs = _verifier(lu, acteur)
    if erreurs:
        raise ImportRefuse(*erreurs)
    ImportElan.objects.filter(
        confirme_le__isnull=True, depose_le__lt=acteur.maintenant - ATTENTE
    ).delete()
    return ImportElan.objects.create(
        depose_par=acteur.utilisateur,
        depose_le=acteur.maintenant,
        fichier_nom=nom,
        fichier_empreinte=empreinte,
        contenu=[_en_json(projet) for projet in lu.projets.values()],
        avertissements=[str(avertissement) for avertissement in lu.avertissements],
    )


def lire_import(fichier: "UploadedFile[Any]", annee: int) -> tuple[ClasseurLu, str, str]:
    """What a workbook says, its name and its hash; ``annee`` tells which grid gives the headings.

    Raises ImportRefuse: not a sound .xlsx, too large.
    """
    with un_seul_fichier():
        contenu, nom, empreinte = _examiner(fichier)
        try:
            return lire_elan(lire_classeur(contenu), annee), nom, empreinte
        except ClasseurRefuse as refus:
            raise ImportRefuse(Erreur(str(refus)), genre=FAMILLES["xlsx"]) from None


def _examiner(fichier: "UploadedFile[Any]") -> tuple[bytes, str, str]:
    """Content, name and hash of a file that is really an .xlsx of a reasonable size."""
    if (fichier.size or 0) > TAILLE_MAX:
        raise ImportRefuse(Erreur(TROP_LOURD))
    debut = fichier.read(len(OLE))
    fichier.seek(0)
    if PurePosixPath((fichier.name or "").lower()).suffix != ".xlsx" or debut == OLE:
        raise ImportRefuse(Erreur(PAS_XLSX))
    try:
        examen = examiner(fichier)
    except FichierRefuse as refus:
        raise ImportRefuse(Erreur(str(refus)), genre=refus.genre) from None
    return fichier.read(), examen.nom, examen.sha256


def _verifier(lu: ClasseurLu, acteur: Acteur) -> list[Erreur]:
    """Mistakes of the workbook, then of each project; one per cell."""
    trouves = _equipements(lu, acteur)
    premiers = {
        (c.equipement_id, exercice_du(Dispositif.CLAS, c.du))
        for c in Convention.objects.filter(equipement__in=trouves)
    }
    erreurs = list(lu.erreurs)
    for (pk, annee), projet in lu.projets.items():
        if pk not in trouves or not acteur.suit(trouves[pk]):
            erreurs.append(Erreur(INTROUVABLE, projet.place))
        elif (pk, annee) not in premiers:
            exercice = libelle_exercice(Dispositif.CLAS, annee)
            message = f"{exercice} n’est pas le premier exercice d’une convention de ce projet."
            erreurs.append(Erreur(message, projet.place))
        else:
            erreurs.extend(_erreurs_projet(projet))
    return _uniques(erreurs)


def erreurs_de_forme(lu: ClasseurLu) -> list[Erreur]:
    """Mistakes that the workbook alone shows, whosever projects it holds."""
    erreurs = list(lu.erreurs)
    for projet in lu.projets.values():
        erreurs.extend(_erreurs_projet(projet))
    return _uniques(erreurs)


def _uniques(erreurs: Iterable[Erreur]) -> list[Erreur]:
    """One mistake per cell, the first told, in the order of the sheets."""
    premieres = {erreur.place or erreur.message: erreur for erreur in reversed(list(erreurs))}
    return sorted(premieres.values(), key=_ordre)


def _ordre(erreur: Erreur) -> tuple[object, ...]:
    """Sheets that miss first, then each sheet from its top."""
    place = erreur.place
    return (place.feuille, place.ligne, place.colonne) if place else ("", 0, "")


def _equipements(lu: ClasseurLu, acteur: Acteur) -> dict[int, Equipement]:
    visibles = Equipement.objects.instruits_par(acteur).filter(
        pk__in={pk for pk, _ in lu.projets}, dispositif=Dispositif.CLAS
    )
    return {equipement.pk: equipement for equipement in visibles}


def _erreurs_projet(projet: ProjetLu) -> Iterator[Erreur]:
    """What the reading of the figures refuses, at the cell it came from."""
    grille = grille_pour(Dispositif.CLAS, projet.annee)
    noms = {chemin_libelle(ligne.cle): ligne.libelle for ligne in projet.lignes}
    recues = recevoir(places_elan(grille, projet.lignes).values(), projet.brut | noms)
    refus = refus_elan(grille, projet.lignes, recues.valeurs, recues.erreurs)
    for chemin, message in refus.items():
        yield Erreur(message, projet.places.get(chemin, projet.place))


def _en_json(projet: ProjetLu) -> dict[str, Any]:
    return {
        "equipement": projet.equipement,
        "annee": projet.annee,
        "lignes": lignes_en_json(projet.lignes),
        "brut": projet.brut,
        "numero_elan": projet.numero_elan,
    }
