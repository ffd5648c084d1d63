"""An export asked for on its page: written apart, followed, downloaded, or refused."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from bilans.models import ColonneAnalyse, VersionQuestionnaire
from bilans.services.analyse.exports import TACHE
from bilans.tasks import ecrire_export
from declarations.models import ExportListe
from portal.socle.models import LectureSensible
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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
