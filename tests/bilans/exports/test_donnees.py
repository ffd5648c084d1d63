"""Every answer taken away: one row per bilan, one sheet per repetition, nothing invented."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bilans.exports.analyse import fabrique_de
from bilans.forms.analyse import comptage_de
from bilans.models import ColonneAnalyse, VersionQuestionnaire
from bilans.presentation.etudes import croiser_deux
from bilans.presentation.rapport import COLONNES_MAX, Croise, croisement_de
from bilans.services.analyse.exports import TACHE
from bilans.tasks import ecrire_export
from declarations.models import ExportListe
from habilitations.models import Utilisateur
from portal.socle.models import LectureSensible
from tests.bilans.etudes import (
    AVIS,
    COMBIEN,
    TYPE,
    bilan_envoye,
    denombrer_en_attente,
    envoyer,
    equipement,
    publier,
    version,
)
from tests.bilans.exports.test_dictionnaire import lire
from tests.declarations.pdf import texte_de
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def exporter(
    qui: Utilisateur, publiee: VersionQuestionnaire, genre: str = "xlsx", **demande: str
) -> bytes:
    data = QueryDict(mutable=True)
    data.update({"questionnaire": str(publiee.questionnaire_id), "genre": genre, **demande})
    faites: list[int] = []
    contenu = fabrique_de(comptage_de(data, acteur(qui)), data)(faites.append)
    assert faites
    return contenu


def rapport(qui: Utilisateur, publiee: VersionQuestionnaire, demande: QueryDict) -> bytes:
    demande["questionnaire"], demande["genre"] = str(publiee.questionnaire_id), "pdf"
    return fabrique_de(comptage_de(demande, acteur(qui)), demande)(lambda faites: None)


@pytest.fixture
def essai(monde: Monde) -> VersionQuestionnaire:
    publiee = publier()
    bilan_envoye(
        equipement(monde, nom="Les Alizés"),
        publiee,
        {
            "bonus": "non",
            "combien": "400",
            "structure": "rouge",
            "plusieurs": ["rouge", "vert"],
            "avis": "=CALCUL()",
            "lieux.b.lieu_nom": "Ugine",
            "lieux.retire.lieu_nom": "Fermé",
        },
        lignes={"lieux": [("b", "lieu 1"), ("c", "lieu 2")]},
    )
    denombrer_en_attente()
    return publiee


def test_une_ligne_par_bilan_et_une_feuille_par_repetition(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    classeur = lire(exporter(monde.conseiller, essai))

    assert list(classeur) == ["bilans", "lieux", "Dictionnaire", "Choix"]
    (bilan,) = classeur["bilans"]
    assert bilan["bilan"].startswith("ESSAI-2024-")
    assert bilan["exercice"] == "2024-2025"
    assert bilan["equipement"] == "Les Alizés"
    assert (bilan["bonus"], bilan["structure"], bilan["plusieurs"]) == (
        "Non",
        "Rouge",
        "Rouge ; Vert",
    )
    # Typed, then hidden: it does not leave.
    assert bilan["combien"] == ""
    assert bilan["avis"] == "'=CALCUL()"
    assert [(li["lieux"], li["lieux (libellé)"], li["lieu_nom"]) for li in classeur["lieux"]] == [
        ("b", "lieu 1", "Ugine"),
        ("c", "lieu 2", ""),
    ]
    assert {li["bilan"] for li in classeur["lieux"]} == {bilan["bilan"]}
    colonnes = set(bilan) | set(classeur["lieux"][0])
    assert {article["Code"] for article in classeur["Dictionnaire"]} <= colonnes


def test_les_codes_et_les_nombres_se_lisent_comme_tels(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, {"bonus": "oui", "combien": "12"}, {"bonus": "ne_sait_pas"})
    classeur = lire(exporter(monde.conseiller, essai, valeurs="codes"))
    lues = [(li["bonus"], li["combien"], li["plusieurs"]) for li in classeur["bilans"]]
    assert lues == [("non", "", "rouge ; vert"), ("oui", 12.0, ""), ("ne_sait_pas", "", "")]


def test_une_question_retiree_reste_et_ce_que_l_on_ne_demande_plus_n_est_pas_un_non(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    """Three traps at once: a deleted yes/no, a removed question, a renamed code."""
    deux = publier(version(2, replace(TYPE, code="structure_type"), COMBIEN_SEUL, AVIS))
    envoyer(monde, deux, {"structure_type": "vert"}, annee=2025)
    ancien, nouveau = lire(exporter(monde.conseiller, essai))["bilans"]

    assert (ancien["bonus"], nouveau["bonus"]) == ("Non", "")
    assert (ancien["structure"], ancien["structure_type"]) == ("Rouge", "")
    assert (nouveau["structure"], nouveau["structure_type"]) == ("", "Vert")
    assert (ancien["version"], nouveau["version"]) == ("essai-1", "essai-2")


COMBIEN_SEUL = replace(COMBIEN, condition=None, obligatoire=False)


def test_en_csv_une_archive_s_ouvre_en_francais(monde: Monde, essai: VersionQuestionnaire) -> None:
    archive = ZipFile(BytesIO(exporter(monde.conseiller, essai, "csv")))
    assert set(archive.namelist()) == {
        "bilans.csv",
        "lieux.csv",
        "Dictionnaire.csv",
        "Choix.csv",
    }
    texte = archive.read("bilans.csv").decode("utf-8-sig")
    (bilan,) = csv.DictReader(StringIO(texte), delimiter=";")
    assert bilan["structure"] == "Rouge"
    assert bilan["avis"] == "'=CALCUL()"


def test_ce_qui_quitte_la_caf_ne_nomme_personne(monde: Monde, essai: VersionQuestionnaire) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "combien": "1", "avis": "Chez Alice"}] * 5)
    for contenu in (
        exporter(monde.national, essai),
        exporter(monde.conseiller, essai, diffuser="1"),
    ):
        classeur = lire(contenu)
        assert list(classeur["bilans"][0]) == [
            "bilan",
            "exercice",
            "version",
            "fait:en_retard",
            "bonus",
            "combien",
            "structure",
            "plusieurs",
        ]
        assert sorted(li["bilan"] for li in classeur["bilans"]) == sorted(map(str, range(1, 7)))
        assert list(classeur["lieux"][0]) == ["bilan", "lieux", "lieu_ouvert"]
        textes = str(classeur["bilans"]) + str(classeur["lieux"])
        for nom in ("Alice", "Passerelles", "Alizés", "Savoie", "Ugine"):
            assert nom not in textes


def test_un_filtre_vaut_pour_l_export_aussi(monde: Monde, essai: VersionQuestionnaire) -> None:
    envoyer(monde, essai, {"bonus": "oui", "combien": "1"})
    bonus = ColonneAnalyse.objects.get(chemin="bonus").pk
    (bilan,) = lire(exporter(monde.conseiller, essai, f=f"{bonus}~oui"))["bilans"]
    assert bilan["combien"] == 1


def test_le_rapport_imprime_les_rubriques(monde: Monde, essai: VersionQuestionnaire) -> None:
    choix = {"annee": "2024", "portefeuille": str(monde.portefeuille.pk)}
    texte = texte_de(exporter(monde.conseiller, essai, "pdf", **choix))
    assert "Bilan d’essai" in texte
    assert "2024-2025" in texte
    assert "Secteur 1" in texte
    assert "Un bonus ?" in texte
    assert "Non 1 100 %" in texte


def test_le_rapport_compare_les_exercices_et_les_territoires_et_croise(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    oui = {"bonus": "oui", "combien": "12", "structure": "rouge"}
    envoyer(monde, essai, oui, {"bonus": "non", "structure": "vert"})
    envoyer(monde, essai, oui, annee=2025)
    bonus, structure = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "structure"))
    demande = QueryDict(mutable=True)
    demande.setlist("contenu", ["exercices", "territoires", "inconnu"])
    demande.setlist(
        "croise", [f"{bonus}~{structure}~colonne~~", f"{bonus}~{structure}~~~vides", "1~2"]
    )

    texte = texte_de(rapport(monde.conseiller, essai, demande)).replace("\u00a0", " ")

    assert "Comparaison entre exercices" in texte
    assert "Réponse 2024-2025 2025-2026" in texte
    assert "Oui 33,3 % 100 % +66,7 points" in texte
    # One portfolio alone: there is nothing beside it.
    assert "Comparaison entre territoires Rien à comparer" in texte
    assert "Un bonus ? × Type de structure" in texte
    assert "pourcentages de chaque colonne" in texte
    assert "pourcentages de chaque ligne" in texte
    # The results of each heading were not asked for.
    assert "compté par bilan" not in texte


def test_le_rapport_de_la_nation_masque_aussi_ses_croisements(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "structure": "rouge"}] * 6)
    envoyer(monde, essai, {"bonus": "oui", "structure": "vert"}, caf=monde.autre_caf)
    bonus, structure = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "structure"))
    demande = QueryDict(mutable=True)
    demande.setlist("contenu", ["territoires"])
    demande["croise"] = f"{bonus}~{structure}~~~"
    texte = texte_de(rapport(monde.national, essai, demande))
    assert "Réponse Caf de la Savoie Caf du Nord" in texte
    assert "masqué" in texte.partition("Croisements")[0]
    assert "masqué" in texte.partition("Croisements")[2]


def test_un_tableau_trop_large_se_poursuit_sous_le_premier(
    monde: Monde, essai: VersionQuestionnaire
) -> None:
    envoyer(monde, essai, *[{"bonus": "oui", "combien": str(n)} for n in range(1, 10)])
    comptage = comptage_de(
        QueryDict(f"questionnaire={essai.questionnaire_id}"), acteur(monde.conseiller)
    )
    bonus, combien = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "combien"))
    entier = croiser_deux(comptage, bonus, combien)
    decoupe = croisement_de(comptage, Croise(bonus, combien)).tables
    assert len(entier.entetes) > COLONNES_MAX
    assert [len(t.entetes) for t in decoupe[:-1]] == [COLONNES_MAX] * (len(decoupe) - 1)
    assert sum((t.entetes for t in decoupe), ()) == entier.entetes
    for rang, ligne in enumerate(entier.rangs):
        assert sum((t.rangs[rang].cases for t in decoupe), ()) == ligne.cases


class TestDemande:
    def test_un_croisement_lu_ou_garde_se_joint_au_rapport(
        self, client: Client, monde: Monde, essai: VersionQuestionnaire
    ) -> None:
        pk = essai.questionnaire_id
        bonus, structure = (ColonneAnalyse.objects.get(chemin=c).pk for c in ("bonus", "structure"))
        client.force_login(monde.conseiller)
        lu = f"lignes={bonus}&colonnes={structure}&par=colonne"
        page = client.get(f"{reverse('bilans:analyse_croisement', args=[pk])}?{lu}")
        cle = f"{bonus}~{structure}~colonne~~"
        assert f"?croise={cle}" in page.content.decode()
        autre = f"lignes={structure}&colonnes={bonus}"
        garde = {"nom": "Gardée", "page": "croisement", "question": autre}
        client.post(reverse("bilans:analyse_vues", args=[pk]), garde)

        adresse = reverse("bilans:analyse_exports", args=[pk])
        offerte = client.get(adresse, {"croise": cle}).content.decode()
        assert "Un bonus ? × Type de structure" in offerte
        assert "Type de structure × Un bonus ?" in offerte
        envoi = {"genre": "pdf", "valeurs": "codes", "question": "", "contenu": ["exercices"]}
        client.post(adresse, envoi | {"croise": [cle, f"{structure}~{bonus}~~~"]})
        question = QueryDict(ExportListe.objects.get(tache=TACHE).question)
        assert question.getlist("contenu") == ["exercices"]
        assert question.getlist("croise") == [cle, f"{structure}~{bonus}~~~"]
        # What is not proposed is no crossing.
        assert client.post(adresse, envoi | {"croise": ["0~0~~~"]}).status_code == 200
        assert ExportListe.objects.count() == 1

    def test_un_export_est_demande_ecrit_suivi_et_telecharge(
        self, client: Client, monde: Monde, essai: VersionQuestionnaire
    ) -> None:
        client.force_login(monde.conseiller)
        adresse = reverse("bilans:analyse_exports", args=[essai.questionnaire_id])
        assert "Préparer le fichier" in client.get(adresse).content.decode()
        envoi = {"genre": "csv", "valeurs": "codes", "question": "valides="}
        reponse = client.post(adresse, envoi)
        export = ExportListe.objects.get(tache=TACHE)
        assert reponse["Location"] == reverse("bilans:analyse_export", args=[export.pk])
        assert LectureSensible.objects.filter(action="lecture.export").exists()
        assert "Bilans écrits" in client.get(reponse["Location"]).content.decode()

        ecrire_export(export.pk)
        assert "Télécharger le fichier" in client.get(reponse["Location"]).content.decode()
        fichier = client.get(reverse("bilans:analyse_fichier", args=[export.pk]))
        assert fichier["Content-Type"] == "application/zip"
        assert ZipFile(BytesIO(b"".join(fichier))).namelist()
        # It is neither somebody else's, nor a list of declarations.
        declarations = reverse("declarations:export_suivi", args=[export.pk])
        assert client.get(declarations).status_code == 404
        client.force_login(monde.ccd)
        assert client.get(reponse["Location"]).status_code == 404

    def test_trop_peu_de_bilans_ne_quittent_pas_la_caf(
        self, client: Client, monde: Monde, essai: VersionQuestionnaire
    ) -> None:
        client.force_login(monde.conseiller)
        adresse = reverse("bilans:analyse_exports", args=[essai.questionnaire_id])
        envoi = {"genre": "xlsx", "valeurs": "codes", "question": "", "diffuser": "on"}
        assert "trop peu de bilans" in client.post(adresse, envoi).content.decode()
        assert not ExportListe.objects.exists()

    def test_qui_n_a_plus_le_droit_n_ecrit_rien(
        self, monde: Monde, essai: VersionQuestionnaire
    ) -> None:
        export = ExportListe.objects.create(
            demandeur=monde.passerelles.activite,
            tache=TACHE,
            question=f"questionnaire={essai.questionnaire_id}&genre=xlsx",
            demande_le=acteur(monde.conseiller).maintenant,
            total=1,
        )
        ecrire_export(export.pk)
        export.refresh_from_db()
        assert export.total == 0
