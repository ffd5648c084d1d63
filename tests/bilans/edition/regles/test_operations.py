"""Operations on a definition: what each gives, and what each refuses, saying why."""

from dataclasses import replace

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.operations import (
    Ajouter,
    Dupliquer,
    Intituler,
    Modifier,
    Operation,
    Renommer,
    Supprimer,
)
from bilans.edition.regles.rangement import Decaler, Degrouper, Grouper, Ranger
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.edition.regles.types import question_vierge
from bilans.regles.questionnaire import Groupe, Question, Questionnaire
from bilans.regles.verification import Genre, verifier
from portal.saisie.regles.conditions import Comparaison, Contient, Reponse, Toutes
from tests.bilans.edition.essai import essai

ATELIER = Atelier()
NEUVE = question_vierge("adresse", "Adresse", "texte")


def codes(questionnaire: Questionnaire, groupe: str = "") -> list[str]:
    ici = place_de(questionnaire, groupe).element.elements if groupe else questionnaire.sections
    return [element.code for element in ici]


def refus(operation: Operation, atelier: Atelier = ATELIER) -> OperationImpossible:
    with pytest.raises(OperationImpossible) as refusee:
        atelier.appliquer(essai(), operation)
    return refusee.value


def test_ajouter_a_la_fin_ou_apres_une_autre() -> None:
    a_la_fin = ATELIER.appliquer(essai(), Ajouter(NEUVE, "structure"))
    apres = ATELIER.appliquer(essai(), Ajouter(NEUVE, "structure", apres="nom"))

    assert codes(a_la_fin, "structure")[-1] == "adresse"
    assert codes(apres, "structure")[:2] == ["nom", "adresse"]


def test_une_section_s_ajoute_ou_on_veut_et_une_question_dans_une_section_seulement() -> None:
    section = Groupe("lieux", "Lieux")

    assert codes(ATELIER.appliquer(essai(), Ajouter(section, apres="structure"))) == [
        "structure",
        "lieux",
        "groupes",
    ]
    assert refus(Ajouter(NEUVE)).raison is Raison.SECTION_ATTENDUE


@pytest.mark.parametrize("code", ["nom", "NOM", "structure"])
def test_un_code_ne_se_prend_pas_deux_fois(code: str) -> None:
    assert refus(Ajouter(replace(NEUVE, code=code), "structure")).raison is Raison.CODE_PRIS


def test_un_code_mal_forme_est_refuse() -> None:
    erreur = refus(Ajouter(replace(NEUVE, code="à dire"), "structure"))

    assert (erreur.raison, erreur.fautes[0].genre) == (Raison.FAUTE, Genre.CODE_MAL_FORME)


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


def test_un_choix_cite_ne_se_retire_pas() -> None:
    erreur = refus(Modifier("actions", {"choix": (("cafe", "Café"), ("aucune", "Aucune"))}))

    assert erreur.raison is Raison.CITEE
    assert [(f.code, f.genre) for f in erreur.fautes] == [("detail", Genre.CHOIX_INCONNU)]


def test_un_choix_exclusif_retire_ne_l_est_plus() -> None:
    apres = ATELIER.appliquer(
        essai(), Modifier("actions", {"choix": (("cafe", "Café"), ("atelier", "Atelier"))})
    )

    assert place_de(apres, "actions").element.exclusifs == ()


def test_un_changement_de_type_ne_laisse_rien_de_l_ancien() -> None:
    apres = ATELIER.appliquer(essai(), Modifier("pourquoi", {"type": "choix"}))

    # Unfinished, not refused: its choices are still to come.
    assert [a.genre for a in verifier(apres)] == [Genre.SANS_CHOIX]
    borne = ATELIER.appliquer(essai(), Modifier("combien", {"maximum": 3}))
    assert place_de(borne, "combien").element.maximum == 3
    sans = essai()
    sans = ATELIER.appliquer(sans, Modifier("groupes", {"repetition": None}))
    en_texte = ATELIER.appliquer(sans, Modifier("combien", {"type": "texte", "maximum": 3}))
    assert place_de(en_texte, "combien").element.maximum is None


def test_ce_qu_une_modification_laisserait_de_faux_est_refuse_a_sa_place() -> None:
    erreur = refus(Modifier("enfants", {"minimum": 50}))

    assert (erreur.raison, erreur.fautes[0].propriete) == (Raison.FAUTE, "maximum")
    tourne = Modifier("bonus", {"condition": Comparaison(Reponse("bonus"), "egal", "oui")})
    assert refus(tourne).fautes[0].genre is Genre.CERCLE
    assert refus(Modifier("nom", {"elements": ()})).raison is Raison.INTROUVABLE


def test_le_type_d_un_code_publie_ne_change_jamais() -> None:
    atelier = Atelier(publiees=(essai(),))

    erreur = refus(Modifier("nom", {"type": "texte_long"}), atelier)
    assert (erreur.raison, erreur.fautes[0].sujet) == (Raison.TYPE_PUBLIE, "texte")
    sans = atelier.appliquer(essai(), Supprimer("nom"))
    revenue = question_vierge("nom", "Nom", "entier")
    with pytest.raises(OperationImpossible):
        atelier.appliquer(sans, Ajouter(revenue, "structure"))
    assert atelier.appliquer(sans, Ajouter(replace(revenue, type="texte"), "structure"))


def test_renommer_suit_jusque_dans_les_conditions() -> None:
    apres = ATELIER.appliquer(essai(), Renommer("bonus", "bonus_parents"))
    apres = ATELIER.appliquer(apres, Renommer("combien", "nombre_groupes"))

    assert place_de(apres, "bloc").element.condition == Comparaison(
        Reponse("bonus_parents"), "egal", "oui"
    )
    groupes = place_de(apres, "groupes").element
    assert isinstance(groupes, Groupe)
    assert groupes.repetition is not None
    assert groupes.repetition.nombre == "nombre_groupes"
    assert verifier(apres) == []
    assert refus(Renommer("bonus", "nom")).raison is Raison.CODE_PRIS


def test_les_codes_d_une_caf_et_ceux_de_la_cnaf_ne_se_rencontrent_jamais() -> None:
    caf = Atelier(prefixe="caf73_")

    assert refus(Ajouter(NEUVE, "structure"), caf).raison is Raison.PREFIXE_ATTENDU
    assert caf.appliquer(essai(), Ajouter(replace(NEUVE, code="caf73_adresse"), "structure"))
    reserve = replace(NEUVE, code="CAF73_adresse")
    assert refus(Ajouter(reserve, "structure")).raison is Raison.PREFIXE_RESERVE


def test_le_titre_change() -> None:
    assert ATELIER.appliquer(essai(), Intituler("Autre titre")).titre == "Autre titre"


def test_un_groupe_trop_profond_est_refuse() -> None:
    questionnaire, dans = essai(), "bloc"
    for rang in range(3, 9):
        groupe = Groupe(f"niveau{rang}", "Niveau")
        questionnaire = ATELIER.appliquer(questionnaire, Ajouter(groupe, dans))
        dans = groupe.code

    with pytest.raises(OperationImpossible) as erreur:
        ATELIER.appliquer(questionnaire, Ajouter(Groupe("niveau9", "Niveau"), dans))
    assert erreur.value.raison is Raison.TROP_PROFOND


def test_une_question_vierge_est_inachevee_jamais_fausse() -> None:
    for genre in ("note", "fichier", "tableau", "choix", "choix_multiples", "score", "date"):
        question: Question = question_vierge("neuve", "Neuve", genre)
        apres = ATELIER.appliquer(essai(), Ajouter(question, "structure"))
        assert {a.genre for a in verifier(apres)} <= {Genre.SANS_CHOIX, Genre.COLONNES_ABSENTES}
