"""Every right of the demonstration is signed; one loaded before signatures signs its own."""

import pytest

from habilitations.models import AffectationAgent, Delegation, Habilitation
from habilitations.verification import alterations
from portal.accueil.demo.chargement import charger
from tests.monde import MAINTENANT

pytestmark = pytest.mark.usefixtures("demo")


def test_chaque_droit_se_verifie() -> None:
    examens = list(alterations())
    assert len(examens) > 50
    assert {e.motif for e in examens} == {None}
    [delegation] = Delegation.objects.all()
    assert delegation.habilitations.count() == 4
    assert {droit.accordee_par.prenom for droit in delegation.habilitations.all()} == {"Lucie"}


def test_une_demonstration_d_avant_les_signatures() -> None:
    Habilitation.objects.update(
        signature="", forme=0, signee_le=None, signee_par=None, cle=None, base=None
    )
    AffectationAgent.objects.filter(caf__code="16", fonction="responsable_habilitations").delete()
    charger(MAINTENANT)
    assert {e.motif for e in alterations()} == {None}
    avant = Habilitation.objects.values_list("signature", flat=True)
    signatures = set(avant)
    charger(MAINTENANT)
    assert set(avant.all()) == signatures
