"""Real worker, real queue, real mail server: a campaign day after day, ``kill -9`` on the way."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.relances.models import Envoi, Passage, Relance
from portal.relances.tasks import travail_du_jour
from portal.socle.models import ChaineJournal, Courriel, EtatCourriel
from portal.socle.tasks import tournee
from portal.socle.verification import premiere_rupture
from tests.courrier import texte_de
from tests.monde import Monde
from tests.relances.atelier import Atelier, etats, ouvrir, resumes, sans_file_commune
from tests.relances.campagnes import appelee, autre_er
from tests.relances.worker import REDIS_DEBIAN, attendre

__all__ = ["ouvrir", "sans_file_commune"]
# Workers log in as in production: as the role that serves, behind the wall.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("derriere_le_mur"),
]


def test_une_campagne_jour_apres_jour(monde: Monde, ouvrir: Callable[..., Atelier]) -> None:
    """Each day is given to the worker as beat does: it opens, chooses, sends. Some days twice."""
    # All to come: an e-mail of a day gone by would count for the day it leaves.
    echeance = timezone.localdate() + timedelta(days=40)
    appelee(
        monde,
        ouvre=echeance - timedelta(days=60),
        echeance=echeance,
        ferme=echeance + timedelta(days=30),
    )
    atelier = ouvrir()
    worker = atelier.embaucher()
    jours = [echeance + timedelta(days=e) for e in (-31, -30, -30, -29, -15, -7, -3, -1, 0, 1, 7)]
    for jour in jours:
        worker.confier(travail_du_jour, jour.isoformat())
        attendre(lambda jour=jour: Passage.objects.filter(jour=jour).count() == 2)
        attendre(lambda jour=jour: not Passage.objects.inacheves(jour).exists())
        worker.confier(tournee)
        attendre(lambda: etats() <= {EtatCourriel.ENVOYE})

    etapes = (-30, -15, -7, -1, 1, 7)
    assert Counter(Envoi.objects.values_list("jour", flat=True)) == {
        echeance + timedelta(days=e): 4
        for e in etapes  # « Les Voisins », called on the way, as well
    }
    rappels = [m for m in atelier.facteur.recus if monde.conseiller.email not in str(m["To"])]
    assert Relance.objects.count() == len(rappels) == 24
    assert len(atelier.facteur.identifiants()) == len(atelier.facteur.recus) == 24 + resumes()
    assert "Bonjour Alice Activité" in "".join(texte_de(m) for m in atelier.facteur.recus)


def test_kill_9_pendant_la_journee_d_une_caf(monde: Monde, ouvrir: Callable[..., Atelier]) -> None:
    """Killed at any moment of it: the next hour takes the Caf up, nobody is written to twice."""
    jour = timezone.localdate()
    dates = {"ouvre": jour - timedelta(days=45), "ferme": jour + timedelta(days=45)}
    for i in range(6):
        appelee(
            monde,
            echeance=jour + timedelta(days=15),
            equipement=autre_er(monde, f"ER {i}"),
            **dates,
        )
    atelier = ouvrir()
    premier = atelier.embaucher()
    premier.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Passage.objects.filter(commence_le__isnull=False).exists())
    premier.tuer()

    second = atelier.embaucher()
    second.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Passage.objects.filter(jour=jour).count() == 2)
    attendre(lambda: not Passage.objects.inacheves(jour).exists())
    ecrits = Counter(Envoi.objects.values_list("utilisateur", flat=True))
    assert set(ecrits.values()) == {1}
    assert monde.passerelles.activite.pk in ecrits
    assert Relance.objects.filter(utilisateur=monde.passerelles.activite).count() >= 6
    assert Courriel.objects.count() == Envoi.objects.count() + resumes()
    assert all(premiere_rupture(chaine) is None for chaine in ChaineJournal.objects.all())


@pytest.mark.skipif(REDIS_DEBIAN is None, reason="redis-server n’est pas installé")
def test_avec_le_redis_de_debian(ouvrir: Callable[..., Atelier], monde: Monde) -> None:
    jour = timezone.localdate()
    ecarts = {"ouvre": -45, "echeance": 15, "ferme": 45}
    dates = {nom: jour + timedelta(days=ecart) for nom, ecart in ecarts.items()}
    appelee(monde, **dates)
    atelier = ouvrir(REDIS_DEBIAN)
    worker = atelier.embaucher()
    worker.confier(travail_du_jour, jour.isoformat())
    attendre(lambda: Envoi.objects.count() == 4)
    worker.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert len(atelier.facteur.recus) == 4
