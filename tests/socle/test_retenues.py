"""A database that comes from a backup is known as such, and what waited in it is held."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.socle import expedition, retenues
from portal.socle.models import BaseReconnue, EtatCourriel, LigneJournal, Retenue
from tests.courrier import Facteur
from tests.monde import Monde
from tests.socle.expeditions import deposer, lu

pytestmark = pytest.mark.django_db


def restaurer() -> None:
    """As a restore leaves it: the backup says the name of the database that it was made of."""
    retenues.reconnaitre(timezone.now())
    BaseReconnue.objects.update(identifiant="7714243405223124578/16385")


def test_la_premiere_base_est_la_sienne_et_ne_retient_rien() -> None:
    assert retenues.reconnaitre(timezone.now()) is None
    assert retenues.reconnaitre(timezone.now()) is None
    assert BaseReconnue.objects.get().identifiant == retenues.identifiant_de_la_base()
    assert retenues.en_cours() is None


def test_une_base_restauree_retient_une_fois() -> None:
    restaurer()
    retenue = retenues.reconnaitre(timezone.now())
    assert retenue == retenues.en_cours()
    assert retenue.motif == retenues.BASE_RESTAUREE
    assert retenue.par_id is None
    assert retenues.reconnaitre(timezone.now()) is None
    assert Retenue.objects.count() == 1
    ligne = LigneJournal.objects.get(action="relances.retenues_partout")
    assert (ligne.auteur_libelle, ligne.motif) == ("Portail", retenues.BASE_RESTAUREE)


def test_une_sauvegarde_faite_pendant_une_retenue_retient_ce_qui_attend_maintenant(
    monde: Monde,
) -> None:
    avant = timezone.now() - timedelta(days=2)
    retenues.retenir("Le serveur de courriels change.", avant, monde.conseiller)
    restaurer()
    [pk] = deposer()
    retenue = retenues.reconnaitre(timezone.now())
    assert Retenue.objects.get() == retenue
    assert expedition.reserver([pk]) == []


def test_ce_qui_attendait_reste_et_ce_que_l_on_demande_part(facteur: Facteur, monde: Monde) -> None:
    restaurer()
    [ancien] = deposer()
    retenues.reconnaitre(timezone.now())
    [nouveau] = deposer()
    assert expedition.lots_en_attente(timezone.now()) == [[nouveau]]
    assert expedition.expedier([ancien, nouveau]).envoyes == 1
    assert (lu(ancien).etat, lu(ancien).essais) == (EtatCourriel.A_ENVOYER, 0)
    assert lu(nouveau).etat == EtatCourriel.ENVOYE

    levee = retenues.lever(monde.conseiller, timezone.now(), {})
    assert levee is not None
    assert retenues.en_cours() is None
    assert retenues.lever(monde.conseiller, timezone.now(), {}) is None
    assert expedition.lots_en_attente(timezone.now()) == [[ancien]]
    assert expedition.expedier([ancien]).envoyes == 1


def test_la_commande_le_dit() -> None:
    restaurer()
    sortie = StringIO()
    call_command("reconnaitre_la_base", stdout=sortie)
    call_command("reconnaitre_la_base", stdout=sortie)
    assert sortie.getvalue().splitlines() == [
        f"Relances retenues. {retenues.BASE_RESTAUREE}",
        "La base est reconnue.",
    ]


MOTIF = "Le serveur de courriels change."
REFUS = {
    "retenue_une_en_cours": {"motif": MOTIF},
    "retenue_motivee": {"motif": "", "levee_le": timezone.now(), "levee_par_id": 1},
    "retenue_levee_complete": {"motif": MOTIF, "levee_le": timezone.now()},
}


@pytest.mark.parametrize("nom", REFUS)
def test_la_base_refuse(nom: str) -> None:
    assert {c.name for c in Retenue._meta.constraints} == set(REFUS)
    Retenue.objects.create(le=timezone.now(), motif=MOTIF)
    with pytest.raises(IntegrityError, match=nom), transaction.atomic():
        Retenue.objects.create(le=timezone.now(), **REFUS[nom])


def test_le_portail_ne_reconnait_qu_une_base() -> None:
    with pytest.raises(IntegrityError, match="base_reconnue_seule"), transaction.atomic():
        BaseReconnue.objects.create(pk=2, identifiant="1/1", le=timezone.now())
