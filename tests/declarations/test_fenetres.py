"""The dates of a window, moved by its Caf: who may, what is refused, what is told."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.models import Campagne, Declaration
from declarations.regles.calendrier import Fenetre
from declarations.services.fenetres import dater
from declarations.services.nouvelles import relire_nouvelle
from portal.dossiers.models import Avis
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.relecture import Retire
from tests.declarations.listes import declarer, page, texte
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, MAINTENANT, Monde, acteur

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


def test_chacun_est_prevenu_une_fois_sans_le_motif(monde: Monde, campagne: Campagne) -> None:
    """One e-mail each, whatever the number of their declarations; the same dates again, none."""
    declarer(campagne, monde, ["ER d’Ugine", "ER de Bozel"])
    dates = plus_tard(campagne)
    for _ in range(2):
        dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(monde.conseiller))
    chez = monde.passerelles
    avis = {un.personne: un for un in Avis.objects.filter(acte="dater")}
    assert avis.keys() == {chez.activite, chez.finances, chez.approbateur}
    un = avis[chez.activite]
    assert "échéance annoncée le samedi 28 février 2026" in un.phrase
    assert MOTIF not in un.phrase
    assert {point["libelle"] for point in un.points} >= {"ER d’Ugine", "ER de Bozel"}
    assert un.chemin == reverse("declarations:suivi")
    courriels = Courriel.objects.filter(parametres__avis__in=[a.pk for a in avis.values()])
    assert sorted(c.destinataire for c in courriels) == sorted(qui.email for qui in avis)
    assert not any(MOTIF in courriel.texte for courriel in courriels)


def test_qui_a_transmis_n_est_pas_prevenu(monde: Monde, campagne: Campagne) -> None:
    declaration = Declaration.objects.get(campagne=campagne)
    jusqu_a(declaration, monde, "transmise")
    Avis.objects.all().delete()
    dater(campagne.pk, dates=plus_tard(campagne), motif=MOTIF, acteur=acteur(monde.conseiller))
    assert not Avis.objects.exists()


def test_transmise_avant_le_depart_du_courriel_il_est_retire(
    monde: Monde, campagne: Campagne
) -> None:
    dater(campagne.pk, dates=plus_tard(campagne), motif=MOTIF, acteur=acteur(monde.conseiller))
    courriel = Courriel.objects.get(destinataire=monde.passerelles.finances.email)
    assert not isinstance(relire_nouvelle(courriel, MAINTENANT), Retire)
    jusqu_a(Declaration.objects.get(campagne=campagne), monde, "transmise")
    assert isinstance(relire_nouvelle(courriel, MAINTENANT), Retire)


def test_le_nombre_de_requetes_ne_suit_pas_celui_des_declarations(
    monde: Monde, campagne: Campagne
) -> None:
    def deplacer(jours: int) -> int:
        with CaptureQueriesContext(connection) as requetes:
            dates = plus_tard(campagne, jours)
            dater(campagne.pk, dates=dates, motif=MOTIF, acteur=acteur(monde.conseiller))
        return len(requetes)

    peu = deplacer(1)
    declarer(campagne, monde, [f"ER numéro {rang}" for rang in range(12)])
    assert deplacer(2) == peu
