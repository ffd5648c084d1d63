"""Moving, removing, duplicating, grouping what a definition holds: what each gives, and refuses."""

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.operations import (
    Dupliquer,
    Supprimer,
)
from bilans.edition.regles.rangement import Decaler, Degrouper, Grouper, Ranger
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.regles.questionnaire import Groupe
from bilans.regles.verification import Genre, verifier
from portal.saisie.regles.conditions import Comparaison, Contient, Reponse, Toutes
from tests.bilans.edition.essai import essai
from tests.bilans.edition.regles.atelier import ATELIER, codes, refus


def test_monter_descendre_et_buter_au_bord() -> None:
    assert codes(ATELIER.appliquer(essai(), Decaler("bonus", -1)), "structure")[0] == "bonus"
    assert codes(ATELIER.appliquer(essai(), Decaler("nom", 1)), "structure")[1] == "nom"
    assert codes(ATELIER.appliquer(essai(), Decaler("actions", 1)), "bloc") == ["detail", "actions"]
    assert refus(Decaler("nom", -1)).raison is Raison.AU_BORD
    assert refus(Decaler("bloc", 1)).raison is Raison.AU_BORD


def test_une_repetition_ne_passe_pas_avant_le_nombre_dont_elle_depend() -> None:
    erreur = refus(Decaler("groupes", -1))

    # The mistake is that of the very element that moves.
    assert (erreur.raison, erreur.fautes[0].genre) == (Raison.FAUTE, Genre.PAS_AVANT)


def test_ranger_ailleurs_garde_les_codes() -> None:
    range_ = ATELIER.appliquer(essai(), Ranger("nom", "bloc", apres="actions"))

    assert codes(range_, "bloc") == ["actions", "nom", "detail"]
    assert "nom" not in codes(range_, "structure")
    assert codes(ATELIER.appliquer(essai(), Ranger("bloc", ""))) == ["structure", "groupes", "bloc"]
    assert refus(Ranger("structure", "bloc")).raison is Raison.DANS_LUI_MEME
    assert refus(Ranger("nom", "")).raison is Raison.SECTION_ATTENDUE
    assert refus(Ranger("nom", "bonus")).raison is Raison.INTROUVABLE


def test_ranger_au_meme_endroit_change_l_ordre() -> None:
    assert codes(
        ATELIER.appliquer(essai(), Ranger("combien", "structure", "nom")), "structure"
    ) == [
        "nom",
        "combien",
        "bonus",
        "bloc",
    ]


def test_ce_qui_est_cite_ne_part_pas_dans_une_repetition_qui_ne_se_lit_pas_d_ailleurs() -> None:
    erreur = refus(Ranger("bonus", "groupes"))

    assert erreur.raison is Raison.CITEE
    assert [(f.code, f.genre) for f in erreur.fautes] == [("bloc", Genre.AUTRE_LIGNE)]


def test_supprimer_ce_que_d_autres_citent_dit_lesquels() -> None:
    erreur = refus(Supprimer("bonus"))

    assert erreur.raison is Raison.CITEE
    assert [(f.code, f.propriete) for f in erreur.fautes] == [("bloc", "condition")]
    assert [f.code for f in refus(Supprimer("combien")).fautes] == ["groupes"]
    assert refus(Supprimer("absente")).raison is Raison.INTROUVABLE


def test_ce_qui_ne_se_cite_qu_en_dedans_part_avec_son_groupe() -> None:
    apres = ATELIER.appliquer(essai(), Supprimer("bloc"))

    assert not {"bloc", "actions", "detail"} & set(apres.par_code)
    assert verifier(apres) == []


def test_la_derniere_section_reste() -> None:
    seule = ATELIER.appliquer(essai(), Supprimer("groupes"))

    with pytest.raises(OperationImpossible) as erreur:
        ATELIER.appliquer(seule, Supprimer("structure"))
    assert erreur.value.raison is Raison.DERNIERE_SECTION


def test_dupliquer_donne_d_autres_codes_et_ses_propres_conditions() -> None:
    double = ATELIER.appliquer(essai(), Dupliquer("bloc"))

    assert codes(double, "structure") == ["nom", "bonus", "combien", "bloc", "bloc_2"]
    assert codes(double, "bloc_2") == ["actions_2", "detail_2"]
    detail = place_de(double, "detail_2").element
    assert detail.condition == Contient(Reponse("actions_2"), "atelier")
    assert place_de(double, "bloc_2").element.condition == Comparaison(
        Reponse("bonus"), "egal", "oui"
    )
    encore = ATELIER.appliquer(double, Dupliquer("bloc", pris={"bloc_3"}))
    assert "bloc_4" in encore.par_code


def test_grouper_ou_elles_etaient_et_seulement_des_voisines() -> None:
    groupe = Groupe("identite", "Identité")
    apres = ATELIER.appliquer(essai(), Grouper(("combien", "bonus"), groupe))

    assert codes(apres, "structure") == ["nom", "identite", "bloc"]
    assert codes(apres, "identite") == ["bonus", "combien"]
    assert refus(Grouper(("nom", "enfants"), groupe)).raison is Raison.PAS_ENSEMBLE
    assert refus(Grouper((), groupe)).raison is Raison.VIDE


def test_degrouper_laisse_a_chacune_la_condition_du_groupe() -> None:
    apres = ATELIER.appliquer(essai(), Degrouper("bloc"))

    assert codes(apres, "structure") == ["nom", "bonus", "combien", "actions", "detail"]
    demande = Comparaison(Reponse("bonus"), "egal", "oui")
    assert place_de(apres, "actions").element.condition == demande
    assert place_de(apres, "detail").element.condition == Toutes(
        (demande, Contient(Reponse("actions"), "atelier"))
    )


def test_degrouper_une_section_ou_une_repetition_est_refuse() -> None:
    assert refus(Degrouper("groupes")).raison is Raison.REPETEE
    assert refus(Degrouper("structure")).raison is Raison.SECTION_ATTENDUE
    assert refus(Degrouper("nom")).raison is Raison.INTROUVABLE
