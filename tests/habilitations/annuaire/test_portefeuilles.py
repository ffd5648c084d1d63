"""Portfolios: moved after a look, never left without anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.annuaire.services import portefeuilles
from habilitations.models import Portefeuille
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import texte
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def second(monde: Monde) -> Portefeuille:
    return portefeuilles.creer_portefeuille(
        caf_id=monde.caf.pk,
        nom="Secteur 2",
        titulaire=monde.hors_portefeuille.pk,
        acteur=acteur(monde.responsable),
    )


class TestPortefeuilles:
    def test_deplaces_apres_un_apercu(self, monde: Monde, client: Client) -> None:
        arrivee = second(monde)
        client.force_login(monde.responsable)
        chemin = reverse("annuaire:deplacer", args=[monde.portefeuille.pk])
        ecrit = {"vers": arrivee.pk, "equipements": [monde.er.pk], "etape": "apercu"}
        lue = texte(client.post(chemin, ecrit).content.decode())
        for dit in ("1 équipement passe", "Secteur 2", "Rien n’est encore enregistré"):
            assert dit in lue
        monde.er.refresh_from_db()
        assert monde.er.portefeuille == monde.portefeuille
        reponse = client.post(chemin, {**ecrit, "etape": "confirmer"}, follow=True)
        assert "1 équipement est déplacé" in texte(reponse.content.decode())
        monde.er.refresh_from_db()
        assert monde.er.portefeuille == arrivee
        ligne = LigneJournal.objects.sur(monde.er).last()
        assert ligne.details["changements"] == {"portefeuille": ["Secteur 1", "Secteur 2"]}
        assert ligne.gestionnaire_id == monde.passerelles.gestionnaire.pk
        assert acteur(monde.hors_portefeuille).suit(monde.er)
        assert not acteur(monde.conseiller).suit(monde.er)
        assert client.post(chemin, {**ecrit, "etape": "confirmer"}).status_code == 422

    @pytest.mark.parametrize(
        "champs",
        [
            {"remplacant": 0, "remplacement_du": None},
            {"remplacement_du": JOUR, "remplacement_au": JOUR - timedelta(days=1)},
        ],
    )
    def test_un_remplacement_se_tient(self, monde: Monde, champs: dict[str, object]) -> None:
        voulu = {
            "remplacant": monde.hors_portefeuille.pk,
            "remplacement_du": JOUR,
            "remplacement_au": None,
            **champs,
        }
        if champs.get("remplacant") == 0:
            voulu["remplacant"] = monde.hors_portefeuille.pk
        with pytest.raises(DemandeInvalide):
            portefeuilles.remplacer(
                monde.portefeuille.pk, **voulu, acteur=acteur(monde.responsable)
            )

    def test_remplace_puis_plus(self, monde: Monde) -> None:
        for qui, attendu in ((monde.hors_portefeuille, True), (None, False)):
            portefeuilles.remplacer(
                monde.portefeuille.pk,
                remplacant=qui.pk if qui else None,
                remplacement_du=JOUR,
                remplacement_au=JOUR,
                acteur=acteur(monde.responsable),
            )
            assert acteur(monde.hors_portefeuille).suit(monde.er) is attendu
        monde.portefeuille.refresh_from_db()
        assert monde.portefeuille.remplacement_du is None

    @pytest.mark.parametrize("qui", ["ccd", "conseiller_nord", "responsable"])
    def test_tenu_par_un_gestionnaire_conseil_de_la_caf(self, monde: Monde, qui: str) -> None:
        with pytest.raises(ActionRefusee, match="gestionnaire conseil"):
            portefeuilles.modifier_portefeuille(
                monde.portefeuille.pk,
                nom="Secteur 1",
                titulaire=getattr(monde, qui).pk,
                acteur=acteur(monde.responsable),
            )

    def test_supprime_s_il_est_vide(self, monde: Monde) -> None:
        vide = second(monde)
        qui = acteur(monde.responsable)
        portefeuilles.supprimer_portefeuille(vide.pk, acteur=qui)
        with pytest.raises(ActionRefusee, match="Déplacez"):
            portefeuilles.supprimer_portefeuille(monde.portefeuille.pk, acteur=qui)
