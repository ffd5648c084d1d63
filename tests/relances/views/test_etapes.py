"""The reminder steps of a Caf: stopped, had again, added, by whoever keeps its annuaire."""

import pytest
from django.test import Client

from portal.relances.models import EtapeRelance
from portal.relances.services.etapes import regler_etape
from portal.relances.services.referentiels import charger_etapes
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.listes import page, texte
from tests.monde import Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def en_vigueur(monde: Monde) -> tuple[int, ...]:
    return EtapeRelance.objects.all().par_caf().de(monde.caf.pk)


def test_arretee_ajoutee_puis_comme_avant(monde: Monde, client: Client) -> None:
    charger_etapes()
    avant = en_vigueur(monde)
    client.force_login(monde.responsable)
    client.post("/relances/etapes/avant/15/")
    client.post("/relances/etapes/ajouter/", {"jours": "3"})
    assert en_vigueur(monde) == tuple(sorted({*avant, 3} - {-15}))
    lue = texte(page(client, monde.responsable, "/relances/etapes/"))
    for dit in ("Arrêtée", "De la Caf", "Reprendre", "J+3"):
        assert dit in lue
    client.post("/relances/etapes/avant/15/")
    client.post("/relances/etapes/apres/3/")
    assert en_vigueur(monde) == avant
    assert not EtapeRelance.objects.filter(caf=monde.caf).exists()
    lignes = LigneJournal.objects.filter(action="relances.etape", caf_id=monde.caf.pk)
    assert lignes.count() == 4


def test_une_seule_caf_et_qui_la_tient(monde: Monde) -> None:
    charger_etapes()
    regler_etape(monde.caf.pk, jours=-15, active=False, acteur=acteur(monde.national))
    assert -15 in EtapeRelance.objects.all().par_caf().de(monde.autre_caf.pk)
    with pytest.raises(ActionRefusee) as refus:
        regler_etape(monde.caf.pk, jours=-7, active=False, acteur=acteur(monde.conseiller))
    assert refus.value.interdite
    with pytest.raises(DemandeInvalide):
        regler_etape(monde.caf.pk, jours=400, active=True, acteur=acteur(monde.responsable))
