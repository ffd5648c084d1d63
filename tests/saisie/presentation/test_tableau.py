"""Rows laid as a table: which way, under which headings, and what is not asked."""

from portal.saisie.presentation.formulaire import Bloc, Groupe
from portal.saisie.presentation.tableau import Tableau, en_tableau
from portal.socle.composants import ChampSaisie


def groupe(cle: str, *codes: str, titre: str = "") -> Groupe:
    champs = tuple(
        ChampSaisie(f"collectifs.{cle}.{code}", code.capitalize(), aide=f"Aide de {code}")
        for code in codes
    )
    return Groupe(f"ligne-{cle}", f"Collectif {cle}", (Bloc(titre, champs),), cle=cle)


def chemins(tableau: Tableau) -> list[list[str]]:
    return [
        [cellule.champ.chemin if cellule.champ else "" for cellule in ligne.cellules]
        for partie in tableau.corps
        for ligne in partie.lignes
    ]


def test_plus_de_lignes_que_de_questions_chaque_ligne_en_est_une() -> None:
    tableau = en_tableau([groupe("a", "enfants"), groupe("b", "enfants")])

    assert tableau
    assert tableau.en_lignes
    assert [e.titre for e in tableau.colonnes] == ["Enfants"]
    assert chemins(tableau) == [["collectifs.a.enfants"], ["collectifs.b.enfants"]]
    (premiere, _) = tableau.corps[0].lignes
    assert (premiere.entete.titre, premiere.entete.ancre) == ("Collectif a", "ligne-a")


def test_plus_de_questions_que_de_lignes_les_lignes_passent_en_colonnes() -> None:
    tableau = en_tableau([groupe("a", "enfants", "filles"), Groupe("ensemble", "Le tout", ())])

    assert tableau
    assert not tableau.en_lignes
    assert [e.titre for e in tableau.colonnes] == ["Collectif a"]
    assert chemins(tableau) == [["collectifs.a.enfants"], ["collectifs.a.filles"]]


def test_ce_qui_n_est_pas_demande_a_une_ligne_y_laisse_une_case_vide() -> None:
    tableau = en_tableau([groupe("a", "enfants"), groupe("b", "enfants", "filles")])

    assert tableau
    assert chemins(tableau) == [
        ["collectifs.a.enfants", ""],
        ["collectifs.b.enfants", "collectifs.b.filles"],
    ]


def test_une_case_se_nomme_seule_et_l_aide_se_dit_en_tete() -> None:
    tableau = en_tableau([groupe("a", "enfants"), groupe("b", "enfants")])

    assert tableau
    champ = tableau.corps[0].lignes[1].cellules[0].champ
    assert champ
    assert (champ.libelle, champ.aide) == ("Enfants – Collectif b", "")
    assert tableau.colonnes[0].aide == "Aide de enfants"


def test_les_rubriques_se_suivent_meme_quand_une_ligne_en_saute_une() -> None:
    lignes = [
        Groupe("1", "Un", (*groupe("a", "z", titre="Deux").blocs,), cle="a"),
        Groupe(
            "2",
            "Deux",
            (*groupe("b", "x", titre="Une").blocs, *groupe("b", "y", "z", titre="Deux").blocs),
            cle="b",
        ),
        groupe("c", "x", titre="Une"),
    ]
    tableau = en_tableau(lignes)

    assert tableau
    assert [(p.titre, p.etendue) for p in tableau.parties] == [("Deux", 2), ("Une", 1)]
    assert [e.titre for e in tableau.colonnes] == ["Z", "Y", "X"]


def test_sans_ligne_ou_sans_champ_il_n_y_a_pas_de_tableau() -> None:
    assert en_tableau([]) is None
    assert en_tableau([Groupe("ensemble", "Le tout", groupe("a", "x").blocs)]) is None
    assert en_tableau([Groupe("a", "A", (Bloc("", ()),), cle="a")]) is None
