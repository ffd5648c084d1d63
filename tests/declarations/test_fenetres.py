"""The dates of a window, moved by its Caf: who may, what is refused, what is told."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne
from declarations.regles.calendrier import Fenetre
from declarations.services.fenetres import dater
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import page, texte
from tests.monde import JOUR, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Le portail a été indisponible deux jours."
CALENDRIER = reverse("declarations:calendrier")


@pytest.fixture
def campagne(monde: Monde) -> Campagne:
    return monde.declaration("previsionnelle", 2026).campagne


def plus_tard(campagne: Campagne, jours: int = 15) -> Fenetre:
    delai = timedelta(days=jours)
    return Fenetre(campagne.ouvre_le, campagne.echeance_le + delai, campagne.ferme_le + delai)


@pytest.mark.parametrize("qui", ["conseiller", "remplacant", "hors_portefeuille", "national"])
def test_la_caf_et_la_nation_deplacent_les_dates(
    monde: Monde, campagne: Campagne, qui: str
) -> None:
    dates, avant = plus_tard(campagne), campagne.fenetre
    for _ in range(2):
        dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(getattr(monde, qui)))
    campagne.refresh_from_db()
    assert (campagne.fenetre, campagne.exceptionnelle) == (dates, True)
    ligne = LigneJournal.objects.get(action="campagne.fenetre_exceptionnelle")
    assert (ligne.caf_id, ligne.motif) == (monde.caf.pk, MOTIF)
    assert ligne.details["avant"]["echeance_le"] == avant.echeance_le.isoformat()
    assert ligne.details["echeance_le"] == dates.echeance_le.isoformat()


def test_qui_ne_peut_pas(monde: Monde, campagne: Campagne) -> None:
    dates = plus_tard(campagne)
    for qui in (monde.ccd, monde.responsable, monde.passerelles.approbateur):
        with pytest.raises(ActionRefusee) as refus:
            dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(qui))
        assert refus.value.interdite
    with pytest.raises(Campagne.DoesNotExist):
        dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(monde.conseiller_nord))


@pytest.mark.parametrize(
    ("dates", "champ"),
    [
        (Fenetre(date(2026, 3, 1), date(2026, 2, 1), date(2026, 4, 1)), "echeance_le"),
        (Fenetre(date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 1)), "ferme_le"),
        (Fenetre(date(2025, 1, 1), date(2026, 3, 1), date(2026, 6, 1)), "ferme_le"),
        (Fenetre(date(2026, 1, 1), date(2026, 2, 1), date(2046, 2, 1)), "ferme_le"),
        (Fenetre(date(1999, 1, 1), date(2026, 2, 1), date(2026, 3, 1)), "ouvre_le"),
    ],
)
def test_des_dates_qui_ne_vont_pas(
    monde: Monde, campagne: Campagne, dates: Fenetre, champ: str
) -> None:
    avant = campagne.fenetre
    with pytest.raises(DemandeInvalide) as refus:
        dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(monde.conseiller))
    assert refus.value.champ == champ
    campagne.refresh_from_db()
    assert campagne.fenetre == avant


def test_du_calendrier_a_sa_page_puis_au_calendrier(
    monde: Monde, campagne: Campagne, client: Client
) -> None:
    ici = reverse("declarations:fenetre", args=[campagne.pk])
    for qui in (monde.ccd, monde.passerelles.activite):
        assert ici not in page(client, qui, CALENDRIER)
    assert ici in page(client, monde.conseiller, CALENDRIER)
    lue = texte(page(client, monde.conseiller, ici))
    assert "1 déclaration de cette fenêtre, dont 1 pas encore transmise." in lue
    dates = plus_tard(campagne)
    envoi = {nom: jour.isoformat() for nom, jour in vars(dates).items()}
    refus = client.post(ici, envoi | {"motif": "ok"})
    assert refus.status_code == 422
    rendu = client.post(ici, envoi | {"motif": MOTIF}, follow=True).content.decode()
    assert "Les dates sont changées." in rendu
    assert "dates exceptionnelles" in rendu
    campagne.refresh_from_db()
    assert campagne.fenetre == dates
    assert campagne.ferme_le >= JOUR
