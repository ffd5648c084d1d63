"""Transfers that may not be decided, or cancelled."""

from typing import Any

import pytest

from habilitations.models import Adhesion, Equipement
from habilitations.services.transferts import annuler_transfert
from portal.socle.refus import DemandeInvalide
from tests.declarations.transferts import DEMAIN, HIER, decider
from tests.monde import JOUR, Monde, acteur, amender
from tests.refus import acte_interdit

pytestmark = pytest.mark.django_db


class TestRefus:
    @pytest.mark.parametrize(
        "adhesion",
        [
            {"complete_le": None},
            {"complete_le": DEMAIN},
            {"fin_le": HIER},
            {"suspendue_le": HIER, "suspendue_motif": "Par précaution"},
        ],
        ids=["incomplète", "à venir", "finie", "suspendue"],
    )
    def test_sans_adhesion_active(self, monde: Monde, adhesion: dict[str, Any]) -> None:
        amender(Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), **adhesion)
        with pytest.raises(DemandeInvalide, match="n’a pas d’adhésion active") as refus:
            decider(monde)
        assert refus.value.champ == "vers"

    def test_une_adhesion_qui_commence_ce_jour_la_suffit(self, monde: Monde) -> None:
        amender(
            Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire), complete_le=DEMAIN
        )
        assert decider(monde, DEMAIN).pk

    def test_adhesion_aupres_d_une_autre_caf(self, monde: Monde) -> None:
        Adhesion.objects.filter(gestionnaire=monde.voisins.gestionnaire).update(caf=monde.autre_caf)
        with pytest.raises(DemandeInvalide, match="adhésion active"):
            decider(monde)

    @pytest.mark.parametrize(
        ("champs", "champ"),
        [({"motif": "  "}, "motif"), ({"vers_id": 0}, "vers")],
    )
    def test_demandes_invalides(self, monde: Monde, champs: dict[str, Any], champ: str) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            decider(monde, **champs)
        assert refus.value.champ == champ

    def test_vers_le_meme(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide, match="déjà à ce gestionnaire"):
            decider(monde, vers_id=monde.passerelles.gestionnaire.pk)

    def test_avant_le_transfert_precedent(self, monde: Monde) -> None:
        decider(monde, JOUR)
        with pytest.raises(DemandeInvalide, match="précède le dernier transfert"):
            decider(monde, HIER, vers_id=monde.passerelles.gestionnaire.pk)

    @pytest.mark.parametrize("qui", ["conseiller", "remplacant", "hors_portefeuille", "ccd"])
    def test_reserve_au_responsable(self, monde: Monde, qui: str) -> None:
        with acte_interdit():
            decider(monde, qui=getattr(monde, qui))
        transfert = decider(monde, DEMAIN)
        with acte_interdit():
            annuler_transfert(transfert.pk, acteur=acteur(getattr(monde, qui)))

    def test_un_partenaire_ne_decide_pas(self, monde: Monde) -> None:
        with acte_interdit():
            decider(monde, qui=monde.passerelles.approbateur)

    @pytest.mark.parametrize("qui", ["conseiller_nord", "national"])
    def test_inconnu_hors_de_la_caf(self, monde: Monde, qui: str) -> None:
        with pytest.raises(Equipement.DoesNotExist):
            decider(monde, qui=getattr(monde, qui))
