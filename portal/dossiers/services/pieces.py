"""Papers of a file of any kind: received once, withdrawn with a reason.

Each kind says who may and when, for which place and which readers, and tells the act in its
journal. To be called on a file that the caller has locked, within its transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier, MessageDossier, PieceJointe
from portal.dossiers.models.pieces import LONGUEUR_LIBELLE
from portal.dossiers.regles.pieces import PIECES_MAX
from portal.socle import documents
from portal.socle.contenus import FichierRefuse
from portal.socle.documents import Examen
from portal.socle.motifs import exiger_motif
from portal.socle.portee import au_nom_du_systeme
from portal.socle.refus import MOMENT, DemandeInvalide, Refus


@dataclass(frozen=True)
class Depot:
    """A file received and found acceptable, what its sender says it is, the token of the form."""

    examen: Examen
    libelle: str
    jeton: UUID


@dataclass(frozen=True)
class Place:
    """Where a paper goes: the version at work, the side it comes from, the place, its readers.

    ``message`` for one that goes with a message, in place of ``cle``.
    """

    version: int
    cote_caf: bool
    cle: str = ""
    lecteurs: list[list[str]] = field(default_factory=list)
    message: MessageDossier | None = None


def recevoir(fichier: "UploadedFile[Any]", libelle: str, jeton: UUID) -> Depot:
    """Look at a file received, before anything is locked: it may take a while.

    Raises DemandeInvalide with the reason of the refusal.
    """
    try:
        examen = documents.examiner(fichier)
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    return Depot(examen, libelle.strip()[:LONGUEUR_LIBELLE] or examen.nom, jeton)


def pieces_des_versions(
    versions: Collection[tuple[int, int]],
) -> Mapping[tuple[int, int], list[PieceJointe]]:
    """What goes with many versions, (file, number) each, in the order it was joined; one query.

    Those that nothing goes with have an empty list.
    """
    numeros: dict[int, set[int]] = defaultdict(set)
    for dossier, numero in versions:
        numeros[dossier].add(numero)
    lues: dict[tuple[int, int], list[PieceJointe]] = {version: [] for version in versions}
    jointes = PieceJointe.objects.du_dossier().filter(dossier__in=numeros, cote_caf=False)
    for piece in jointes.select_related("document", "jointe_par").order_by("pk"):
        for numero in numeros[piece.dossier_id]:
            if piece.part_avec(numero):
                lues[piece.dossier_id, numero].append(piece)
    return lues


def deja_jointe(dossier: Dossier, depot: Depot, qui: Utilisateur) -> PieceJointe | None:
    """The paper that a first click joined: same person, same form, same file."""
    deja = dossier.pieces.filter(jointe_par=qui, jeton=depot.jeton).first()
    return deja if deja and deja.document.sha256 == depot.examen.sha256 else None


def joindre(dossier: Dossier, depot: Depot, place: Place, *, acteur: Acteur) -> PieceJointe:
    """Keep a file examined and tie it to a place of the file.

    To be called within ``documents.sans_orphelin``. Raises DemandeInvalide: the same file twice at
    the same place, too many papers, no room on the disk.
    """
    if place.message is None:
        _exiger_nouvelle(dossier, depot, place.cle)
    try:
        with au_nom_du_systeme("ranger un papier, que son dossier ne montre qu’une fois joint"):
            document = documents.garder(
                depot.examen,
                auteur=acteur.utilisateur,
                gestionnaire_id=dossier.gestionnaire_id,
                caf_id=dossier.caf_id,
                le=acteur.maintenant,
            )
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    # The page found again by « back » holds the same token: another file is another piece.
    connu = dossier.pieces.filter(jointe_par=acteur.utilisateur, jeton=depot.jeton).exists()
    return PieceJointe.objects.create(
        dossier=dossier,
        version=place.version,
        document=document,
        message=place.message,
        cle=place.cle,
        libelle=depot.libelle,
        lecteurs=place.lecteurs,
        cote_caf=place.cote_caf,
        jeton=uuid4() if connu else depot.jeton,
        jointe_par=acteur.utilisateur,
        jointe_le=acteur.maintenant,
    )


def refus_deja_retiree(piece: PieceJointe) -> Refus | None:
    """Return why a piece withdrawn is not withdrawn again."""
    return Refus(MOMENT, "Cette pièce est déjà retirée.") if piece.est_retiree else None


def retirer(piece: PieceJointe, *, version: int, motif: str, acteur: Acteur) -> None:
    """Note that a paper no longer goes with the version at work; it stays, with its reason.

    Raises DemandeInvalide: a reason that says nothing.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi vous retirez cette pièce.")
    piece.retiree_le, piece.retiree_par = acteur.maintenant, acteur.utilisateur
    piece.retiree_version, piece.retrait_motif = version, motif
    piece.save(update_fields=["retiree_le", "retiree_par", "retiree_version", "retrait_motif"])


def _exiger_nouvelle(dossier: Dossier, depot: Depot, cle: str) -> None:
    """Refuse the same file twice at the same place, and more papers than anybody reads."""
    gardees = dossier.pieces.du_dossier().filter(retiree_le=None)
    if gardees.filter(cle=cle, document__sha256=depot.examen.sha256).exists():
        raise DemandeInvalide("fichier", "Ce fichier est déjà joint.")
    if gardees.count() >= PIECES_MAX:
        raise DemandeInvalide(
            "fichier",
            f"Ce dossier a déjà {PIECES_MAX} pièces : réunissez-les, ou retirez celles qui ne "
            "servent plus.",
        )
