"""A simulation that starts from a declaration: its figures, salaries for who reads them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from declarations.models import Declaration
from declarations.services.contenu import contenu_de
from portal.saisie.regles.structure import Ligne
from subventions.diagnostics.services.demandes import accepter, donnees_de, estimation_de
from subventions.models import Calcul, Simulation
from subventions.referentiels import plan_comptable
from subventions.simulateur.regles import reprise as regles_reprise
from subventions.simulateur.regles.reprise import reprendre
from subventions.simulateur.regles.structure import Feuillet
from subventions.simulateur.services import simulations as service
from subventions.simulateur.services.calculs import calculer
from tests.declarations.cct import declaration_cct
from tests.declarations.clas import declaration_clas
from tests.declarations.falsifications import FALSIFICATIONS, relire
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import Monde, acteur
from tests.subventions.diagnostics.outils import demande
from tests.subventions.simulateur.pages import adresse, connecte

pytestmark = pytest.mark.usefixtures("fige")


class TestDepuisUneDeclaration:
    @pytest.mark.parametrize("etat", ["a_approuver", "transmise"])
    def test_les_memes_chiffres_le_meme_montant(self, monde: Monde, etat: str) -> None:
        referentiels(monde.caf)
        declaration = jusqu_a(monde.declaration("reelle", 2025), monde, etat)
        self._compare(declaration, monde.passerelles.approbateur)

    def test_d_une_cct(self, monde: Monde) -> None:
        referentiels(monde.caf)
        declaration = jusqu_a(declaration_cct(monde)[0], monde, "transmise")
        self._compare(declaration, monde.passerelles.finances)

    @pytest.mark.parametrize("etat", ["a_approuver", "transmise"])
    def test_d_un_clas(self, monde: Monde, etat: str) -> None:
        referentiels(monde.caf)
        declaration = jusqu_a(declaration_clas(monde), monde, etat)
        self._compare(declaration, monde.passerelles.approbateur)

    def test_d_un_diagnostic(self, monde: Monde) -> None:
        """Asked for, then accepted: what the engine was given of it gives its amount again."""
        faite = demande(monde)
        for demandee in (faite, accepter(faite.pk, acteur=acteur(monde.conseiller))):
            attendu = estimation_de(demandee).montant
            assert attendu == Decimal("7500.00")
            reprise = reprendre("diagnostic", donnees_de(demandee))
            feuillet = Feuillet(
                "diagnostic", demandee.annee, plan_comptable(), (Ligne("a", "Scénario A"),)
            )
            simulee = calculer(feuillet, dict(reprise.valeurs), demandee.caf_id)
            assert simulee.resultats[0][1].montant == attendu

    def test_d_une_version_alteree_rien_n_est_repris(self, monde: Monde) -> None:
        declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "transmise")
        FALSIFICATIONS["le montant"](relire(declaration.version_courante))
        client = connecte(monde.passerelles.approbateur)
        dossier = reverse("declarations:dossier", args=[declaration.pk])
        assert "Simuler à partir de ces chiffres" not in client.get(dossier).content.decode()
        reponse = client.post(
            reverse("declarations:simuler", args=[declaration.pk]), {"simuler": "oui"}
        )
        assert reponse.url == dossier
        assert "aucun chiffre n’en est repris" in client.get(dossier).content.decode()
        assert not Simulation.objects.exists()

    def test_de_plus_de_postes_qu_une_simulation_n_en_compte(
        self, monde: Monde, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No form of the portal offers so many: the number is lowered instead."""
        monkeypatch.setattr(regles_reprise, "POSTES_MAX", 1)
        declaration = jusqu_a(declaration_cct(monde)[0], monde, "transmise")
        client = connecte(monde.passerelles.finances)
        reponse = client.post(
            reverse("declarations:simuler", args=[declaration.pk]), {"simuler": "oui"}
        )
        dossier = reverse("declarations:dossier", args=[declaration.pk])
        assert reponse.url == dossier
        assert "Une simulation compte 1 postes au plus." in client.get(dossier).content.decode()
        assert not Simulation.objects.exists()

    def _compare(self, declaration: Declaration, qui: object) -> None:
        avant = Calcul.objects.count()
        client = connecte(qui)
        dossier = client.get(reverse("declarations:dossier", args=[declaration.pk]))
        assert "Simuler à partir de ces chiffres" in dossier.content.decode()
        reponse = client.post(
            reverse("declarations:simuler", args=[declaration.pk]), {"simuler": "oui"}
        )
        gardee = Simulation.objects.get()
        assert reponse.url == adresse(gardee)
        assert gardee.origine.startswith(declaration.libelle)
        simulee = calculer(service.feuillet_de(gardee), gardee.valeurs, gardee.caf_id)
        declaration.refresh_from_db()
        version = declaration.version_courante
        version.declaration = declaration
        contenu = contenu_de(version)
        attendu = (
            version.calcul.montant
            if version.calcul
            else contenu.evaluation.chiffrage.estimation.montant
        )
        assert attendu
        assert simulee.resultats[0][1].montant == attendu
        page = client.get(adresse(gardee))
        assert page.status_code == 200
        assert Calcul.objects.count() == avant

    def test_qui_ne_lit_pas_les_salaires_n_en_part_pas(self, monde: Monde) -> None:
        referentiels(monde.caf)
        declaration = jusqu_a(declaration_cct(monde)[0], monde, "transmise")
        client = connecte(monde.passerelles.activite)
        dossier = client.get(reverse("declarations:dossier", args=[declaration.pk]))
        assert "Simuler à partir de ces chiffres" not in dossier.content.decode()
        reponse = client.post(
            reverse("declarations:simuler", args=[declaration.pk]), {"simuler": "oui"}
        )
        assert reponse.status_code == 403
        assert not Simulation.objects.exists()
