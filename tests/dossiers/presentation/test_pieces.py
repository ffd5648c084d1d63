"""Papers of a file as one person reads them."""

from portal.dossiers.presentation.pieces import EnMots, montrer_piece, pieces_lisibles
from portal.dossiers.regles.pieces import LecteurDePieces
from tests.dossiers.fabriques import dossier
from tests.dossiers.pieces import piece, retiree
from tests.monde import Monde

PARTENAIRE = LecteurDePieces(frozenset({"approbateur"}), cote_caf=False, envoyees=1)
CAF = LecteurDePieces(frozenset({"conseiller"}), cote_caf=True, envoyees=1)
MOTS = EnMots(
    adresse=lambda p: f"/piece/{p.pk}/",
    retrait=lambda p: f"/piece/{p.pk}/retrait/",
    accompagne=lambda p: f"Répond à : {p.cle}" if p.cle else "",
)


def test_une_piece_ecrite_pour_qui_la_lit(monde: Monde) -> None:
    une = piece(monde, dossier(monde), cle="q12")
    montree = montrer_piece(une, MOTS, PARTENAIRE)

    assert montree.fichier == "bilan.pdf – PDF, 2\u00a0Ko"
    assert (montree.accompagne, montree.adresse) == ("Répond à : q12", f"/piece/{une.pk}/")
    assert (montree.retrait, montree.retiree) == ("", "")
    assert montrer_piece(une, MOTS, PARTENAIRE, retirable=True).retrait.endswith("/retrait/")


def test_la_caf_apprend_un_retrait_avec_ce_qui_est_envoye(monde: Monde) -> None:
    une = piece(monde, dossier(monde), **retiree(monde, version=2))
    assert montrer_piece(une, MOTS, PARTENAIRE).retiree == "Colette Conseil : Doublon"
    assert montrer_piece(une, MOTS, CAF).retiree == ""
    suite = LecteurDePieces(CAF.roles, cote_caf=True, envoyees=2)
    assert montrer_piece(une, MOTS, suite).retiree_le == une.retiree_le


def test_chacun_n_a_que_celles_qu_il_lit(monde: Monde) -> None:
    sur = dossier(monde)
    envoyee = piece(monde, sur)
    reservee = piece(monde, sur, jeton=2, lecteurs=[["fournisseur_finances"]])
    brouillon = piece(monde, sur, jeton=3, version=2)

    assert pieces_lisibles(sur, PARTENAIRE) == [envoyee, brouillon]
    assert pieces_lisibles(sur, CAF) == [envoyee, reservee]
