"""What the supervisor of the demonstration does while all runs."""

from types import SimpleNamespace

import pytest

from portal import demo, processus
from portal.processus import ESSAIS, EchecProcessus, surveiller


class Fin:
    """Time to stop after so many looks."""

    def __init__(self, tours: int) -> None:
        self.reste = tours

    @property
    def faite(self) -> bool:
        self.reste -= 1
        return self.reste < 0


@pytest.fixture(autouse=True)
def _sans_attendre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processus.time, "sleep", lambda secondes: None)
    monkeypatch.setattr(processus, "TOUR_DE_GARDE", 0.0)


def test_un_serveur_mort_est_relance_et_dit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    morts = iter([["PostgreSQL"], [], ["Valkey"]])
    monkeypatch.setattr(demo.serveurs, "relancer_les_arretes", lambda: next(morts))
    surveiller([], Fin(3), demo.relancer_les_serveurs)
    assert capsys.readouterr().out.splitlines() == [
        "PostgreSQL s’était arrêté : il est relancé.",
        "Valkey s’était arrêté : il est relancé.",
    ]


def test_un_serveur_qui_ne_part_pas_est_essaye_encore_puis_abandonne() -> None:
    essais: list[int] = []

    def relancer() -> None:
        essais.append(1)
        raise OSError("le port est pris")

    with pytest.raises(OSError, match="pris"):
        surveiller([], Fin(ESSAIS + 3), relancer)
    assert len(essais) == ESSAIS


def test_un_essai_reussi_efface_les_echecs() -> None:
    suite = iter([OSError(), OSError(), [], OSError(), OSError(), OSError(), OSError(), []])

    def relancer() -> None:
        resultat = next(suite)
        if isinstance(resultat, OSError):
            raise resultat

    surveiller([], Fin(8), relancer)


def test_la_fin_d_un_processus_arrete_tout() -> None:
    def mort() -> None:
        raise EchecProcessus("web")

    with pytest.raises(EchecProcessus):
        surveiller([SimpleNamespace(verifier=mort)], Fin(3))
