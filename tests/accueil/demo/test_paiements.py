"""What the demonstration shows of payments: a lot paid, one to order, an indu, an account."""

import pytest

from portal.accueil.demo.paiements import iban
from subventions.paiements.models import CompteBancaire, Indu, LotPaiement, ProfilCaf, Versement
from subventions.paiements.regles.iban import lire_iban
from subventions.paiements.services.echeancier import echeanciers_de


@pytest.mark.usefixtures("demo")
class TestPaiements:
    def test_il_y_a_de_quoi_essayer(self) -> None:
        assert ProfilCaf.objects.filter(caf__code="73").count() == 3
        assert sorted(LotPaiement.objects.values_list("etat", flat=True)) == ["ordonne", "propose"]
        assert Versement.objects.filter(etat="paye").exists()
        assert Versement.objects.filter(etat="propose").exists()
        assert Indu.objects.exists()
        assert CompteBancaire.objects.filter(etat="propose").count() == 1

    def test_chaque_dossier_tombe_juste(self) -> None:
        cles = set(Versement.objects.values_list("equipement", "annee"))
        for lu in echeanciers_de(cles).values():
            reel = lu.situation.droits.get("reel")
            if reel is not None:
                e = lu.echeancier
                assert e.verse - e.rembourse + e.reste == reel


def test_les_comptes_inventes_ont_de_bonnes_cles() -> None:
    for rang in range(120):
        assert lire_iban(iban(rang)) == iban(rang)
