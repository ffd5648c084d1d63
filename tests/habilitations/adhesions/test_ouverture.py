"""Opening the file of an adhesion: each refusal, and what is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from habilitations.adhesions.regles.avancement import Etat
from habilitations.models import Adhesion, DossierAdhesion, Gestionnaire
from portal.socle.refus import DemandeInvalide
from tests.habilitations.adhesions.dossiers import (
    complet,
    ouvert,
)
from tests.habilitations.adhesions.journal import actions
from tests.monde import DEBUT, JOUR, SIRETS, Monde, amender, nouveau_monde
from tests.refus import acte_impossible, acte_interdit

pytestmark = pytest.mark.django_db


class TestOuvrir:
    @pytest.mark.parametrize(("cas", "combien"), [("a", 7), ("b", 5), ("c", 1)])
    def test_le_cas_et_ses_pieces(self, monde: Monde, cas: str, combien: int) -> None:
        dossier = ouvert(monde, cas)

        assert (dossier.cas, len(dossier.attendues)) == (cas, combien)
        assert dossier.avancement.etat == Etat.OUVERT
        assert dossier.adhesion.complete_le is None
        assert dossier.gestionnaire.nom == "Association Les Alizés"
        assert actions() == ["adhesion.ouverte"]

    def test_une_adhesion_complete_est_le_cas_c(self, monde: Monde) -> None:
        """Its name and its mode stay those that the Caf knows."""
        dossier = ouvert(monde, "a", siret=SIRETS[0])

        assert dossier.cas == "c"
        assert dossier.gestionnaire.nom == "Association Les Passerelles"
        assert dossier.mode == "non_delegue"

    def test_ailleurs_rien_n_est_detenu(self, monde: Monde) -> None:
        """What another Caf holds does not count: an adhesion is per Caf."""
        Adhesion.objects.filter(gestionnaire=monde.passerelles.gestionnaire).update(
            caf=monde.autre_caf
        )
        assert ouvert(monde, "a", siret=SIRETS[0]).cas == "a"

    def test_deux_fois_la_meme(self, monde: Monde) -> None:
        assert ouvert(monde) == ouvert(monde)
        assert actions() == ["adhesion.ouverte"]

    def test_un_autre_dossier_du_meme_partenaire(self, monde: Monde) -> None:
        ouvert(monde)
        with pytest.raises(DemandeInvalide, match="reprenez-le") as refus:
            ouvert(monde, representant="Paul Autre")
        assert refus.value.champ == "siret"

    def test_de_nouveau_apres_un_dossier_clos(self, monde: Monde) -> None:
        complet(monde, "a")
        assert ouvert(monde, "a").cas == "c"

    @pytest.mark.parametrize(
        ("champ", "valeur"),
        [
            ("siret", "98123600300018"),
            ("siret", "123"),
            ("nom", ""),
            ("nature", "entreprise"),
            ("adresse", " "),
            ("representant", " "),
            ("qualite", ""),
            ("courriel", "presidente"),
            ("mode", "autre"),
            ("mcp_signee_le", JOUR + timedelta(days=1)),
            ("afas_signe_le", JOUR + timedelta(days=1)),
        ],
    )
    def test_ce_qui_ne_se_lit_pas(self, monde: Monde, champ: str, valeur: object) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            ouvert(monde, "c", **{champ: valeur})
        assert refus.value.champ == champ
        assert not Gestionnaire.objects.filter(siret=SIRETS[2]).exists()

    def test_un_bulletin_sans_convention(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide, match="suppose une convention MCP"):
            ouvert(monde, "a", afas_signe_le=DEBUT)

    @pytest.mark.parametrize(
        ("champs", "dit"),
        [
            ({"suspendue_le": JOUR, "suspendue_motif": "Contrôle"}, "suspendue"),
            ({"fin_le": JOUR - timedelta(days=1)}, "a pris fin le 2 février 2026"),
        ],
    )
    def test_une_adhesion_qui_ne_vit_plus(
        self, monde: Monde, champs: dict[str, object], dit: str
    ) -> None:
        amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), **champs)
        with acte_impossible(dit):
            ouvert(monde, siret=SIRETS[1])

    @pytest.mark.parametrize("qui", ["conseiller", "national", "conseiller_nord"])
    def test_par_un_autre(self, monde: Monde, qui: str) -> None:
        with acte_interdit():
            ouvert(monde, qui=getattr(monde, qui))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acte", [lambda m: ouvert(m), lambda m: ouvert(m, siret=SIRETS[0])])
def test_ouvrir_en_meme_temps_ouvre_une_fois(acte: Callable[[Monde], DossierAdhesion]) -> None:
    monde = nouveau_monde()

    def dans_son_coin(_: int) -> int:
        try:
            return acte(monde).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as bassin:
        trouves = set(bassin.map(dans_son_coin, range(2)))

    assert trouves == {DossierAdhesion.objects.get().pk}
    assert actions() == ["adhesion.ouverte"]
