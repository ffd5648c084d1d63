"""A second click on an act of the rights finds it done, and says so."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.dossiers.models import Avis
from portal.socle.refus import ActionRefusee
from subventions.droits.services import refuser_decision, retirer_decision
from subventions.droits.services.suspensions import suspendre_les_droits
from subventions.models import DecisionDroit, SuspensionDroit
from tests.monde import Monde, acteur
from tests.relances.views.pages import connecte
from tests.subventions.droits.ouverts import MOTIF, decider, droit_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
REFUS = "Le compte de résultat dit le contraire."


def _refuser(decision: DecisionDroit, monde: Monde, motif: str = REFUS) -> DecisionDroit:
    return refuser_decision(decision.pk, motif=motif, acteur=acteur(monde.remplacant))


def _retirer(decision: DecisionDroit, monde: Monde, motif: str = REFUS) -> DecisionDroit:
    return retirer_decision(decision.pk, motif=motif, acteur=acteur(monde.conseiller))


def test_la_meme_decision_ne_se_refuse_pas_a_qui_vient_de_la_prendre(monde: Monde) -> None:
    """Told to take it back first, its author would have withdrawn what was just recorded."""
    droit = droit_de(monde)
    assert droit.calcul.montant is not None
    client = connecte(monde.conseiller)
    adresse = reverse("droits:decider", args=[droit.pk])
    montant = str(droit.calcul.montant - 5000).replace(".", ",")
    for _ in range(2):
        page = client.post(adresse, {"montant_accepte": montant, "motif": MOTIF}, follow=True)
        assert "La décision est enregistrée" in page.content.decode()
        assert "retirez-la d’abord" not in page.content.decode()
    assert DecisionDroit.objects.count() == 1
    with pytest.raises(ActionRefusee, match="déjà prise ou proposée"):
        decider(droit, monde, "-5000.00", motif="Des heures de réunion sont comptées à part.")


@pytest.mark.parametrize(("clore", "etat"), [(_refuser, "refusee"), (_retirer, "retiree")])
def test_une_decision_close_deux_fois_pour_le_meme_motif_l_est_une(
    monde: Monde, clore: Callable[..., DecisionDroit], etat: str
) -> None:
    decision = decider(droit_de(monde), monde, "-5000.00")
    for _ in range(2):
        assert clore(decision, monde).etat == etat
    dits = Avis.objects.count()
    clore(decision, monde)
    assert Avis.objects.count() == dits
    with pytest.raises(ActionRefusee, match=r"refusée|retirée"):
        clore(decision, monde, "Tout autre chose, dit bien après.")


def test_ce_qu_un_autre_a_clos_se_dit(monde: Monde) -> None:
    decision = decider(droit_de(monde), monde, "-5000.00")
    _retirer(decision, monde)
    with pytest.raises(ActionRefusee, match="n’attend plus"):
        _refuser(decision, monde)


def test_une_suspension_deux_fois_pour_le_meme_motif_en_est_une(monde: Monde) -> None:
    droit = droit_de(monde)

    def suspendre(motif: str) -> None:
        suspendre_les_droits(
            droit.equipement_id,
            droit.annee,
            cause="controle",
            motif=motif,
            acteur=acteur(monde.conseiller),
        )

    for _ in range(2):
        suspendre(MOTIF)
    assert SuspensionDroit.objects.count() == 1
    with pytest.raises(ActionRefusee, match="déjà suspendus") as refus:
        suspendre("Une pièce du dossier reste introuvable.")
    assert MOTIF in str(refus.value)


def test_un_autre_montant_n_est_pas_la_meme_decision(monde: Monde) -> None:
    droit = droit_de(monde)
    premiere = decider(droit, monde, "-500.00")
    assert decider(droit, monde, "-500.00") == premiere
    with pytest.raises(ActionRefusee, match="déjà prise ou proposée"):
        decider(droit, monde, "-501.00")
    assert premiere.montant_accepte == droit.calcul.montant - Decimal(500)
