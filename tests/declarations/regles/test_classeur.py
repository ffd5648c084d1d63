"""Which sheets, lines and columns a volet makes, and how values are told and read in them."""

from hypothesis import given
from hypothesis import strategies as st

from declarations.grilles import grille_pour
from declarations.regles.classeur import en_cellule, en_valeur, noms_de_colonnes, pages
from declarations.regles.grille import ACTIVITE, REELLE, LigneGrille
from portal.saisie.regles.structure import derouler

GRILLE = grille_pour("cct", 2025)
POSTES = (LigneGrille("p1", "Claire Coop"), LigneGrille("p2", "claire coop"))
CHAMPS = {c.code: c for s in GRILLE.sections_de(ACTIVITE, REELLE) for c in s.champs}


def places() -> list:
    repetitions = {GRILLE.repetition.code: GRILLE.repetition}
    lignes = {GRILLE.repetition.code: POSTES}
    return [
        place
        for section in GRILLE.sections_de(ACTIVITE, REELLE)
        for place in derouler(section, section.champs, repetitions, lignes)
    ]


def test_une_feuille_par_ligne_une_pour_l_ensemble() -> None:
    faites = pages(places(), POSTES, ("Postes", "Ensemble"))

    assert faites[0].titre == "Postes"
    assert faites[0].colonnes == ("Claire Coop", "claire coop (2)")
    nom = next(ligne for ligne in faites[0].lignes if ligne.champ.code == "nom")
    assert [p.chemin for p in nom.places if p] == ["postes.p1.nom", "postes.p2.nom"]
    assert all(len(ligne.places) == 2 for ligne in faites[0].lignes)


def test_une_donnee_qui_n_est_pas_demandee_a_une_ligne_y_laisse_un_vide() -> None:
    sauf = [p for p in places() if p.chemin != "postes.p2.nom"]
    nom = next(li for li in pages(sauf, POSTES, ("P", "E"))[0].lignes if li.champ.code == "nom")
    assert nom.places[1] is None


def test_sans_champ_il_n_y_a_pas_de_feuille() -> None:
    assert pages([], POSTES, ("Postes", "Ensemble")) == []


@given(st.lists(st.sampled_from(["a", "A", "b", "Poste 1"]), max_size=9))
def test_les_colonnes_ont_toutes_un_nom_different(libelles: list[str]) -> None:
    noms = list(noms_de_colonnes([LigneGrille(str(i), nom) for i, nom in enumerate(libelles)]))
    assert len({nom.casefold() for nom in noms}) == len(libelles)


@given(st.lists(st.sampled_from([c for c, _ in CHAMPS["thematiques"].options]), unique=True))
def test_des_choix_ecrits_se_relisent(codes: list[str]) -> None:
    champ = CHAMPS["thematiques"]
    assert en_valeur(champ, en_cellule(champ, codes)) == codes


def test_un_mot_se_lit_sans_sa_casse_et_un_inconnu_reste_lui_meme() -> None:
    chef = CHAMPS["chef_de_projet"]
    assert [en_valeur(chef, mot) for mot in ("Oui", " non ", "OUI", "peut-être", "")] == [
        *("oui", "non", "oui", "peut-être", "")
    ]
    assert en_valeur(CHAMPS["nom"], " oui ") == " oui "
