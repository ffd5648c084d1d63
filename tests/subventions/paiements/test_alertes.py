"""An acompte beyond 70 % of the last right known: it stays due, and who pays is told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from subventions.paiements.regles.alertes import Depassement, depassement
from subventions.paiements.regles.echeances import dresser
from subventions.paiements.regles.situation import Situation, VersementConnu
from subventions.referentiels import profils_acomptes
from tests.monde import Monde
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit, paye, pret, propose
from tests.subventions.paiements.pages import lue

D = Decimal
DIT = "À regarder"


def situation(profil: str = "deux_fois_35", *payes: str, **droits: str) -> Situation:
    return Situation(
        profils_acomptes()[profil],
        {nom: D(montant) for nom, montant in droits.items()},
        versements=tuple(
            VersementConnu("acompte", rang, D(montant), "paye")
            for rang, montant in enumerate(payes, 1)
        ),
    )


def trouve(lue: Situation, rang: int) -> Depassement | None:
    return depassement(lue, dresser(lue), rang)


@pytest.mark.parametrize(
    ("droits", "rang", "cumul"),
    [
        ({"previsionnel": "47150", "actualise": "18000"}, 1, "16502.50"),
        ({"previsionnel": "47150", "actualise": "18000"}, 2, "33005.00"),
        # Exactly 70 % does not pass it, a cent less does.
        ({"previsionnel": "10000", "actualise": "10000"}, 2, None),
        ({"previsionnel": "10000", "actualise": "9999.98"}, 2, "7000.00"),
        ({"previsionnel": "10000", "actualise": "9999.98"}, 1, None),
        ({"previsionnel": "10000"}, 2, None),
        ({"previsionnel": "47150", "actualise": "18000", "reel": "20000"}, 1, None),
        ({"previsionnel": "47150", "actualise": "0"}, 1, "16502.50"),
    ],
)
def test_ce_qui_passe_les_70_pour_cent(
    droits: dict[str, str], rang: int, cumul: str | None
) -> None:
    vu = trouve(situation(**droits), rang)
    assert (vu and vu.cumul) == (cumul and D(cumul))


def test_ce_qui_est_verse_compte() -> None:
    vu = trouve(situation("deux_fois_35", "12000", previsionnel="20000", actualise="25000"), 2)
    assert vu == Depassement(D("19000.00"), D("25000"))


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_qui_propose_et_qui_ordonne_le_lit_et_le_montant_reste(monde: Monde) -> None:
    pret(monde)
    nouveau = reverse("paiements:nouveau_lot", args=["73"])
    assert DIT not in lue(connecte(monde.conseiller).get(nouveau))
    droit(monde, "actualise", "30000.00")
    lu = lue(connecte(monde.conseiller).get(nouveau))
    phrase = "les acomptes feraient 25 200,00 €, plus de 70 % du dernier droit connu"
    assert f"{DIT} : {phrase} (actualisé, 30 000,00 €)" in lu
    assert "À payer – 1 échéance, 25 200,00 € en tout" in lu
    lot = propose(monde)
    page = reverse("paiements:lot", args=[lot.pk])
    assert phrase in lue(connecte(monde.hors_portefeuille).get(page))


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
def test_le_partenaire_n_en_lit_rien_ni_un_lot_deja_paye(monde: Monde) -> None:
    pret(monde)
    droit(monde, "actualise", "30000.00")
    echeancier = reverse("paiements:echeancier", args=[monde.er.pk, 2026])
    assert DIT not in lue(connecte(monde.passerelles.finances).get(echeancier))
    lot = paye(monde)
    page = reverse("paiements:lot", args=[lot.pk])
    assert DIT not in lue(connecte(monde.conseiller).get(page))
