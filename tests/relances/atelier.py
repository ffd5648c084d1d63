"""One queue, one mail server, and the workers started over them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone

from portal.relances.models import ResumeHebdo
from portal.socle import courriels
from portal.socle.models import Courriel
from tests.courrier import Facteur
from tests.relances.worker import Worker, file_d_attente


class Atelier:
    """One queue, one mail server, and the workers started over them."""

    def __init__(self, pile: ExitStack, dossier: Path, binaire: str = "") -> None:
        self.pile, self.dossier = pile, dossier
        self.file = pile.enter_context(file_d_attente(dossier, binaire))
        self.facteur = Facteur().ouvrir()
        pile.callback(self.facteur.fermer)

    def embaucher(self) -> Worker:
        return self.embaucher_plusieurs(1)[0]

    def embaucher_plusieurs(self, nombre: int) -> list[Worker]:
        """They start together, which takes no longer than one."""
        workers = [self._demarrer() for _ in range(nombre)]
        return [worker.attendre_pret() for worker in workers]

    def _demarrer(self) -> Worker:
        journal = self.dossier / f"worker-{timezone.now().timestamp()}.log"
        worker = Worker(self.file, self.facteur.adresse, journal)
        self.pile.callback(worker.liberer)
        return worker


@pytest.fixture
def ouvrir() -> Iterator[Callable[..., Atelier]]:
    # A short folder: the path of a Unix socket has 107 bytes at most.
    with TemporaryDirectory(prefix="file-") as dossier, ExitStack() as pile:
        yield lambda binaire="": Atelier(pile, Path(dossier), binaire)


@pytest.fixture(autouse=True)
def sans_file_commune(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests write is announced in their own queue only."""
    monkeypatch.setattr(courriels, "annoncer_apres_validation", lambda identifiants: None)


def resumes() -> int:
    """Weekly digests written to the adviser on the way."""
    return ResumeHebdo.objects.count()


def etats() -> set[str]:
    return set(Courriel.objects.values_list("etat", flat=True))
