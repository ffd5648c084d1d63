"""Real worker, real mail server: e-mails leave once, whatever dies on the way, worker or server."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.socle import courriels
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.tasks import expedier, tournee
from tests.relances.atelier import Atelier, etats, ouvrir, sans_file_commune
from tests.relances.worker import attendre

__all__ = ["ouvrir", "sans_file_commune"]
# Workers log in as in production: as the role that serves, behind the wall.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("derriere_le_mur"),
]
LOT = 12


def deposer(nombre: int) -> list[int]:
    return [
        courriels.deposer(f"p{i}@exemple.test", f"Objet {i}", "Texte", annoncer=False).pk
        for i in range(nombre)
    ]


def comme_apres_un_quart_d_heure() -> None:
    """Claims held by the dead have run out."""
    Courriel.objects.filter(etat=EtatCourriel.EN_COURS).update(
        reserve_jusqu_a=timezone.now() - timedelta(seconds=1)
    )


def test_kill_9_au_milieu_d_un_lot(ouvrir: Callable[..., Atelier]) -> None:
    """Killed after a few e-mails, at any moment of one: a second worker ends the lot."""
    pks = deposer(LOT)
    atelier = ouvrir()
    atelier.facteur.lenteur = 0.2
    premier = atelier.embaucher()
    premier.confier(expedier, pks)
    attendre(lambda: len(atelier.facteur.recus) >= 4)
    premier.tuer()
    partis = Courriel.objects.filter(etat=EtatCourriel.ENVOYE).count()
    assert 3 <= partis <= LOT

    comme_apres_un_quart_d_heure()
    atelier.facteur.lenteur = 0.0
    second = atelier.embaucher()
    second.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})

    recus = atelier.facteur
    assert len(set(recus.destinataires)) == LOT  # nobody is lost
    assert recus.identifiants() == set(Courriel.objects.values_list("message_id", flat=True))
    # Doubled at most: the one that was being handed over, under the same identifier.
    assert len(recus.recus) - LOT <= Courriel.objects.filter(reprises=1).count() <= 1


def test_kill_9_pendant_que_le_serveur_reflechit(ouvrir: Callable[..., Atelier]) -> None:
    """The worst moment: handed over, not answered. The server drops it, and it arrives once."""
    [pk] = deposer(1)
    atelier = ouvrir()
    atelier.facteur.lenteur = 30.0
    premier = atelier.embaucher()
    premier.confier(expedier, [pk])
    attendre(lambda: Courriel.objects.filter(remise_le__isnull=False).exists())
    premier.tuer()
    assert Courriel.objects.get().etat == EtatCourriel.EN_COURS

    # While the claim holds, nobody touches it: its holder could be slow rather than dead.
    atelier.facteur.lenteur = 0.0
    second = atelier.embaucher()
    second.confier(tournee)
    second.confier(expedier, [pk])
    comme_apres_un_quart_d_heure()
    second.confier(tournee)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert atelier.facteur.destinataires == ["p0@exemple.test"]
    assert Courriel.objects.get().reprises == 1


def test_deux_workers_et_un_serveur_qui_tombe_puis_revient(
    ouvrir: Callable[..., Atelier],
) -> None:
    pks = deposer(LOT)
    atelier = ouvrir()
    port = atelier.facteur.port
    atelier.facteur.fermer()
    workers = atelier.embaucher_plusieurs(2)
    for worker in workers:
        worker.confier(expedier, pks)
    attendre(lambda: etats() == {EtatCourriel.ECHEC})
    assert set(Courriel.objects.values_list("essais", flat=True)) == {1}
    assert all(c.prochain_essai_le > timezone.now() for c in Courriel.objects.all())

    atelier.facteur.ouvrir(port)
    Courriel.objects.update(prochain_essai_le=timezone.now())
    for worker in workers:
        worker.confier(tournee)
        worker.confier(expedier, pks)
    attendre(lambda: etats() == {EtatCourriel.ENVOYE})
    assert sorted(atelier.facteur.destinataires) == sorted(f"p{i}@exemple.test" for i in range(LOT))
