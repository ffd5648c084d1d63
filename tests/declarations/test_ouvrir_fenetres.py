"""A window that no rule gives, opened and taken away by its Caf; the technical administration
only reads windows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne, Declaration
from declarations.regles.calendrier import Fenetre
from declarations.services.campagnes import lancer_la_caf
from declarations.services.ouvrir_fenetres import ouvrir_fenetre, retirer_fenetre
from habilitations.models import Utilisateur
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import page
from tests.monde import JOUR, Monde, acteur, campagne_er

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le dispositif reprend cette année."
DATES = Fenetre(JOUR, JOUR + timedelta(days=20), JOUR + timedelta(days=40))
CALENDRIER = reverse("declarations:calendrier")


def ouvrir(monde: Monde, qui: Utilisateur | None = None, **champs: Any) -> Campagne:
    voulu = {
        "caf": monde.caf.pk,
        "dispositif": "er",
        "nature": "previsionnelle",
        "annee": 2026,
        "dates": DATES,
        "motif": MOTIF,
    }
    return ouvrir_fenetre(**{**voulu, **champs}, acteur=acteur(qui or monde.conseiller))


class TestOuvrir:
    @pytest.mark.parametrize("qui", ["conseiller", "national"])
    def test_ouverte_puis_appelee(self, monde: Monde, qui: str) -> None:
        ouverte = ouvrir(monde, getattr(monde, qui))
        assert (ouverte.fenetre, ouverte.exceptionnelle) == (DATES, True)
        ligne = LigneJournal.objects.sur(ouverte).get()
        assert (ligne.caf_id, ligne.motif) == (monde.caf.pk, MOTIF)
        assert lancer_la_caf(monde.caf.pk, JOUR) == Declaration.objects.count() > 0

    def test_qui_ne_peut_pas(self, monde: Monde) -> None:
        gens = (monde.ccd, monde.responsable, monde.passerelles.approbateur, monde.conseiller_nord)
        for qui in gens:
            with pytest.raises(ActionRefusee) as refus:
                ouvrir(monde, qui)
            assert refus.value.interdite
        assert not Campagne.objects.exists()

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [
            ({"annee": 1999}, "annee"),
            ({"nature": "actualisee"}, "nature"),
            ({"dates": Fenetre(JOUR, JOUR - timedelta(days=1), JOUR)}, "echeance_le"),
            ({"dates": Fenetre(JOUR, JOUR, date(2046, 1, 1))}, "ferme_le"),
            ({"motif": " "}, "motif"),
        ],
    )
    def test_refus(self, monde: Monde, champs: dict[str, Any], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            ouvrir(monde, **champs)
        assert refus.value.champ == champ
        assert not Campagne.objects.exists()

    def test_une_fenetre_qui_existe_se_deplace(self, monde: Monde) -> None:
        campagne_er(monde.caf)
        with pytest.raises(DemandeInvalide, match="existe déjà"):
            ouvrir(monde)


class TestRetirer:
    def test_ouverte_par_erreur(self, monde: Monde) -> None:
        ouverte = ouvrir(monde)
        retirer_fenetre(ouverte.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        assert not Campagne.objects.exists()
        ligne = LigneJournal.objects.get(action="campagne.fenetre_retiree")
        assert (ligne.objet_id, ligne.motif) == (ouverte.pk, MOTIF)
        assert ligne.details["objet"] == "Prévisionnelle 2026 – Espace de rencontre"

    def test_une_annee_scolaire_se_dit_en_entier(self, monde: Monde) -> None:
        ouverte = ouvrir(monde, dispositif="clas")
        retirer_fenetre(ouverte.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        ligne = LigneJournal.objects.get(action="campagne.fenetre_retiree")
        assert ligne.details["objet"].startswith("Prévisionnelle 2026-2027 – ")

    def test_ni_d_une_regle_ni_servie_ni_d_un_autre(self, monde: Monde) -> None:
        regle = campagne_er(monde.caf, annee=2027)
        servie = monde.declaration().campagne
        Campagne.objects.filter(pk=servie.pk).update(exceptionnelle=True)
        for campagne in (regle, servie):
            with pytest.raises(ActionRefusee):
                retirer_fenetre(campagne.pk, motif=MOTIF, acteur=acteur(monde.conseiller))
        with pytest.raises(Campagne.DoesNotExist):
            retirer_fenetre(regle.pk, motif=MOTIF, acteur=acteur(monde.conseiller_nord))
        with pytest.raises(ActionRefusee):
            retirer_fenetre(regle.pk, motif=MOTIF, acteur=acteur(monde.ccd))
        assert Campagne.objects.count() == 2


def test_du_calendrier_et_retour(monde: Monde, client: Client) -> None:
    ici = reverse("declarations:ouvrir_fenetre")
    assert ici not in page(client, monde.ccd, CALENDRIER)
    assert ici in page(client, monde.conseiller, CALENDRIER)
    envoi = {nom: jour.isoformat() for nom, jour in vars(DATES).items()}
    envoi |= {"caf": monde.caf.pk, "dispositif": "er", "nature": "previsionnelle", "annee": 2026}
    assert client.post(ici, envoi | {"motif": "ok"}).status_code == 422
    rendu = client.post(ici, envoi | {"motif": MOTIF}, follow=True).content.decode()
    assert "La fenêtre est ouverte." in rendu
    ouverte = Campagne.objects.get()
    retrait = reverse("declarations:retirer_fenetre", args=[ouverte.pk])
    assert retrait in rendu
    rendu = client.post(retrait, {"motif": MOTIF}, follow=True).content.decode()
    assert "La fenêtre est retirée." in rendu
    assert not Campagne.objects.exists()


def test_l_administration_technique_ne_fait_que_lire(monde: Monde, client: Client) -> None:
    servie, vide = monde.declaration().campagne, campagne_er(monde.caf, annee=2027)
    client.force_login(Utilisateur.objects.create_superuser("chef@exemple.test", "Une-phrase"))
    assert client.get(reverse("admin:declarations_campagne_changelist")).status_code == 200
    assert client.post(reverse("admin:declarations_campagne_add"), {}).status_code == 403
    for campagne in (servie, vide):
        for verbe in ("change", "delete"):
            adresse = reverse(f"admin:declarations_campagne_{verbe}", args=[campagne.pk])
            assert client.post(adresse, {"post": "yes"}).status_code == 403
    assert Declaration.objects.filter(campagne=servie).exists()
