"""What the Caf decides of a bilan received: in charge, validated, reopened, set aside, back."""

from collections.abc import Callable
from typing import Any

import pytest

from bilans.models import Bilan
from bilans.services import validation
from bilans.services.redites import est_une_redite
from bilans.services.validation import (
    declarer_sans_objet,
    prendre_en_charge,
    retablir,
    rouvrir,
    valider,
)
from habilitations.models import Utilisateur
from portal.dossiers.services.lots import traiter_lot
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.bilans.bilans import bilan_cct, bilan_clas
from tests.bilans.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = pytest.mark.django_db
MOTIF = "Les effectifs seront repris avec le partenaire."


@pytest.fixture
def transmis(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis")


def relu(bilan: Bilan) -> Bilan:
    return Bilan.objects.get(pk=bilan.pk)


def actions(bilan: Bilan) -> list[str]:
    return [ligne.action for ligne in LigneJournal.objects.sur(bilan)]


def test_du_bilan_recu_au_bilan_valide(monde: Monde, transmis: Bilan) -> None:
    conseiller = acteur(monde.conseiller)

    prendre_en_charge(transmis.pk, acteur=conseiller)
    assert relu(transmis).etat == "en_validation"
    valider(transmis.pk, acteur=conseiller)

    valide = relu(transmis)
    assert (valide.etat, valide.valide_le, valide.valide_par) == (
        "valide",
        MAINTENANT,
        monde.conseiller,
    )
    assert actions(transmis)[-2:] == ["bilan.pris_en_charge", "bilan.valide"]


@pytest.mark.parametrize("qui", ["conseiller", "remplacant", "ccd"])
def test_qui_suit_le_partenaire_valide(monde: Monde, transmis: Bilan, qui: str) -> None:
    valider(transmis.pk, acteur=acteur(getattr(monde, qui)))

    assert relu(transmis).valide_par == getattr(monde, qui)


def test_un_ccd_qui_tient_un_portefeuille_s_en_tient_a_lui(monde: Monde, transmis: Bilan) -> None:
    autre = monde.portefeuille.__class__.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.ccd
    )

    with pytest.raises(ActionRefusee) as refus:
        valider(transmis.pk, acteur=acteur(monde.ccd))
    assert refus.value.interdite

    transmis.equipement.portefeuille = autre
    transmis.equipement.save()
    valider(transmis.pk, acteur=acteur(monde.ccd))


def test_rouvrir_efface_la_validation(monde: Monde) -> None:
    bilan = jusqu_a(bilan_cct(monde), monde, "valide")

    rouvrir(bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF)

    rouvert = relu(bilan)
    assert (rouvert.etat, rouvert.valide_le, rouvert.valide_par) == ("en_validation", None, None)
    assert LigneJournal.objects.sur(bilan).last().motif == MOTIF


@pytest.mark.parametrize("etat", ["transmis", "en_validation"])
def test_sans_objet_puis_retabli_dans_son_etat(monde: Monde, etat: str) -> None:
    bilan = jusqu_a(bilan_clas(monde), monde, etat)
    conseiller = acteur(monde.conseiller)

    declarer_sans_objet(bilan.pk, acteur=conseiller, motif=MOTIF)
    ecarte = relu(bilan)
    assert (ecarte.etat, ecarte.etat_precedent, ecarte.sans_objet_motif) == (
        "sans_objet",
        etat,
        MOTIF,
    )
    retablir(bilan.pk, acteur=conseiller, motif=MOTIF)

    assert (relu(bilan).etat, relu(bilan).sans_objet_motif) == (etat, "")


def test_un_bilan_pas_commence_peut_etre_sans_objet(monde: Monde) -> None:
    bilan = bilan_clas(monde)

    declarer_sans_objet(bilan.pk, acteur=acteur(monde.conseiller), motif=MOTIF)

    assert relu(bilan).etat == "sans_objet"


SANS_MOTIF: list[Callable[..., Any]] = [prendre_en_charge, valider]
MOTIVES: list[Callable[..., Any]] = [rouvrir, declarer_sans_objet, retablir]


class TestRefus:
    @pytest.mark.parametrize("service", [*SANS_MOTIF, *MOTIVES])
    @pytest.mark.parametrize("qui", ["activite", "approbateur"])
    def test_au_partenaire(
        self, monde: Monde, transmis: Bilan, service: Callable[..., Any], qui: str
    ) -> None:
        self._interdit(service, transmis, getattr(monde.passerelles, qui))

    @pytest.mark.parametrize("service", [*SANS_MOTIF, *MOTIVES])
    def test_a_qui_ne_suit_pas_le_partenaire(
        self, monde: Monde, transmis: Bilan, service: Callable[..., Any]
    ) -> None:
        self._interdit(service, transmis, monde.hors_portefeuille)

    @pytest.mark.parametrize("qui", ["conseiller_nord", "responsable", "national"])
    def test_il_n_existe_pas_ailleurs(self, monde: Monde, transmis: Bilan, qui: str) -> None:
        with pytest.raises(Bilan.DoesNotExist):
            valider(transmis.pk, acteur=acteur(getattr(monde, qui)))

    @pytest.mark.parametrize("service", [*SANS_MOTIF, rouvrir, retablir])
    def test_avant_l_envoi(self, monde: Monde, service: Callable[..., Any]) -> None:
        bilan = bilan_clas(monde)
        arguments = {"motif": MOTIF} if service in MOTIVES else {}

        with pytest.raises(ActionRefusee) as refus:
            service(bilan.pk, acteur=acteur(monde.conseiller), **arguments)

        assert not refus.value.interdite
        assert relu(bilan).etat == "a_remplir"

    @pytest.mark.parametrize("service", MOTIVES)
    def test_sans_motif_qui_dise_quelque_chose(
        self, monde: Monde, transmis: Bilan, service: Callable[..., Any]
    ) -> None:
        with pytest.raises(DemandeInvalide) as refus:
            service(transmis.pk, acteur=acteur(monde.conseiller), motif="ok")

        assert refus.value.champ == "motif"

    @staticmethod
    def _interdit(service: Callable[..., Any], bilan: Bilan, qui: Utilisateur) -> None:
        arguments = {"motif": MOTIF} if service in MOTIVES else {}
        with pytest.raises(ActionRefusee) as refus:
            service(bilan.pk, acteur=acteur(qui), **arguments)
        assert refus.value.interdite
        assert relu(bilan).etat == "transmis"


def test_un_second_clic_est_reconnu_pas_celui_d_un_collegue(monde: Monde, transmis: Bilan) -> None:
    valider(transmis.pk, acteur=acteur(monde.conseiller))
    with pytest.raises(ActionRefusee) as refus:
        valider(transmis.pk, acteur=acteur(monde.conseiller))

    assert est_une_redite(transmis.pk, refus.value, acteur=acteur(monde.conseiller))
    assert not est_une_redite(transmis.pk, refus.value, acteur=acteur(monde.remplacant))


def test_un_lot_dit_ligne_par_ligne_ce_qui_est_fait(monde: Monde, transmis: Bilan) -> None:
    pas_commence = bilan_cct(monde)

    resultats = traiter_lot(
        [transmis, pas_commence],
        validation.valider,
        est_une_redite,
        acteur=acteur(monde.conseiller),
    )

    assert [r.fait for r in resultats] == [True, False]
    assert "« Valider le bilan » n’est plus possible" in resultats[1].message
    assert relu(pas_commence).etat == "a_remplir"
