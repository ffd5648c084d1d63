"""What a partner keeps: who reads it, what saving does; salaries stay where they are."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from habilitations.models import Role
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from subventions.models import Projection, Simulation
from subventions.paiements.services.profils import attribuer
from subventions.simulateur.services import simulations as service
from tests.declarations.remplir import referentiels
from tests.monde import MAINTENANT, Monde, acteur, habiliter
from tests.subventions.simulateur.fabriques import (
    CCT,
    ER,
    partagee_par,
    projection_de,
    simulation,
)
from tests.subventions.simulateur.pages import adresse, connecte, envoi, lisible

pytestmark = pytest.mark.usefixtures("fige")


class TestPartage:
    def test_une_simulation_est_a_son_auteur_jusqu_a_ce_qu_il_la_partage(
        self, monde: Monde
    ) -> None:
        gardee = simulation(monde.passerelles.finances)
        collegue = acteur(monde.passerelles.activite)
        assert not Simulation.objects.visibles_par(collegue).exists()
        service.partager(gardee.pk, True, acteur=acteur(monde.passerelles.finances))
        assert Simulation.objects.visibles_par(collegue).get() == gardee
        assert not Simulation.objects.visibles_par(acteur(monde.voisins.finances)).exists()
        for agent in (monde.conseiller, monde.ccd, monde.responsable, monde.national):
            assert not Simulation.objects.visibles_par(acteur(agent)).exists()

    def test_d_une_cct_elle_n_est_lue_que_de_qui_lit_les_montants(self, monde: Monde) -> None:
        """DOMAINE §3.3: neither page, list, export nor copy tells the provider of the activity."""
        referentiels(monde.caf)
        gardee = partagee_par(monde.passerelles.finances, dispositif="cct")
        alice = connecte(monde.passerelles.activite)
        for nom in ("simulation", "export", "export_csv"):
            assert alice.get(adresse(gardee, nom)).status_code == 404
        assert alice.post(adresse(gardee, "copier"), {"copier": "oui"}).status_code == 404
        assert "Un essai" not in alice.get(reverse("simulations:liste")).content.decode()
        agathe = connecte(monde.passerelles.approbateur)
        assert "31 427,13 €" in lisible(agathe.get(adresse(gardee)))
        # Both roles together read it.
        habiliter(
            monde.passerelles.activite,
            monde.passerelles.gestionnaire,
            monde.caf,
            Role.FOURNISSEUR_FINANCES,
        )
        assert alice.get(adresse(gardee)).status_code == 200

    def test_de_rien_avec_ses_chiffres_chacun_simule(self, monde: Monde) -> None:
        referentiels(monde.caf)
        sienne = simulation(monde.passerelles.activite, "cct", valeurs={**CCT})
        assert "15 713,57 €" in lisible(connecte(monde.passerelles.activite).get(adresse(sienne)))

    def test_partie_d_une_declaration_elle_suit_le_droit_de_lire_ses_montants(
        self, monde: Monde
    ) -> None:
        gardee = simulation(monde.passerelles.activite, "cct")
        Simulation.objects.filter(pk=gardee.pk).update(equipement=monde.er, origine="Réelle 2025")
        assert not Simulation.objects.visibles_par(acteur(monde.passerelles.activite)).exists()

    def test_un_collegue_lit_et_copie_sans_modifier(self, monde: Monde) -> None:
        referentiels(monde.caf)
        gardee = partagee_par(monde.passerelles.finances)
        client = connecte(monde.passerelles.approbateur)
        page = lisible(client.get(adresse(gardee)))
        assert "Partagée par" in page
        assert "formulaire-simulation" not in page
        assert "90 000,00 €" in page
        assert client.post(adresse(gardee), envoi(gardee)).status_code == 403
        client.post(adresse(gardee, "copier"), {"copier": "oui"})
        copie = Simulation.objects.get(auteur=monde.passerelles.approbateur)
        assert (copie.titre, copie.partagee) == ("Un essai (copie)", False)
        assert copie.valeurs == gardee.valeurs

    def test_qui_n_a_plus_de_role_ne_lit_plus_rien(self, monde: Monde) -> None:
        gardee = simulation(monde.passerelles.finances)
        monde.passerelles.finances.habilitations.update(
            retiree_le=gardee.creee_le, retiree_motif="Départ"
        )
        assert not Simulation.objects.visibles_par(acteur(monde.passerelles.finances)).exists()

    def test_ailleurs_que_chez_soi_on_ne_cree_rien(self, monde: Monde) -> None:
        with pytest.raises(ActionRefusee, match="pas de rôle"):
            service.creer(
                monde.voisins.gestionnaire.pk,
                monde.caf.pk,
                "er",
                2026,
                "Essai",
                service.Contenu(()),
                acteur=acteur(monde.passerelles.finances),
            )


def test_nouvelle_puis_supprimee(monde: Monde) -> None:
    client = connecte(monde.passerelles.finances)
    couple = f"{monde.passerelles.gestionnaire.pk}-{monde.caf.pk}"
    champs = {"couple": couple, "dispositif": "cct", "annee": "2026", "titre": "Budget 2026"}
    reponse = client.post(reverse("simulations:nouvelle"), champs)
    gardee = Simulation.objects.get()
    assert reponse.url == adresse(gardee)
    assert gardee.postes == [["p1", "Poste 1"]]
    assert "Budget 2026" in client.get(reverse("simulations:liste")).content.decode()
    faux = {**champs, "couple": f"{monde.voisins.gestionnaire.pk}-{monde.caf.pk}"}
    assert client.post(reverse("simulations:nouvelle"), faux).status_code == 422
    client.post(adresse(gardee, "supprimer"), {"supprimer": "oui"})
    assert not Simulation.objects.exists()
    actions = LigneJournal.objects.filter(action__startswith="simulation.")
    assert sorted(actions.values_list("action", flat=True)) == [
        "simulation.creee",
        "simulation.supprimee",
    ]


def test_partager_deux_fois_ne_change_rien(monde: Monde) -> None:
    gardee = simulation(monde.passerelles.finances)
    client = connecte(monde.passerelles.finances)
    for _ in range(2):
        client.post(adresse(gardee, "partager"), {"partagee": "oui"})
    assert LigneJournal.objects.filter(action="simulation.partagee").count() == 1
    client.post(adresse(gardee, "partager"), {"partagee": "non"})
    gardee.refresh_from_db()
    assert gardee.partagee is False


def test_le_classeur_dit_la_meme_chose(monde: Monde) -> None:
    referentiels(monde.caf)
    gardee = simulation(
        monde.passerelles.finances, valeurs={**ER, "profil": "une_fois_70", "mois_1": "3"}
    )
    reponse = connecte(monde.passerelles.finances).get(adresse(gardee, "export"))
    classeur = load_workbook(BytesIO(reponse.content), read_only=True)
    feuilles = {f.title: list(f.iter_rows(values_only=True)) for f in classeur}
    assert list(feuilles) == ["Chiffres", "Montants", "Étapes", "Ce qui changerait", "Versements"]
    assert Decimal(str(feuilles["Montants"][1][1])) == Decimal("54000")
    assert ("64 Charges de personnel", 90000) in [tuple(li) for li in feuilles["Chiffres"]]
    versements = {li[1]: (li[2], Decimal(str(li[3]))) for li in feuilles["Versements"][1:]}
    assert versements["Acompte"] == ("avril 2026", Decimal("37800"))


def test_le_profil_que_la_caf_a_fixe_est_choisi_d_avance(monde: Monde) -> None:
    referentiels(monde.caf)
    gardee = simulation(monde.passerelles.finances)
    client = connecte(monde.passerelles.finances)
    assert "Votre Caf applique" not in lisible(client.get(adresse(gardee)))
    attribuer(
        monde.caf.pk,
        dispositif="er",
        profil="une_fois_70",
        debut=2026,
        nouveaux=False,
        motif="Délibération du conseil d’administration",
        acteur=acteur(monde.responsable),
    )
    page = lisible(client.get(adresse(gardee)))
    assert "Votre Caf applique le profil" in page
    assert "37 800,00 €" in page  # 70 % of 54 000
    client.post(adresse(gardee), envoi(gardee, profil="deux_fois_35"))
    assert "18 900,00 €" in lisible(client.get(adresse(gardee)))  # 35 %


def test_ce_que_personne_ne_change_plus_s_efface(monde: Monde) -> None:
    simulation(monde.passerelles.finances)
    projection_de(monde.conseiller, monde.caf.pk)
    jours = settings.SIMULATIONS_JOURS
    assert service.purger(MAINTENANT + timedelta(days=jours)) == 0
    assert service.purger(MAINTENANT + timedelta(days=jours, seconds=1)) == 2
    assert not Simulation.objects.exists()
    assert not Projection.objects.exists()
