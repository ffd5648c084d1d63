"""An équipement that passed to another gestionnaire was granted its exercice once."""

from decimal import Decimal

import pytest

from habilitations.models import Equipement, Gestionnaire
from subventions.ouvertes.services.octrois import octrois_de
from tests.declarations.transferts import decider
from tests.monde import Monde
from tests.subventions.paiements.argent import droit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def transferer(monde: Monde) -> Equipement:
    """The ER, its prévisionnel declared, then held by another partner."""
    droit(monde, "previsionnel", "72000.00", 2025)
    decider(monde)
    return Equipement.objects.select_related("gestionnaire", "caf").get(pk=monde.er.pk)


def test_ce_qui_est_attribue_ne_se_dit_pas_deux_fois(monde: Monde) -> None:
    """The prévisionnel of the one and the réel of the other are the same subsidy."""
    equipement = transferer(monde)
    (prevu,) = octrois_de(monde.caf)
    assert (prevu.siret, prevu.montant) == (
        monde.passerelles.gestionnaire.siret,
        Decimal("72000.00"),
    )
    droit(monde, "reel", "64800.00", 2025, equipement=equipement)
    (octroi,) = octrois_de(monde.caf)
    assert (octroi.siret, octroi.montant) == (
        monde.voisins.gestionnaire.siret,
        Decimal("64800.00"),
    )


def test_ce_qui_compte_est_a_une_personne_physique(monde: Monde) -> None:
    """What was foreseen for the legal person before it is no longer what was granted."""
    equipement = transferer(monde)
    droit(monde, "reel", "64800.00", 2025, equipement=equipement)
    Gestionnaire.objects.filter(pk=equipement.gestionnaire_id).update(nature="entrepreneur")
    assert octrois_de(monde.caf) == []
