"""Papers of a file: who joins and withdraws, when, who reads, what is frozen with the sending."""

from datetime import UTC
from uuid import uuid4

import pytest

from declarations.models import Declaration
from declarations.regles.lecteurs import Lecteur
from declarations.services import assistance
from declarations.services.contenu.papiers import lecteur_de_pieces, pieces_de
from declarations.services.empreintes import contenu_fige, empreinte
from portal.dossiers.models import PieceJointe
from portal.dossiers.regles.pieces import PIECES_MAX, LecteurDePieces
from portal.socle.models import Document, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.pieces import joindre_par, retirer_par
from tests.declarations.remplir import jusqu_a, referentiels, signer, transmettre
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle import fichiers


def a_la_caf(declaration: Declaration) -> LecteurDePieces:
    """The adviser, now."""
    version = Declaration.objects.get(pk=declaration.pk).version_courante
    return lecteur_de_pieces(version, Lecteur(frozenset({"conseiller"}), cote_caf=True))


def test_le_fournisseur_joint_pendant_sa_saisie(monde: Monde) -> None:
    declaration = monde.declaration()
    for qui in (monde.passerelles.activite, monde.passerelles.finances):
        piece = joindre_par(declaration, qui, contenu=fichiers.PDF + qui.email.encode() + b"%%EOF")
        assert not piece.cote_caf
        assert piece.document.gestionnaire_id == declaration.gestionnaire_id
        assert piece.document.depose_par_id == qui.pk
    assert LigneJournal.objects.filter(action="declaration.piece_jointe").count() == 2


@pytest.mark.parametrize("qui", ["conseiller", "remplacant", "hors_portefeuille", "ccd"])
def test_la_caf_ne_joint_pas_tant_que_le_partenaire_saisit(monde: Monde, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        joindre_par(monde.declaration(), getattr(monde, qui))
    assert refus.value.interdite == (qui in ("hors_portefeuille", "ccd"))


def test_l_approbateur_ne_joint_pas(monde: Monde) -> None:
    with pytest.raises(ActionRefusee) as refus:
        joindre_par(monde.declaration(), monde.passerelles.approbateur)
    assert refus.value.interdite


def test_un_etranger_ne_sait_rien_du_dossier(monde: Monde) -> None:
    declaration = monde.declaration()
    for qui in (monde.voisins.activite, monde.conseiller_nord, monde.responsable, monde.national):
        with pytest.raises(Declaration.DoesNotExist):
            joindre_par(declaration, qui)
    assert not Document.objects.exists()


def test_transmise_le_partenaire_ne_joint_plus_et_la_caf_joint(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    with pytest.raises(ActionRefusee) as refus:
        joindre_par(declaration, monde.passerelles.activite)
    assert not refus.value.interdite
    assert joindre_par(declaration, monde.conseiller).cote_caf
    for qui in (monde.hors_portefeuille, monde.ccd):
        with pytest.raises(ActionRefusee):
            joindre_par(declaration, qui)


def test_en_correction_seul_le_volet_demande_rouvre_les_pieces(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    with pytest.raises(ActionRefusee):
        joindre_par(declaration, monde.passerelles.activite)
    assert joindre_par(declaration, monde.passerelles.finances).version == 2


@pytest.mark.parametrize(
    ("contenu", "nom", "dit"),
    [
        (fichiers.SCRIPT, "facture.pdf", "n’est pas celui"),
        (fichiers.SVG, "dessin.svg", "pas accepté"),
        (b"", "vide.pdf", "vide"),
    ],
)
def test_un_fichier_refuse_ne_laisse_rien(monde: Monde, contenu: bytes, nom: str, dit: str) -> None:
    with pytest.raises(DemandeInvalide, match=dit) as refus:
        joindre_par(monde.declaration(), monde.passerelles.activite, contenu=contenu, nom=nom)
    assert refus.value.champ == "fichier"
    assert not Document.objects.exists()
    assert not LigneJournal.objects.filter(action="declaration.piece_jointe").exists()


def test_un_double_clic_ne_joint_qu_une_fois(monde: Monde) -> None:
    declaration, jeton, qui = monde.declaration(), uuid4(), monde.passerelles.activite
    premiere = joindre_par(declaration, qui, jeton=jeton)
    assert joindre_par(declaration, qui, jeton=jeton) == premiere
    assert Document.objects.count() == 1
    with pytest.raises(DemandeInvalide, match="déjà joint"):
        joindre_par(declaration, qui)
    autre = joindre_par(declaration, qui, jeton=jeton, contenu=fichiers.PNG, nom="plan.png")
    assert autre != premiere


def test_au_dela_de_la_limite_on_reunit(monde: Monde) -> None:
    declaration, qui = monde.declaration(), monde.passerelles.activite
    for rang in range(PIECES_MAX):
        joindre_par(declaration, qui, contenu=fichiers.PDF + b"%d %%%%EOF" % rang)
    with pytest.raises(DemandeInvalide, match=f"déjà {PIECES_MAX} pièces"):
        joindre_par(declaration, qui)


def test_retirer_demande_un_motif_et_garde_la_piece(monde: Monde) -> None:
    piece = joindre_par(monde.declaration(), monde.passerelles.activite)
    with pytest.raises(DemandeInvalide):
        retirer_par(piece, monde.passerelles.activite, " ")
    retirer_par(piece, monde.passerelles.finances)
    piece.refresh_from_db()
    assert (piece.retrait_motif, piece.retiree_version) == ("Doublon du bilan signé", piece.version)
    with pytest.raises(ActionRefusee):
        retirer_par(piece, monde.passerelles.activite)


def test_chaque_cote_ne_retire_que_les_siennes(monde: Monde) -> None:
    declaration = monde.declaration()
    du_partenaire = joindre_par(declaration, monde.passerelles.activite)
    with pytest.raises(PieceJointe.DoesNotExist):
        retirer_par(du_partenaire, monde.conseiller)
    with pytest.raises(ActionRefusee):
        retirer_par(du_partenaire, monde.passerelles.approbateur)
    jusqu_a(declaration, monde, "transmise")
    de_la_caf = joindre_par(declaration, monde.conseiller, contenu=fichiers.PNG, nom="n.png")
    for piece, qui in (
        (du_partenaire, monde.passerelles.activite),
        (du_partenaire, monde.conseiller),
        (de_la_caf, monde.passerelles.activite),
    ):
        with pytest.raises(ActionRefusee):
            retirer_par(piece, qui)
    assert retirer_par(de_la_caf, monde.remplacant).est_retiree


def test_la_caf_ne_sait_rien_d_une_piece_non_transmise(monde: Monde) -> None:
    declaration = monde.declaration()
    piece = joindre_par(declaration, monde.passerelles.activite)
    assert not piece.est_lisible(a_la_caf(declaration))
    abandonnee = joindre_par(
        declaration, monde.passerelles.activite, contenu=fichiers.PNG, nom="a.png"
    )
    retirer_par(abandonnee, monde.passerelles.activite)
    jusqu_a(declaration, monde, "transmise")
    lues = {p.pk: p for p in declaration.pieces.all()}
    assert lues[piece.pk].est_lisible(a_la_caf(declaration))
    assert not lues[abandonnee.pk].est_lisible(a_la_caf(declaration))


def test_qui_saisit_pour_le_partenaire_joint_pour_lui(monde: Monde) -> None:
    declaration = monde.declaration()
    assistance.assister(
        declaration.pk, acteur=acteur(monde.conseiller), motif="Absence de la comptable."
    )
    piece = joindre_par(declaration, monde.conseiller)
    assert not piece.cote_caf
    assert retirer_par(piece, monde.conseiller).est_retiree


def test_ce_qui_est_transmis_couvre_les_pieces_et_ne_bouge_plus(monde: Monde) -> None:
    declaration = monde.declaration()
    gardee = joindre_par(declaration, monde.passerelles.activite)
    abandonnee = joindre_par(
        declaration, monde.passerelles.activite, contenu=fichiers.PNG, nom="a.png"
    )
    retirer_par(abandonnee, monde.passerelles.activite)
    jusqu_a(declaration, monde, "a_corriger")
    premiere = declaration.versions.get(numero=1)
    constats = premiere.passages.filter(moment="envoi").get().constats
    (couverte,) = contenu_fige(premiere, constats)["pieces"]
    assert couverte == {
        "libelle": gardee.libelle,
        "constat": "",
        "lecteurs": gardee.lecteurs,
        "jointe_par": monde.passerelles.activite.pk,
        "jointe_le": MAINTENANT.astimezone(UTC).isoformat(),
        "nom": "justificatif.pdf",
        "type": "pdf",
        "taille": gardee.document.taille,
        "sha256": gardee.document.sha256,
    }

    retirer_par(gardee, monde.passerelles.finances, "Remplacée par le bilan signé")
    nouvelle = joindre_par(
        declaration, monde.passerelles.finances, contenu=fichiers.JPEG, nom="b.jpg"
    )
    declaration.refresh_from_db()
    assert pieces_de(declaration.version_courante) == [nouvelle]
    assert pieces_de(premiere) == [gardee]
    signer(declaration, monde)
    transmettre(declaration, monde)
    assert pieces_de(premiere) == [gardee]
    relue = declaration.versions.get(numero=1)
    assert empreinte(relue, constats) == premiere.empreinte


def test_sans_piece_le_contenu_fige_est_celui_d_avant(monde: Monde) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "transmise")
    version = declaration.version_courante
    assert "pieces" not in contenu_fige(version, [])


def test_un_ecart_disparu_ne_prend_plus_de_piece(monde: Monde) -> None:
    referentiels(monde.caf)
    with pytest.raises(DemandeInvalide, match="n’est plus constaté"):
        joindre_par(monde.declaration(), monde.passerelles.activite, cle="C06:charges")
