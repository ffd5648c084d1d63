"""Operations on a definition: what each gives, and what each refuses, saying why."""

from dataclasses import replace

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.operations import (
    Ajouter,
    Intituler,
    Modifier,
    Renommer,
    Supprimer,
)
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.edition.regles.types import question_vierge
from bilans.regles.questionnaire import Groupe, Question
from bilans.regles.verification import Genre, verifier
from portal.saisie.regles.conditions import Comparaison, Reponse
from tests.bilans.edition.essai import essai
from tests.bilans.edition.regles.atelier import ATELIER, codes, refus

NEUVE = question_vierge("adresse", "Adresse", "texte")


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
