"""Room for the calls under way: it is not asked for and given back at each of them."""

from collections.abc import Callable
from threading import Thread

import pytest
from celery import Celery

from portal.memoire import a_l_aise
from portal.socle.taches import Tache
from tests.profondeur import PEU, pages_touchees


def dans_un_fil_neuf(fonction: Callable[[], int]) -> int:
    """What it returns in a thread that has made no call yet."""
    rendus: list[int] = []
    fil = Thread(target=lambda: rendus.append(fonction()))
    fil.start()
    fil.join()
    return rendus[0]


def test_les_appels_profonds_ne_redemandent_pas_leur_memoire() -> None:
    assert dans_un_fil_neuf(lambda: a_l_aise(pages_touchees)) < PEU


@pytest.mark.parametrize("raison", ["", "pour l’essai"])
def test_une_tache_est_a_l_aise(raison: str) -> None:
    tache = Celery("essai", task_cls=Tache, set_as_current=False).task(raison=raison)(
        pages_touchees
    )
    assert dans_un_fil_neuf(tache) < PEU


def test_un_test_est_a_l_aise() -> None:
    assert pages_touchees() < PEU


def test_ce_qui_est_appele_rend_ce_qu_il_rend() -> None:
    assert a_l_aise(sorted, "cab", reverse=True) == ["c", "b", "a"]


def test_ce_qui_echoue_echoue_de_meme() -> None:
    with pytest.raises(ZeroDivisionError):
        a_l_aise(divmod, 1, 0)


def test_on_peut_etre_a_l_aise_dans_ce_qui_l_est_deja() -> None:
    assert a_l_aise(a_l_aise, a_l_aise, len, "ab") == 2
