"""The threshold of a second signature: set by its Caf, and by none of those whom it binds."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import AffectationAgent
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from subventions.droits.services.reglages import regler_le_seuil
from subventions.models import ReglageSubventions
from subventions.models.reglages import reglages_de
from tests.monde import DEBUT, Monde, acteur
from tests.subventions.droits.ouverts import decider, droit_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "Décidé par la direction après l’audit de juin"


def test_un_ccd_le_regle_et_les_decisions_suivantes_le_suivent(monde: Monde) -> None:
    avant = decider(droit_de(monde), monde, "-500.00")
    assert not avant.a_confirmer
    for _ in range(2):
        regler_le_seuil(
            monde.caf.pk, seuil_decision=Decimal("100.00"), motif=MOTIF, acteur=acteur(monde.ccd)
        )
    assert reglages_de(monde.caf.pk).seuil_decision == Decimal("100.00")
    assert reglages_de(monde.autre_caf.pk).seuil_decision == Decimal("1000.00")
    [ligne] = LigneJournal.objects.filter(action="subventions.seuil")
    assert (ligne.motif, ligne.caf_id) == (MOTIF, monde.caf.pk)
    assert ligne.details == {"avant": "1000.00", "apres": "100.00"}
    # Decided under the former one, it keeps it; the next one is signed by two.
    avant.refresh_from_db()
    assert (avant.est_en_vigueur, avant.seuil) == (True, Decimal("1000.00"))
    suivante = decider(droit_de(monde, annee=2024), monde, "-500.00")
    assert (suivante.a_confirmer, suivante.seuil) == (True, Decimal("100.00"))


@pytest.mark.parametrize("qui", ["conseiller", "responsable", "national", "conseiller_nord"])
def test_par_personne_d_autre(monde: Monde, qui: str) -> None:
    with pytest.raises(ActionRefusee) as refus:
        regler_le_seuil(
            monde.caf.pk, seuil_decision=Decimal(1), motif=MOTIF, acteur=acteur(getattr(monde, qui))
        )
    assert refus.value.interdite
    assert not ReglageSubventions.objects.exists()


def test_ni_par_un_ccd_qui_decide_aussi(monde: Monde) -> None:
    AffectationAgent.objects.create(
        utilisateur=monde.ccd, caf=monde.caf, fonction="gestionnaire_conseil", du=DEBUT
    )
    with pytest.raises(ActionRefusee, match="Vous décidez aussi"):
        regler_le_seuil(
            monde.caf.pk, seuil_decision=Decimal(1), motif=MOTIF, acteur=acteur(monde.ccd)
        )


@pytest.mark.parametrize("valeur", ["-0.01", "0.001", "NaN", "Infinity", "10000000000"])
def test_une_valeur_qui_ne_va_pas(monde: Monde, valeur: str) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        regler_le_seuil(
            monde.caf.pk, seuil_decision=Decimal(valeur), motif=MOTIF, acteur=acteur(monde.ccd)
        )
    assert refus.value.champ == "seuil_decision"


def test_depuis_la_liste_des_droits(monde: Monde, client: Client) -> None:
    ici = reverse("droits:seuil", args=[monde.caf.code])
    client.force_login(monde.conseiller)
    assert ici not in client.get(reverse("droits:file")).content.decode()
    client.force_login(monde.ccd)
    assert ici in client.get(reverse("droits:file")).content.decode()
    assert client.post(ici, {"seuil_decision": "mille", "motif": MOTIF}).status_code == 422
    rendu = client.post(ici, {"seuil_decision": "2 500,50", "motif": MOTIF}, follow=True)
    assert "Le seuil est enregistré." in rendu.content.decode()
    assert reglages_de(monde.caf.pk).seuil_decision == Decimal("2500.50")
    assert "2 500,50" in client.get(ici).content.decode().replace("\u00a0", " ").replace(
        "\u202f", " "
    )
