"""Papers of a file that no application knows: received, told apart, withdrawn."""

from uuid import uuid4

import pytest

from portal.dossiers.models import Dossier, PieceJointe
from portal.dossiers.regles.pieces import PIECES_MAX
from portal.dossiers.services import pieces
from portal.dossiers.services.pieces import Depot, Place
from portal.dossiers.services.verification import pieces_sans_document
from portal.socle.models import Document
from portal.socle.refus import DemandeInvalide
from tests.dossiers.fabriques import dossier, message
from tests.dossiers.pieces import piece as en_base
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle import fichiers

ICI = Place(version=1, cote_caf=False, cle="q12")


def depot(contenu: bytes = fichiers.PDF, libelle: str = " Budget signé ") -> Depot:
    return pieces.recevoir(fichiers.televerse(contenu, "budget.pdf"), libelle, uuid4())


def joindre(sur: Dossier, monde: Monde, recu: Depot, place: Place = ICI) -> PieceJointe:
    return pieces.joindre(sur, recu, place, acteur=acteur(monde.passerelles.activite))


def test_une_piece_dit_d_ou_elle_vient_et_ce_qu_elle_accompagne(monde: Monde) -> None:
    sur = dossier(monde)
    piece = joindre(sur, monde, depot())

    assert (piece.libelle, piece.cle, piece.version, piece.message) == (
        "Budget signé",
        "q12",
        1,
        None,
    )
    assert (piece.jointe_par, piece.jointe_le) == (monde.passerelles.activite, MAINTENANT)
    assert (piece.document.nom, piece.document.gestionnaire_id) == (
        "budget.pdf",
        sur.gestionnaire_id,
    )
    assert depot(libelle=" ").libelle == "budget.pdf"


def test_un_fichier_refuse_se_dit_au_champ(monde: Monde) -> None:
    with pytest.raises(DemandeInvalide, match="vide") as refus:
        depot(b"")
    assert refus.value.champ == "fichier"


def test_un_second_clic_rend_la_piece_deja_jointe(monde: Monde) -> None:
    sur, recu, qui = dossier(monde), depot(), monde.passerelles.activite
    assert pieces.deja_jointe(sur, recu, qui) is None
    piece = joindre(sur, monde, recu)

    assert pieces.deja_jointe(sur, recu, qui) == piece
    assert pieces.deja_jointe(sur, recu, monde.passerelles.finances) is None
    autre = Depot(depot(fichiers.PDF + b"autre %%EOF").examen, "Autre", recu.jeton)
    assert pieces.deja_jointe(sur, autre, qui) is None
    assert joindre(sur, monde, autre).jeton != recu.jeton


def test_le_meme_fichier_va_a_deux_endroits_mais_pas_deux_fois_au_meme(monde: Monde) -> None:
    sur = dossier(monde)
    premiere = joindre(sur, monde, depot())
    with pytest.raises(DemandeInvalide, match="déjà joint"):
        joindre(sur, monde, depot())
    joindre(sur, monde, depot(), Place(version=1, cote_caf=False, cle="q13"))
    joindre(sur, monde, depot(), Place(1, False, message=message(monde, sur)))

    pieces.retirer(
        premiere, version=1, motif="Page illisible au verso", acteur=acteur(monde.conseiller)
    )
    assert joindre(sur, monde, depot()).pk
    assert Document.objects.count() == 4


def test_au_dela_de_la_limite_un_message_en_porte_encore(monde: Monde) -> None:
    sur = dossier(monde)
    for rang in range(PIECES_MAX):
        en_base(monde, sur, jeton=rang)
    with pytest.raises(DemandeInvalide, match=f"déjà {PIECES_MAX} pièces"):
        joindre(sur, monde, depot())
    assert joindre(sur, monde, depot(), Place(1, False, message=message(monde, sur))).pk


def test_retiree_elle_reste_avec_son_motif(monde: Monde) -> None:
    piece = joindre(dossier(monde), monde, depot())
    assert pieces.refus_deja_retiree(piece) is None
    pieces.retirer(
        piece, version=2, motif="Page illisible au verso", acteur=acteur(monde.conseiller)
    )

    relue = PieceJointe.objects.get()
    assert (relue.retiree_version, relue.retrait_motif) == (2, "Page illisible au verso")
    assert (relue.retiree_par, relue.retiree_le) == (monde.conseiller, MAINTENANT)
    refus = pieces.refus_deja_retiree(relue)
    assert refus
    assert "déjà retirée" in refus.message


def test_ce_qui_part_avec_une_version(monde: Monde) -> None:
    sur = dossier(monde)
    gardee = joindre(sur, monde, depot())
    de_la_caf = Place(version=1, cote_caf=True)
    joindre(sur, monde, depot(), de_la_caf)
    joindre(sur, monde, depot(), Place(1, False, message=message(monde, sur)))
    signee = depot(fichiers.PDF + b"signe %%EOF")
    suivante = joindre(sur, monde, signee, Place(version=2, cote_caf=False))
    pieces.retirer(
        gardee, version=2, motif="Page illisible au verso", acteur=acteur(monde.conseiller)
    )

    assert list(PieceJointe.objects.de_la_version(sur.pk, 1)) == [gardee]
    assert list(PieceJointe.objects.de_la_version(sur.pk, 2)) == [suivante]
    versions = [(sur.pk, 1), (sur.pk, 2), (sur.pk + 1, 1)]
    lues = pieces.pieces_des_versions(versions)
    assert lues == {v: list(PieceJointe.objects.de_la_version(*v)) for v in versions}


def test_rien_ne_manque_a_une_piece_gardee(monde: Monde) -> None:
    """What is missing when the document is gone: ``tests/accueil/test_integrite.py``."""
    joindre(dossier(monde), monde, depot())
    assert list(pieces_sans_document()) == []
