"""Importing the figures of ELAN: all or nothing, looked at before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from declarations.grilles import grille_pour
from declarations.imports.elan import ClasseurLu, ProjetLu, lire_elan
from declarations.imports.rangees import Erreur
from declarations.models import ImportElan, RepriseElan
from declarations.regles.elan import lire_reprise
from declarations.regles.grille import LigneGrille
from declarations.services.elan import Fichier, lignes_en_json, reprendre_elan
from habilitations.models import Convention, Dispositif, Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercice
from portal.socle.contenus import FAMILLES, OLE, FichierRefuse
from portal.socle.documents import examiner
from portal.socle.lecture_classeurs import TAILLE_MAX, ClasseurRefuse, lire_classeur

REPRIS, MODIFIE, IDENTIQUE = "repris", "modifie", "identique"
# What waits for its confirmation longer than this is thrown away.
ATTENTE = timedelta(days=1)
TROP_LOURD = "Ce classeur dépasse 5 Mo : répartissez-le en plusieurs fichiers."
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


class AvertissementsNonVus(Exception):
    """Points are to be looked at, hidden rows for instance, and nobody said that they were."""


class ApercuDepasse(Exception):
    """Figures changed since they were compared: they are to be looked at again."""


def deposer_import(fichier: UploadedFile, *, acteur: Acteur) -> ImportElan:
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


def lire_import(fichier: UploadedFile, annee: int) -> tuple[ClasseurLu, str, str]:
    """What a workbook says, its name and its hash; ``annee`` tells which grid gives the headings.

    Raises ImportRefuse: not a sound .xlsx, too large.
    """
    contenu, nom, empreinte = _examiner(fichier)
    try:
        return lire_elan(lire_classeur(contenu), annee), nom, empreinte
    except ClasseurRefuse as refus:
        raise ImportRefuse(Erreur(str(refus)), genre=FAMILLES["xlsx"]) from None


def _examiner(fichier: UploadedFile) -> tuple[bytes, str, str]:
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
    lecture = lire_reprise(grille_pour(Dispositif.CLAS, projet.annee), projet.lignes, projet.brut)
    for chemin, message in lecture.erreurs.items():
        yield Erreur(message, projet.places.get(chemin, projet.place))


def _en_json(projet: ProjetLu) -> dict[str, Any]:
    return {
        "equipement": projet.equipement,
        "annee": projet.annee,
        "lignes": lignes_en_json(projet.lignes),
        "brut": projet.brut,
        "numero_elan": projet.numero_elan,
    }


def completer(projet: Mapping[str, Any], reprise: RepriseElan | None) -> dict[str, str]:
    """Texts of one project; those that the workbook does not hold stay as they were kept."""
    gardes = reprise.donnees.items() if reprise else ()
    return {c: v for c, v in gardes if c.startswith("projet_")} | dict(projet["brut"])


def lignes_importees(projet: Mapping[str, Any]) -> tuple[LigneGrille, ...]:
    return tuple(LigneGrille(ligne["cle"], ligne["libelle"]) for ligne in projet["lignes"])


def reprises_de(depot: ImportElan) -> dict[tuple[int, int], RepriseElan]:
    """What is already kept for the projects of an import; one query."""
    cles = {(projet["equipement"], projet["annee"]) for projet in depot.contenu}
    gardees = RepriseElan.objects.filter(equipement__in={pk for pk, _ in cles})
    return {(r.equipement_id, r.annee): r for r in gardees if (r.equipement_id, r.annee) in cles}


def etat_compare(depot: ImportElan, reprises: Mapping[tuple[int, int], RepriseElan]) -> str:
    """What the import was compared with: the revision of each project."""
    revisions = {cle: reprise.revision for cle, reprise in reprises.items()}
    cles = sorted((projet["equipement"], projet["annee"]) for projet in depot.contenu)
    return ",".join(f"{pk}-{annee}-{revisions.get((pk, annee), 0)}" for pk, annee in cles)


@transaction.atomic
def confirmer_import(
    depot_id: int, *, acteur: Acteur, compare: str, vus: bool = False
) -> ImportElan:
    """Write every project of an import, or none; confirmed again, it changes nothing.

    ``compare`` is what the person looked at (``etat_compare``), ``vus`` whether they say that the
    warnings are. Raises ImportElan.DoesNotExist (not one’s own), AvertissementsNonVus,
    ApercuDepasse, and what ``reprendre_elan`` raises.
    """
    depot = ImportElan.objects.select_for_update().get(pk=depot_id, depose_par=acteur.utilisateur)
    if depot.confirme_le:
        return depot
    if depot.avertissements and not vus:
        raise AvertissementsNonVus
    pks = sorted({projet["equipement"] for projet in depot.contenu})
    list(
        Equipement.objects.filter(pk__in=pks)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    reprises = reprises_de(depot)
    if compare != etat_compare(depot, reprises):
        raise ApercuDepasse
    depot.rapport = [_reprendre(depot, projet, reprises, acteur) for projet in depot.contenu]
    depot.contenu, depot.confirme_le = [], acteur.maintenant
    depot.save()
    return depot


def _reprendre(
    depot: ImportElan,
    projet: Mapping[str, Any],
    reprises: Mapping[tuple[int, int], RepriseElan],
    acteur: Acteur,
) -> dict[str, Any]:
    """Take up one project; return its line of the report."""
    cle = projet["equipement"], projet["annee"]
    avant = reprises.get(cle)
    revision = avant.revision if avant else 0
    reprise = reprendre_elan(
        *cle,
        acteur=acteur,
        revision=revision,
        lignes=lignes_importees(projet),
        brut=completer(projet, avant),
        fichier=Fichier(depot.fichier_nom, depot.fichier_empreinte),
        numero_elan=projet.get("numero_elan") or None,
    )
    issue = IDENTIQUE if reprise.revision == revision else MODIFIE if avant else REPRIS
    return {
        "equipement": reprise.equipement_id,
        "annee": reprise.annee,
        "libelle": str(reprise),
        "issue": issue,
    }
