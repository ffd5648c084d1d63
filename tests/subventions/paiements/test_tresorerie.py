"""The cash of a file month by month: nothing lost, nothing foreseen in a month that is past."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from subventions.models import CauseSuspension
from subventions.paiements.presentation.tresorerie import tresorerie_lue
from subventions.paiements.regles.etats import EtatEcheance, Nature
from subventions.paiements.regles.situation import Echeance
from subventions.paiements.regles.tresorerie import Entree, par_mois, rang_du_mois, rang_prevu
from subventions.paiements.services.echeancier import echeancier_de
from subventions.services.suspensions import suspendre
from tests.monde import JOUR, MAINTENANT, Monde
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit, ordonne, paye, pret

PREMIER = date(2026, 1, 1)
MONTANTS = st.decimals("0.01", "999999.99", places=2)


def echeance(nature: Nature, rang: int = 1) -> Echeance:
    return Echeance(nature, rang, "", EtatEcheance.DU, Decimal("1.00"))


@pytest.mark.parametrize(
    ("jour", "rang"),
    [("2025-12-31", -1), ("2026-01-31", 0), ("2026-12-01", 11), ("2028-01-01", 24)],
)
def test_un_mois_se_compte_depuis_le_debut_de_l_exercice(jour: str, rang: int) -> None:
    assert rang_du_mois(PREMIER, date.fromisoformat(jour)) == rang


@pytest.mark.parametrize(
    ("nature", "rang", "jour", "attendu"),
    [
        (Nature.ACOMPTE, 1, "2026-02-03", 2),
        (Nature.ACOMPTE, 2, "2026-02-03", 8),
        (Nature.ACOMPTE, 1, "2026-06-15", 5),
        (Nature.SOLDE, 1, "2026-06-15", 17),
        (Nature.SOLDE, 2, "2028-06-15", 29),
    ],
)
def test_rien_n_est_prevu_dans_un_mois_passe(
    nature: Nature, rang: int, jour: str, attendu: int
) -> None:
    assert rang_prevu(echeance(nature, rang), PREMIER, date.fromisoformat(jour)) == attendu


@given(st.lists(st.tuples(st.integers(-3, 30), MONTANTS, st.booleans())))
def test_aucun_centime_ne_se_perd(lignes: list[tuple[int, Decimal, bool]]) -> None:
    annee = par_mois((rang, Entree(montant, versee=v)) for rang, montant, v in lignes)
    total = sum(annee.verse) + sum(annee.prevu) + annee.hors
    assert total == sum((montant for _, montant, _ in lignes), Decimal(0))


@pytest.mark.django_db
@pytest.mark.usefixtures("fige")
class TestUnDossier:
    def test_ce_qui_est_verse_puis_ce_qui_est_prevu(self, monde: Monde) -> None:
        pret(monde)
        paye(monde)
        ordonne(monde)
        lue = tresorerie_lue(echeancier_de(monde.er, 2026), JOUR)
        assert [(m.mois, bool(m.verse), bool(m.prevu)) for m in lue.mois] == [
            ("février 2026", True, True)
        ]
        assert lue.mois[0].cumul == "50\u202f400,00\u00a0€"
        assert lue.dessin is not None
        droit(monde, "reel", "64800.00")
        lue = tresorerie_lue(echeancier_de(monde.er, 2026), JOUR)
        assert [m.mois for m in lue.mois] == ["février 2026", "juin 2027"]
        assert lue.mois[-1].cumul == "64\u202f800,00\u00a0€"

    def test_ce_qui_est_suspendu_n_est_pas_prevu(self, monde: Monde) -> None:
        pret(monde)
        suspendre(
            monde.er, 2026, CauseSuspension.CONTROLE, "Un contrôle est prévu", maintenant=MAINTENANT
        )
        lue = tresorerie_lue(echeancier_de(monde.er, 2026), JOUR)
        assert (lue.dessin, lue.mois, lue.hors) == (None, (), "")

    def test_la_page_dessine_et_redit_en_tableau(self, monde: Monde) -> None:
        pret(monde)
        client = connecte(monde.passerelles.finances)
        page = client.get(reverse("paiements:echeancier", args=[monde.er.pk, 2026]))
        lu = page.content.decode()
        assert "Mois par mois" in lu
        assert '<th scope="row">mars 2026</th>' in lu
        assert '<th scope="row">septembre 2026</th>' in lu
        assert lu.count('<g class="barres-serie barres-serie-2">') == 2
