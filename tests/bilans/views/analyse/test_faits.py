"""Facts of the files, days and rows: counted, filtered and crossed with any question."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bilans.exports.analyse import fabrique_de
from bilans.forms.analyse import comptage_de
from bilans.models import EnvoiBilan, VersionQuestionnaire
from bilans.regles.questionnaire import LISTE, Groupe, Question, Repetition
from habilitations.models import Gestionnaire
from portal.saisie.regles.valeurs import Valeur
from tests.bilans.etudes import (
    AVIS,
    BONUS,
    ESSAI,
    SECTION,
    bilan_envoye,
    denombrer_en_attente,
    equipement,
    publier,
)
from tests.bilans.exports.test_dictionnaire import lire as lire_classeur
from tests.bilans.views.analyse.pages import colonne, lire, mots
from tests.declarations.pdf import texte_de
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")

DEBUT = Question("debut", "Début de l’action", "date", obligatoire=False)
THEMES = Groupe(
    "themes",
    "Les thèmes",
    (Question("mene", "Diagnostic mené ?", "oui_non"),),
    repetition=Repetition(LISTE, "thème", (("enfance", "Enfance"), ("handicap", "Handicap"))),
)
AVEC_FAITS = replace(ESSAI, sections=(replace(SECTION, elements=(BONUS, DEBUT, AVIS)), THEMES))


@pytest.fixture
def essai(monde: Monde) -> VersionQuestionnaire:
    """Three bilans with what their declaration said, one that had no declaration."""
    publiee = publier(AVEC_FAITS)
    reponses: list[tuple[dict[str, Valeur], dict[str, Valeur]]] = [
        (
            {"bonus": "oui", "debut": "2024-10-01", "avis": "Utile", "themes.enfance.mene": "oui"},
            {"bonus_parents": "oui", "themes": ["enfance", "logement"]},
        ),
        (
            {"bonus": "oui", "debut": "2024-10-15", "themes.handicap.mene": "non"},
            {"bonus_parents": "oui", "themes": ["logement"]},
        ),
        (
            {"bonus": "non", "debut": "2025-01-05", "themes.enfance.mene": "oui"},
            {"bonus_parents": "non", "themes": []},
        ),
        ({"bonus": "non"}, {}),
    ]
    for rang, (siennes, faits) in enumerate(reponses):
        bilan_envoye(equipement(monde, nom=f"Projet {rang}"), publiee, siennes, faits=faits)
    denombrer_en_attente()
    return publiee


def page_de(
    client: Client, monde: Monde, vue: str, essai: VersionQuestionnaire, **data: object
) -> str:
    lue = lire(client, monde.conseiller, vue, essai.questionnaire_id, **data)
    return mots(lue).replace("\u00a0", " ")


def test_les_faits_se_comptent_sous_leur_rubrique(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    page = page_de(client, monde, "analyse", essai, rubrique=":faits")
    assert "Bonus parents demandé dans la déclaration Oui ou non" in page
    parents = page.partition("Bonus parents")[2]
    assert "Connu 3 Non connu 1" in parents
    assert "Oui 2 66,7 % Non 1 33,3 %" in parents
    # Several themes at once; one declaration has none, one bilan has no declaration.
    assert "Connu 2 Aucun 1 Non connu 1" in page
    assert "Logement 2 100 %" in page
    assert "Transmis après l’échéance" in page
    assert "Bonus enfants" not in page


def test_un_fait_filtre_la_page_la_vue_gardee_l_export_et_le_rapport(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    pk, logement = essai.questionnaire_id, f"{colonne('fait:themes')}~logement"
    bonus = f"{colonne('bonus')}~oui"
    page = page_de(client, monde, "analyse", essai, f=[logement, bonus])
    assert "2 bilans transmis" in page
    assert "Thèmes de la convention territoriale globale : « Logement »" in page
    assert "1 bilan" in page_de(
        client,
        monde,
        "analyse",
        essai,
        f=[logement, f"{colonne('fait:themes')}~enfance", bonus],
        **{f"min_{colonne('debut')}": "2024-10-02"},
    )

    question = QueryDict(mutable=True)
    question.setlist("f", [logement, bonus])
    envoi = {"nom": "Logement", "page": "resultats", "question": question.urlencode()}
    garde = client.post(reverse("bilans:analyse_vues", args=[pk]), envoi)["Location"]
    assert "2 bilans transmis" in mots(client.get(garde).content.decode()).replace("\u00a0", " ")

    question["questionnaire"] = str(pk)
    classeur = lire_classeur(_fichier(monde, question, "xlsx"))
    assert [li["fait:themes"] for li in classeur["bilans"]] == ["Enfance ; Logement", "Logement"]
    assert [li["fait:bonus_parents"] for li in classeur["bilans"]] == ["Oui", "Oui"]
    dits = {a["Code"]: a["Rubrique"] for a in classeur["Dictionnaire"]}
    assert dits["fait:themes"] == "Faits du dossier"
    assert "« Logement »" in texte_de(_fichier(monde, question, "pdf"))


def _fichier(monde: Monde, question: QueryDict, genre: str) -> bytes:
    comptage = comptage_de(question, acteur(monde.conseiller))
    return fabrique_de(comptage, QueryDict(f"genre={genre}"))(lambda faites: None)


def test_le_partenaire_la_version_et_le_jour_filtrent_aussi(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    deux = publier(replace(AVEC_FAITS, version="2"))
    bilan_envoye(equipement(monde, nom="Suivant"), deux, {"debut": "2026-03-01"}, 2025)
    denombrer_en_attente()
    Gestionnaire.objects.update(nature=Gestionnaire.Nature.ASSOCIATION)
    debut = colonne("debut")
    for combien, choix in (
        ("5 bilans", {"partenaire": "association"}),
        ("Aucun bilan", {"partenaire": "collectivite"}),
        ("1 bilan", {"version": deux.pk}),
        ("2 bilans", {f"min_{debut}": "2024-10-15", f"max_{debut}": "2025-01-05"}),
        ("1 bilan", {f"min_{debut}": "2025-01-06"}),
        ("5 bilans", {f"min_{debut}": "demain"}),
        ("1 bilan", {"f": f"{colonne('avis')}~rempli"}),
    ):
        assert f"{combien} " in page_de(client, monde, "analyse", essai, **choix), choix
    page = page_de(client, monde, "analyse", essai, **{f"min_{debut}": "2025-01-06"})
    assert "Début de l’action : depuis le 6 janvier 2025" in page


def test_un_fait_un_jour_un_texte_et_une_ligne_se_croisent(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    def croiser(lignes: str, colonnes: str, **autres: str) -> str:
        choix = {"lignes": colonne(lignes), "colonnes": colonne(colonnes), **autres}
        return page_de(client, monde, "analyse_croisement", essai, **choix)

    page = croiser("debut", "fait:bonus_parents")
    assert "octobre 2024 2 100 % 0 0 % 2 100 %" in page
    assert "janvier 2025 0 0 % 1 100 % 1 100 %" in page
    page = croiser("debut", "fait:bonus_parents", dates="annee")
    assert "2024 2 100 % 0 0 % 2 100 %" in page
    page = croiser("bonus", "avis")
    assert "A répondu Sans réponse Ensemble" in page
    assert "Oui 1 50 % 1 50 % 2 100 %" in page
    # Each row with its theme, never with that of another.
    page = croiser("themes", "themes.mene")
    assert "Enfance 2 100 % 0 0 % 2 100 %" in page
    assert "Handicap 0 0 % 1 100 % 1 100 %" in page
    assert "Sans réponse" not in page.partition("Réponses")[2]
    page = croiser("themes", "themes.mene", vides="on")
    assert "Handicap 0 0 % 1 25 % 3 75 % 4 100 %" in page


def test_les_questions_d_une_rubrique_se_comparent_de_theme_en_theme(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    page = page_de(client, monde, "analyse_comparaison", essai, rubrique="themes", par="lignes")
    assert "Réponse Enfance Handicap Ont répondu 2 1 Oui 100 % 0 % Non 0 % 100 %" in page
    assert "Par thème" in page
    brute = lire(
        client,
        monde.conseiller,
        "analyse_comparaison",
        essai.questionnaire_id,
        rubrique="themes",
        par="lignes",
    )
    assert brute.count('<rect class="barre-part" width="200.0"') == 2
    autre = page_de(client, monde, "analyse_comparaison", essai, par="lignes")
    assert "Par thème" not in autre
    assert "2024-2025" in autre


def test_une_transmission_tardive_est_un_fait(
    monde: Monde, essai: VersionQuestionnaire, client: Client
) -> None:
    bilan = bilan_envoye(equipement(monde, nom="En retard"), essai, {"bonus": "oui"})
    envoi = bilan.dernier_envoi
    assert envoi is not None
    envoi.pk, envoi.numero = None, 2
    envoi.echeance_le -= timedelta(days=1)
    EnvoiBilan.objects.bulk_create([envoi])
    bilan.dernier_envoi = EnvoiBilan.objects.get(bilan=bilan, numero=2)
    bilan.save(update_fields=["dernier_envoi"])
    denombrer_en_attente()
    assert "1 bilan" in page_de(
        client, monde, "analyse", essai, f=f"{colonne('fait:en_retard')}~oui"
    )


def test_choisir_un_filtre_ramene_a_la_page_ou_l_on_etait(
    client: Client, monde: Monde, essai: VersionQuestionnaire
) -> None:
    choix = {"lignes": colonne("bonus"), "colonnes": colonne("avis"), "vers": "croisement"}
    page = lire(client, monde.conseiller, "analyse_filtre", essai.questionnaire_id, **choix)
    assert '<optgroup label="Faits du dossier">' in page
    page = lire(
        client,
        monde.conseiller,
        "analyse_filtre",
        essai.questionnaire_id,
        colonne=colonne("debut"),
        **choix,
    )
    croisement = reverse("bilans:analyse_croisement", args=[essai.questionnaire_id])
    assert f'<form method="get" action="{croisement}">' in page
    assert f'name="lignes" value="{colonne("bonus")}"' in page
    assert f'type="date" class="form-control" id="id_min" name="min_{colonne("debut")}"' in page
