"""XLSForm files, right and wrong: what is importable, and where each mistake is."""

from io import BytesIO

import pytest
from pyxform.errors import PyXFormError
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2xform import convert

from bilans.imports.fichiers import lire_fichier
from bilans.imports.resultat import Import
from bilans.regles.etat import Faits, evaluer
from portal.lecteur.classeurs import lire_classeur as lire_sur_place
from portal.socle import lecture_classeurs
from tests.bilans.imports.classeurs import classeur, liste, q
from tests.bilans.imports.importables import IMPORTABLES
from tests.bilans.imports.lignes import ACT, FIN_GROUPE, OUI_NON, PARENTS, A, N
from tests.bilans.imports.refuses import REFUSES


@pytest.fixture(scope="module", autouse=True)
def _lire_sur_place() -> None:
    """The same reader without its process: one is started for each file otherwise."""
    with pytest.MonkeyPatch.context() as ici:
        ici.setattr(
            lecture_classeurs, "lire_a_part", lambda tache, contenu: lire_sur_place(contenu)
        )
        yield


def importer(contenu: bytes) -> Import:
    return lire_fichier("essai.xlsx", contenu)


def places(lu: Import) -> list[str]:
    return [f"{e.feuille} {e.ligne} {e.colonne}" for e in lu.erreurs]


@pytest.mark.parametrize("cas", IMPORTABLES)
def test_un_questionnaire_importable(cas: str) -> None:
    survey, questions = IMPORTABLES[cas]
    contenu = classeur(survey, [*OUI_NON, *ACT, *liste("num", 1, 2)])

    lu = importer(contenu)

    assert [e.message for e in lu.erreurs] == []
    assert lu.questionnaire is not None
    assert len(lu.questionnaire.questions) == questions
    assert convert(BytesIO(contenu), file_type=".xlsx", validate=False).xform


@pytest.mark.parametrize("cas", REFUSES)
def test_chaque_faute_est_a_sa_place_et_a_un_message(cas: str) -> None:
    survey, attendues = REFUSES[cas]

    lu = importer(classeur(survey, [*OUI_NON, *ACT, *liste("num", 1, 2)]))

    assert places(lu) == [f"survey {place}" for place in attendues]
    assert lu.questionnaire is None
    assert all(erreur.message for erreur in lu.erreurs)


CHOIX_REFUSES = {
    "liste absente": ({"list_name": "", "name": "a", "label": "A"}, "4 list_name"),
    "nom absent": ({"list_name": "x", "name": "", "label": "A"}, "4 name"),
    "libellé absent": ({"list_name": "x", "name": "a", "label": ""}, "4 label"),
    "nom en double": ({"list_name": "oui_non", "name": "oui", "label": "Encore"}, "4 name"),
    "nom mal formé": ({"list_name": "x", "name": "a b", "label": "A"}, "4 name"),
    "colonne inconnue": ({"list_name": "x", "name": "a", "label": "A", "region": "b"}, "1 region"),
    "image": ({"list_name": "x", "name": "a", "label": "A", "media::image": "b"}, "4 media"),
    "autre langue": (
        {"list_name": "x", "name": "a", "label": "A", "label::English (en)": "b"},
        "1 label",
    ),
}


@pytest.mark.parametrize("cas", CHOIX_REFUSES)
def test_une_faute_de_la_feuille_choices(cas: str) -> None:
    choix, place = CHOIX_REFUSES[cas]

    assert places(importer(classeur([A, PARENTS], [*OUI_NON, choix]))) == [f"choices {place}"]


REGLAGES_REFUSES = {
    "code": ([{"form_id": "à revoir"}], "2 form_id"),
    "langue": ([{"form_id": "a", "default_language": "English (en)"}], "2 default_language"),
    "style": ([{"form_id": "a", "style": "pages"}], "2 style"),
    "colonne inconnue": ([{"form_id": "a", "auteur": "moi"}], "1 auteur"),
    "deux lignes": ([{"form_id": "a"}, {"form_id": "b"}], "3 form_id"),
}


@pytest.mark.parametrize("cas", REGLAGES_REFUSES)
def test_une_faute_de_la_feuille_settings(cas: str) -> None:
    reglages, place = REGLAGES_REFUSES[cas]

    assert places(importer(classeur([A], settings=reglages))) == [f"settings {place}"]


@pytest.mark.parametrize("cas", [*IMPORTABLES, *REFUSES])
def test_ce_que_pyxform_refuse_est_refuse(cas: str) -> None:
    survey = (IMPORTABLES | REFUSES)[cas][0]
    contenu = classeur(survey, [*OUI_NON, *ACT, *liste("num", 1, 2)])
    try:
        convert(BytesIO(contenu), file_type=".xlsx", validate=False)
    except PyXFormError:
        assert importer(contenu).questionnaire is None


def test_les_erreurs_suivent_les_feuilles_les_lignes_et_les_colonnes() -> None:
    lu = importer(
        classeur(
            [q("geopoint", "1a", ""), A],
            [{"list_name": "x", "name": "", "label": ""}],
            [{"form_id": "à revoir", "style": "pages"}],
        )
    )

    assert places(lu) == [
        "survey 2 type",
        "survey 2 name",
        "survey 2 label",
        "choices 2 name",
        "choices 2 label",
        "settings 2 form_id",
        "settings 2 style",
    ]


def test_les_titres_se_lisent_en_francais_ou_sans_langue() -> None:
    for titre in (
        "label",
        "Label",
        "label::French (fr)",
        "label :: fr",
        "label::Français",
        "caption",
    ):
        contenu = classeur([{"type": "text", "name": "a", titre: "Le nom"}])

        lu = importer(contenu)

        assert lu.questionnaire is not None, (titre, lu.erreurs)
        assert lu.questionnaire.questions[0].libelle == "Le nom"


@pytest.mark.parametrize("titre", ["label:fr", "Label:English (en)"])
def test_un_titre_ecrit_a_l_ancienne_est_celui_de_sa_colonne(titre: str) -> None:
    (erreur,) = importer(classeur([{"type": "text", "name": "a", titre: "A"}])).erreurs

    assert (erreur.ligne, erreur.colonne) == (1, "label")
    assert f"« {titre} »" in erreur.message


def test_une_colonne_qui_ne_se_traduit_pas_est_dite_comme_elle_est_ecrite() -> None:
    (erreur,) = importer(classeur([q("text", "a", **{"required::Français (fr)": "yes"})])).erreurs

    assert (erreur.ligne, erreur.colonne) == (1, "required")
    assert "« required::Français (fr) »" in erreur.message


MUETS_DE_PYXFORM = [t for t, sens in QUESTION_TYPE_DICT.items() if not sens.get("control")]


@pytest.mark.parametrize("genre", MUETS_DE_PYXFORM)
def test_ce_qui_ne_montre_rien_n_a_pas_a_avoir_de_libelle(genre: str) -> None:
    """A type that shows nothing is refused for what it is, not for a label nobody would read."""
    assert places(importer(classeur([A, q(genre, "b", "")]))) == ["survey 3 type"]


def test_une_phrase_qui_demande_n_a_pas_de_point() -> None:
    repetition = [q("begin_repeat", "r"), A, q("end_repeat", "", "")]

    (erreur,) = importer(classeur([*repetition, q("text", "b", relevant="${a} = 'x'")])).erreurs

    assert erreur.message.endswith("laquelle de ses lignes ?")


def test_la_condition_d_un_groupe_n_est_pas_perdue() -> None:
    survey = [
        PARENTS,
        q("begin_group", "g", relevant="${parents} = 'oui'"),
        q("begin_group", "h", relevant="${a} = 'x'"),
        N,
        FIN_GROUPE,
        q("text", "b"),
        FIN_GROUPE,
        A,
    ]
    questionnaire = importer(classeur(survey, OUI_NON)).questionnaire
    assert questionnaire is not None

    def demandes(**reponses: str) -> list[str]:
        return [e.chemin for e in evaluer(questionnaire, reponses, Faits()).emplacements]

    assert demandes() == ["parents", "a"]
    assert demandes(parents="oui") == ["parents", "b", "a"]
    assert demandes(parents="oui", a="x") == ["parents", "n", "b", "a"]
    assert demandes(parents="non", a="x") == ["parents", "a"]


def test_une_feuille_qui_n_est_pas_du_formulaire_est_laissee() -> None:
    assert importer(classeur([A], lisez_moi=[["Bonjour"], ["À savoir"]])).questionnaire is not None


def test_une_feuille_qui_changerait_ce_qui_est_demande_est_refusee() -> None:
    assert places(importer(classeur([A], entities=[["dataset"], ["x"]]))) == ["entities 1 "]


def test_une_question_dont_le_genre_est_oui_ou_non_est_un_oui_non() -> None:
    questionnaire = importer(classeur([PARENTS], OUI_NON)).questionnaire

    assert questionnaire is not None
    assert questionnaire.questions[0].type == "oui_non"
