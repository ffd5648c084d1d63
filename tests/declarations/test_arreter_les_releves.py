"""The night's task: every Caf once, one that dies is taken up and holds back no other."""

import pytest

from declarations.models import ArreteReleves, ReleveControles
from declarations.services import releves
from declarations.tasks import arreter_la_caf, arreter_les_releves
from tests.declarations.controles_releves import ecart_justifie
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture
def confiees(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The Cafs handed to the workers."""
    recues: list[int] = []
    monkeypatch.setattr(arreter_la_caf, "apply_async", lambda args, expires: recues.extend(args))
    return recues


def test_chaque_caf_une_fois(monde: Monde, confiees: list[int]) -> None:
    ecart_justifie(monde)
    assert arreter_les_releves() == 2
    assert confiees == [monde.caf.pk, monde.autre_caf.pk]
    assert not ArreteReleves.objects.exists()  # nothing is counted here
    for caf_id in confiees:
        arreter_la_caf(caf_id)
    assert set(ReleveControles.objects.values_list("caf", flat=True)) == {monde.caf.pk}
    assert arreter_les_releves() == 0


def test_une_caf_qui_meurt_est_reprise_et_ne_retient_personne(
    monde: Monde, confiees: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    vrai = releves.compter

    def mourir(cafs: list[int]) -> object:
        if cafs == [monde.caf.pk]:
            raise RuntimeError("le worker meurt")
        return vrai(cafs)

    monkeypatch.setattr(releves, "compter", mourir)
    arreter_les_releves()
    with pytest.raises(RuntimeError):
        arreter_la_caf(monde.caf.pk)
    arreter_la_caf(monde.autre_caf.pk)
    monkeypatch.setattr(releves, "compter", vrai)
    confiees.clear()
    assert arreter_les_releves() == 1
    assert confiees == [monde.caf.pk]


def test_la_nuit_d_apres_toutes_sont_comptees_de_nouveau(
    monde: Monde, confiees: list[int], fige: object
) -> None:
    for caf_id in (monde.caf.pk, monde.autre_caf.pk):
        arreter_la_caf(caf_id)
    fige.shift(86_400)
    assert arreter_les_releves() == 2
