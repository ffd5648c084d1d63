"""What eases three hundred files: filters kept, next file, several at once, the list taken away."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import Etat
from portal.dossiers.services.lots import LOT_MAX
from tests.declarations.listes import page, texte
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
FILE = reverse("declarations:file")
LOT = reverse("declarations:lot")


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
        avant = texte(vue.content.decode())
        assert "Prendre en charge – 1 déclaration<" in avant
        assert "Pas possible aujourd’hui pour 1 déclaration" in avant
        assert f'name="choix" value="{deux.appelee.pk}"' not in avant
        assert "« Prendre en charge » n’est plus possible" in avant
        deux.un.refresh_from_db()
        assert deux.un.etat == Etat.TRANSMISE  # nothing before the second look

        rendu = self.demander(
            colette, "prendre_en_charge", deux.un, deux.appelee, confirmer="1"
        ).content.decode()

        assert "1 sur 2" in rendu
        assert "n’est plus possible" in rendu
        deux.un.refresh_from_db()
        assert deux.un.etat == Etat.EN_INSTRUCTION

    def test_un_lot_ou_rien_n_est_possible_le_dit_et_ne_propose_rien(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        vue = self.demander(colette, "prendre_en_charge", deux.appelee).content.decode()
        assert 'name="confirmer"' not in vue
        assert "Retour à la liste" in vue

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
        assert deux.deux.etat == Etat.A_CORRIGER

    def test_un_lot_confirme_deux_fois_dit_ce_qui_est_fait(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        for _ in range(2):
            rendu = self.demander(colette, "prendre_en_charge", deux.un, deux.deux, confirmer="1")

        assert "2 sur 2" in rendu.content.decode()
        assert "n’est plus possible" not in rendu.content.decode()

    def test_un_motif_absent_est_demande_et_rien_n_est_fait(
        self, colette: Client, deux: SimpleNamespace
    ) -> None:
        colette.post(reverse("declarations:prise_en_charge", args=[deux.un.pk]))
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
        monkeypatch.setattr("portal.dossiers.views.lots.LOT_MAX", 1)

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
        assert deux.un.etat == Etat.TRANSMISE

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
