"""Decisions taken, confirmed and a file validated by several people at once."""

import threading

import pytest
from django.db import connection

from declarations.services.instruction import valider
from portal.socle.refus import ActionRefusee
from subventions.droits.services import (
    confirmer_decision,
    montant_retenu,
    proposer_decision,
    refuser_decision,
)
from subventions.models import DecisionDroit, Droit
from tests.monde import acteur, nouveau_monde
from tests.subventions.droits.ouverts import MOTIF, decider, droit_de


def _ensemble(*gestes: object) -> list[object]:
    """Do things at once; return what each gave or raised."""
    resultats: list[object] = []
    depart = threading.Barrier(len(gestes))

    def faire(geste: object) -> None:
        try:
            depart.wait()
            resultats.append(geste())  # type: ignore[operator]
        except ActionRefusee as erreur:
            resultats.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=faire, args=[geste]) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return resultats


@pytest.mark.django_db(transaction=True)
def test_deux_decisions_a_la_fois_n_en_font_qu_une() -> None:
    monde = nouveau_monde()
    droit = droit_de(monde)
    calcule = droit.calcul.montant

    def decider_de(qui: object, ecart: int) -> object:
        return lambda: proposer_decision(
            droit.pk, montant_accepte=calcule + ecart, motif=MOTIF, acteur=acteur(qui)
        )

    resultats = _ensemble(decider_de(monde.conseiller, -10), decider_de(monde.remplacant, -20))
    assert sorted(type(r).__name__ for r in resultats) == ["ActionRefusee", "DecisionDroit"]
    assert DecisionDroit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_valider_pendant_qu_une_decision_est_proposee() -> None:
    monde = nouveau_monde()
    droit = droit_de(monde, "en_instruction")
    calcule = droit.calcul.montant
    resultats = _ensemble(
        lambda: valider(droit.dossier_id, acteur=acteur(monde.conseiller)),
        lambda: proposer_decision(
            droit.pk,
            montant_accepte=calcule - 5000,
            motif=MOTIF,
            acteur=acteur(monde.remplacant),
        ),
    )
    assert not [r for r in resultats if isinstance(r, Exception)]
    droit.refresh_from_db()
    assert droit.etat == "definitif"
    decision = DecisionDroit.objects.get()
    assert decision.attend_une_signature
    confirmer_decision(decision.pk, acteur=acteur(monde.conseiller))
    assert montant_retenu(Droit.objects.get()) == calcule - 5000


@pytest.mark.django_db(transaction=True)
def test_deux_signatures_a_la_fois_n_en_font_qu_une() -> None:
    monde = nouveau_monde()
    decision = decider(droit_de(monde), monde, "-5000.00")
    resultats = _ensemble(
        lambda: confirmer_decision(decision.pk, acteur=acteur(monde.remplacant)),
        lambda: refuser_decision(
            decision.pk,
            motif="Le compte de résultat dit le contraire.",
            acteur=acteur(monde.hors_portefeuille),
        ),
    )
    assert sorted(type(r).__name__ for r in resultats) == ["ActionRefusee", "DecisionDroit"]
