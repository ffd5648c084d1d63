"""What eases three hundred files: filters kept, next file, several at once, the list taken away."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from declarations.models import Declaration, ExportListe
from declarations.regles import etats
from declarations.services import exports
from declarations.services.lots import LOT_MAX
from declarations.tasks import ecrire_export
from portal.socle.documents import stockage
from portal.socle.models import LectureSensible
from tests.declarations.listes import page
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
FILE = reverse("declarations:file")
LOT = reverse("declarations:lot")


@pytest.fixture
def deux(monde: Monde) -> SimpleNamespace:
    """Two declarations received, one only called."""
    return SimpleNamespace(
        un=jusqu_a(monde.declaration(), monde, etats.TRANSMISE),
        deux=jusqu_a(monde.declaration("reelle", 2025), monde, etats.TRANSMISE),
        appelee=monde.declaration("previsionnelle", 2025),
    )


@pytest.fixture
def colette(client: Client, monde: Monde) -> Client:
    client.force_login(monde.conseiller)
    return client


class TestFiltresRetenus:
    def test_le_menu_ramene_aux_derniers_filtres(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        assert colette.get(FILE).status_code == 200
        colette.get(FILE, {"etat": "transmise"})

        assert colette.get(FILE)["Location"] == f"{FILE}?etat=transmise"

    def test_tout_afficher_les_oublie(self, colette: Client, deux: SimpleNamespace) -> None:
        colette.get(FILE, {"etat": "transmise"})
        assert colette.get(f"{FILE}?tout=1").status_code == 200
        assert colette.get(FILE).status_code == 200


class TestSuivant:
    def suivant(self, client: Client, declaration: Declaration) -> str:
        adresse = reverse("declarations:suivant", args=[declaration.pk])
        return client.get(adresse)["Location"]

    def test_dans_l_ordre_de_la_liste_filtree(self, colette: Client, deux: SimpleNamespace) -> None:
        colette.get(FILE, {"etat": "transmise"})
        ordre = sorted((deux.un, deux.deux), key=lambda d: d.pk)

        assert self.suivant(colette, ordre[0]) == reverse(
            "declarations:dossier", args=[ordre[1].pk]
        )
        assert self.suivant(colette, ordre[1]) == f"{FILE}?etat=transmise"

    def test_un_dossier_traite_laisse_la_place_au_premier_qui_reste(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        colette.get(FILE, {"etat": "transmise"})
        colette.post(reverse("declarations:prise_en_charge", args=[deux.un.pk]))

        assert self.suivant(colette, deux.un) == reverse(
            "declarations:dossier", args=[deux.deux.pk]
        )


class TestLot:
    def demander(self, client: Client, action: str, *declarations: Declaration, **plus: str):  # type: ignore[no-untyped-def]
        donnees = {"action": action, "choix": [d.pk for d in declarations], **plus}
        return client.post(LOT, donnees, follow=True)

    def test_prendre_en_charge_avec_un_compte_rendu_par_ligne(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        vue = self.demander(colette, "prendre_en_charge", deux.un, deux.appelee)
        assert "2 déclarations" in vue.content.decode()
        deux.un.refresh_from_db()
        assert deux.un.etat == etats.TRANSMISE  # nothing before the second look

        rendu = self.demander(
            colette, "prendre_en_charge", deux.un, deux.appelee, confirmer="1"
        ).content.decode()

        assert "1 sur 2" in rendu
        assert "n’est plus possible" in rendu
        deux.un.refresh_from_db()
        assert deux.un.etat == etats.EN_INSTRUCTION

    def test_demander_de_completer(self, colette: Client, deux: SimpleNamespace) -> None:
        for declaration in (deux.un, deux.deux):
            colette.post(reverse("declarations:prise_en_charge", args=[declaration.pk]))

        rendu = self.demander(
            colette,
            "demander_correction",
            deux.un,
            deux.deux,
            confirmer="1",
            motif="Merci de joindre le détail du compte 64.",
            pour_le="2026-03-01",
            volets="finances",
        ).content.decode()

        assert "2 sur 2" in rendu
        deux.deux.refresh_from_db()
        assert deux.deux.etat == etats.A_CORRIGER

    def test_un_motif_absent_est_demande_et_rien_n_est_fait(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        rendu = self.demander(colette, "demander_correction", deux.un, confirmer="1")

        assert rendu.status_code == 422
        assert "Indiquez le motif" in rendu.content.decode()

    def test_toutes_celles_de_la_liste(self, colette: Client, deux: SimpleNamespace) -> None:
        vue = self.demander(
            colette, "prendre_en_charge", toutes="1", question="etat=transmise"
        ).content.decode()

        assert "2 déclarations" in vue
        assert f'value="{deux.appelee.pk}"' not in vue

    def test_une_longue_liste_n_est_lue_que_jusqu_au_maximum(
        self, colette: Client, deux: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Thousands of files would be as many fields to send back, which is refused."""
        monkeypatch.setattr("declarations.views.lots.LOT_MAX", 1)

        vue = self.demander(
            colette, "prendre_en_charge", toutes="1", question="etat=transmise"
        ).content.decode()

        assert "Sur 2 déclarations, seules les 1 premières" in vue
        assert vue.count('name="choix"') == 1

    @pytest.mark.parametrize(
        "donnees", [{}, {"action": "valider"}, {"action": "prendre_en_charge", "choix": ["x"]}]
    )
    def test_une_demande_vide_ou_forgee(self, colette: Client, donnees: dict[str, str]) -> None:
        rendu = colette.post(LOT, donnees, follow=True)

        assert rendu.status_code == 200
        assert "Choisissez" in rendu.content.decode()

    def test_hors_perimetre_rien_n_est_montre_ni_fait(
        self, client: Client, monde: Monde, deux: SimpleNamespace
    ) -> None:
        client.force_login(monde.conseiller_nord)

        rendu = self.demander(client, "prendre_en_charge", deux.un, confirmer="1")

        assert deux.un.equipement.nom not in rendu.content.decode()
        deux.un.refresh_from_db()
        assert deux.un.etat == etats.TRANSMISE

    def test_un_collegue_de_la_caf_est_refuse_ligne_par_ligne(
        self, client: Client, monde: Monde, deux: SimpleNamespace
    ) -> None:
        client.force_login(monde.hors_portefeuille)

        rendu = self.demander(client, "prendre_en_charge", deux.un, confirmer="1")

        assert "0 sur 1" in rendu.content.decode()
        assert LOT_MAX == 100

    def test_le_ccd_ne_choisit_rien(
        self, client: Client, monde: Monde, deux: SimpleNamespace
    ) -> None:
        assert 'name="choix"' not in page(client, monde.ccd, FILE)


class TestExport:
    def lire(self, contenu: bytes) -> list[list[object]]:
        classeur = CalamineWorkbook.from_filelike(BytesIO(contenu))
        return classeur.get_sheet_by_index(0).to_python()

    def test_exactement_ce_qui_est_filtre(
        self, colette: Client, deux: SimpleNamespace, monde: Monde
    ) -> None:
        reponse = colette.post(reverse("declarations:export"), {"question": "etat=transmise"})

        lignes = self.lire(reponse.content)
        assert reponse["Content-Disposition"] == (
            'attachment; filename="declarations-2026-02-03.xlsx"'
        )
        assert {ligne[0] for ligne in lignes[1:]} == {deux.un.reference, deux.deux.reference}
        montant = lignes[0].index("Subvention estimée")
        assert all(isinstance(ligne[montant], float) for ligne in lignes[1:])
        lecture = LectureSensible.objects.get(action=LectureSensible.Action.EXPORT)
        assert lecture.personne_id == monde.conseiller.pk

    def test_un_nom_qui_serait_une_formule_est_desamorce(
        self, colette: Client, deux: SimpleNamespace, monde: Monde
    ) -> None:
        monde.er.nom = "=HYPERLINK(1)"
        monde.er.save()

        lignes = self.lire(colette.post(reverse("declarations:export")).content)

        assert "'=HYPERLINK(1)" in lignes[1]

    def test_une_longue_liste_s_ecrit_a_part(
        self,
        colette: Client,
        deux: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: object,
    ) -> None:
        monkeypatch.setattr("declarations.views.exports.LIGNES_IMMEDIATES", 1)
        envoyees: list[tuple[str, list[int]]] = []
        monkeypatch.setattr(
            exports.current_app, "send_task", lambda nom, args: envoyees.append((nom, args))
        )

        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            reponse = colette.post(reverse("declarations:export"), {"question": "etat=transmise"})
        export = ExportListe.objects.get()
        suivi = colette.get(reponse["Location"]).content.decode()
        assert envoyees == [("declarations.tasks.ecrire_export", [export.pk])]
        assert "Actualiser" in suivi

        ecrire_export(export.pk)
        ecrire_export(export.pk)

        assert "est prêt : 2 déclarations" in colette.get(reponse["Location"]).content.decode()
        fichier = colette.get(reverse("declarations:export_fichier", args=[export.pk]))
        assert len(self.lire(b"".join(fichier))) == 3  # type: ignore[arg-type]

    def test_l_export_d_une_autre_personne_n_existe_pas(self, client: Client, monde: Monde) -> None:
        export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
        client.force_login(monde.remplacant)

        for nom in ("export_suivi", "export_fichier"):
            adresse = reverse(f"declarations:{nom}", args=[export.pk])
            assert client.get(adresse).status_code == 404

    def test_la_meme_demande_en_cours_n_en_fait_pas_deux(self, monde: Monde) -> None:
        premier = exports.demander_export("etat=transmise", 3, acteur=acteur(monde.conseiller))
        second = exports.demander_export("etat=transmise", 3, acteur=acteur(monde.conseiller))

        assert premier == second

    def test_au_bout_d_une_semaine_tout_est_efface(self, monde: Monde) -> None:
        export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
        nom = stockage().save("exports/essai.xlsx", ContentFile(b"x"))
        ExportListe.objects.filter(pk=export.pk).update(fichier=nom, prete_le=MAINTENANT)

        assert exports.purger_exports(MAINTENANT + timedelta(days=7)) == 0
        assert exports.purger_exports(MAINTENANT + timedelta(days=8)) == 1
        assert not stockage().exists(nom)
