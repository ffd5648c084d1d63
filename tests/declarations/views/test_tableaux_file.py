"""The queue read another way: exercices side by side, rows of CLAS and CCT as one table."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from declarations.models import ExportListe
from declarations.models.exports import TACHE_LIGNES
from declarations.tasks import ecrire_lignes
from portal.socle.models import LectureSensible
from tests.declarations.cct import POSTES, SALAIRES, declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.listes import declarer, page, requetes, texte
from tests.declarations.recepisses import HAUSSE
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
EXERCICES = reverse("declarations:exercices")
LIGNES = reverse("declarations:lignes_des_dossiers")
EXPORTER = reverse("declarations:export_lignes")


def rangees(contenu: str) -> list[str]:
    corps = contenu.split("<tbody>")[1].split("</tbody>")[0]
    return [texte(re.sub(r"<[^>]+>", " ", rangee)) for rangee in re.findall(r"<tr>.*?</tr>", corps)]


class TestExercices:
    def test_trois_exercices_et_leurs_ecarts(self, monde: Monde, client: Client) -> None:
        """What changed more than is admitted stands out; a réelle goes before a forecast."""
        jusqu_a(monde.declaration("reelle", 2024), monde, "transmise")
        jusqu_a(monde.declaration("previsionnelle", 2025), monde, "transmise")
        jusqu_a(monde.declaration("reelle", 2025), monde, "transmise", changements=HAUSSE)
        contenu = page(client, monde.conseiller, EXERCICES, mesure="charges", annee="2025")
        (rangee,) = rangees(contenu)
        assert rangee.count("réelle") == 2
        assert "prévisionnelle" not in rangee
        assert re.search(r"réelle \+\d+[,\d]* %", rangee) or "%" in rangee
        assert "variation--alerte" in contenu

    def test_rien_n_est_invente(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
        monde.declaration("previsionnelle", 2026)
        (rangee,) = rangees(page(client, monde.conseiller, EXERCICES, annee="2026"))
        assert rangee.endswith("– – n.c. – –") or "–" in rangee
        assert "Prévisionnelle 2026" not in rangee

    def test_les_filtres_de_la_liste_restent(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
        contenu = page(client, monde.conseiller, EXERCICES, dispositif="clas", mesure="heures")
        assert "Aucun équipement" in contenu
        assert 'name="dispositif" value="clas"' in contenu

    def test_une_autre_caf_n_en_lit_rien(self, monde: Monde, client: Client) -> None:
        jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
        assert "Passerelles" not in page(client, monde.conseiller_nord, EXERCICES)

    def test_un_nombre_constant_de_requetes(self, monde: Monde, client: Client) -> None:
        premiere = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
        jusqu_a(declarer(premiere.campagne, monde, ["Une"])[0], monde, "transmise")
        peu = requetes(client, monde.conseiller, EXERCICES)
        for declaration in declarer(premiere.campagne, monde, ["Deux", "Trois"]):
            jusqu_a(declaration, monde, "transmise")
        assert requetes(client, monde.conseiller, EXERCICES) == peu


class TestLignes:
    def test_chaque_collectif_est_une_ligne(self, monde: Monde, client: Client) -> None:
        declaration = jusqu_a(declaration_clas(monde), monde, "transmise")
        contenu = page(client, monde.conseiller, LIGNES, dispositif="clas", perimetre="caf")
        assert len(rangees(contenu)) == len(declaration.version_courante.lignes)
        assert "Enfants inscrits" in contenu

    def test_le_nom_d_un_poste_n_y_est_qu_une_fois(self, monde: Monde, client: Client) -> None:
        """The row is called by it: the two columns that it would take leave room for the others."""
        declaration, saisies = declaration_cct(monde)
        jusqu_a(declaration, monde, "transmise", changements=saisies)
        contenu = page(client, monde.conseiller, LIGNES, dispositif="cct", perimetre="caf")
        assert "Intitulé du poste" in contenu
        assert "Prénom" not in contenu
        assert contenu.count(POSTES[0]) == 1

    def test_un_brouillon_ne_se_lit_pas(self, monde: Monde, client: Client) -> None:
        jusqu_a(declaration_clas(monde), monde, "en_saisie")
        assert "Aucune ligne" in page(client, monde.conseiller, LIGNES, perimetre="caf")

    def test_le_classeur_a_des_nombres_et_sa_lecture_est_ecrite(
        self, monde: Monde, client: Client
    ) -> None:
        declaration, salaires = declaration_cct(monde)
        jusqu_a(declaration, monde, "transmise", changements=salaires)
        client.force_login(monde.conseiller)
        reponse = client.post(EXPORTER, {"question": "dispositif=cct&perimetre=caf"})
        assert reponse["Content-Disposition"] == 'attachment; filename="postes-2026-02-03.xlsx"'
        feuille = CalamineWorkbook.from_filelike(BytesIO(reponse.content)).get_sheet_by_index(0)
        titres, *lignes = feuille.to_python()
        assert len(lignes) == len(POSTES)
        salaire = titres.index(next(t for t in titres if "Salaire" in t))
        lus = {f"{ligne[salaire]:.2f}".replace(".", ",") for ligne in lignes}
        assert lus == {s.replace(" ", "") for s in SALAIRES}
        assert LectureSensible.objects.filter(action="lecture.export").exists()

    def test_rien_n_est_coupe_quand_les_dossiers_sont_nombreux(
        self, monde: Monde, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Long, the workbook is written apart, by lots, and holds every file of the list."""
        monkeypatch.setattr("declarations.views.exports.LIGNES_IMMEDIATES", 1)
        monkeypatch.setattr("declarations.exports.lignes.PAR_LOT", 1)
        dossiers = [
            jusqu_a(declaration_clas(monde, nom=nom), monde, "transmise")
            for nom in ("CLAS du Lac", "CLAS du Port", "CLAS du Quai")
        ]
        demande = "dispositif=clas&perimetre=caf"
        contenu = page(client, monde.conseiller, LIGNES, dispositif="clas", perimetre="caf")
        assert f'value="{demande.replace("&", "&amp;")}"' in contenu
        suivi = client.post(EXPORTER, {"question": demande})["Location"]
        export = ExportListe.objects.get(tache=TACHE_LIGNES)
        assert export.total == len(dossiers)

        ecrire_lignes(export.pk)
        export.refresh_from_db()
        assert export.faites == len(dossiers)
        prete = texte(client.get(suivi).content.decode())
        assert "est prêt : 3 dossiers" in prete
        assert f'{LIGNES}?{demande.replace("&", "&amp;")}"' in prete
        fichier = client.get(reverse("declarations:export_fichier", args=[export.pk]))
        recu = b"".join(fichier)  # type: ignore[arg-type]
        _, *lignes = CalamineWorkbook.from_filelike(BytesIO(recu)).get_sheet_by_index(0).to_python()
        assert len(lignes) == sum(len(d.version_courante.lignes) for d in dossiers)
        assert {ligne[0] for ligne in lignes} == {d.equipement.nom for d in dossiers}

    def test_lire_hors_de_son_portefeuille_s_ecrit(self, monde: Monde, client: Client) -> None:
        jusqu_a(declaration_clas(monde), monde, "transmise")
        page(client, monde.ccd, LIGNES, dispositif="clas")
        assert LectureSensible.objects.filter(
            action="lecture.dossier_hors_portefeuille", personne_id=monde.ccd.pk
        ).exists()
