"""People typing while something breaks: each value is sent until it is acknowledged.

The rule is that of the page (``static/saisie/reprise.js``, ``reponses.js``): whatever the answer
but an acknowledgement, the same value is sent again from the same revision, after growing delays
drawn at random and never before ``Retry-After``.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.banc.client import Navigateur, Reponse
from tests.banc.saisies import Brouillon

DITES = (502, 503)
"""Answers by which the portal says that it cannot, with a page that explains it or Retry-After."""


def delai_apres(essais: int, patience: float) -> float:
    """Seconds before the try that follows ``essais`` failures: half of it sure, half drawn."""
    borne = min(60.0, 5.0 * 2**essais)
    return patience + borne / 2 + random.random() * borne / 2


@dataclass
class Releve:
    """What was answered, in order: (moment, code, seconds); moments are those of the clock."""

    reponses: list[tuple[float, int, float]] = field(default_factory=list)
    muettes: list[str] = field(default_factory=list)
    """Refusals that do not say what is wrong."""

    def noter(self, reponse: Reponse) -> None:
        # Lists of Python: one writer more does not break an append.
        self.reponses.append((time.monotonic(), reponse.code, reponse.duree))
        if reponse.code in DITES and not _dit(reponse):
            self.muettes.append(f"{reponse.code} {reponse.corps[:80]!r}")

    def codes(self, depuis: float, jusque: float) -> dict[int, int]:
        comptes: dict[int, int] = {}
        for moment, code, _ in self.reponses:
            if depuis <= moment < jusque:
                comptes[code] = comptes.get(code, 0) + 1
        return comptes

    def dernier_echec(self, depuis: float, jusque: float) -> float | None:
        """When the last answer other than a success came."""
        return max(
            (m for m, code, _ in self.reponses if depuis <= m < jusque and code not in (200, 302)),
            default=None,
        )


def _dit(reponse: Reponse) -> bool:
    texte = reponse.corps.decode(errors="replace")
    page = "Ce que vous avez enregistré est intact" in texte
    autre = "Ce que vous aviez enregistré est intact" in texte
    return page or autre or '"raison"' in texte


class Plume(threading.Thread):
    """One person who types, field after field; told to stop, they send the last one to its end."""

    def __init__(
        self,
        qui: Navigateur,
        brouillon: Brouillon,
        releve: Releve,
        fin: threading.Event,
        pause: tuple[float, float] = (0.3, 1.2),
        delai: Callable[[int, float], float] = delai_apres,
    ) -> None:
        super().__init__(daemon=True)
        self.qui, self.brouillon, self.releve, self.fin = qui, brouillon, releve, fin
        self.pause, self.delai = pause, delai
        self.arrets: list[str] = []
        """Answers after which the page sends nothing more: none is expected."""

    def run(self) -> None:
        rang = 0
        while not self.fin.is_set():
            chemin, valeur = self.brouillon.saisir(rang)
            rang += 1
            if not self._envoyer(chemin, valeur):
                return
            time.sleep(random.uniform(*self.pause))

    def _envoyer(self, chemin: str, valeur: str) -> bool:
        essais = 0
        while True:
            reponse = self.brouillon.envoyer(self.qui, chemin, valeur)
            self.releve.noter(reponse)
            if reponse.code == 200:
                return True
            if reponse.code in (401, 403, 404, 409):
                self.arrets.append(f"{reponse.code} {reponse.corps[:200]!r}")
                return False
            time.sleep(self.delai(essais, min(reponse.revenir_dans, 600)))
            essais += 1


class Lecture(threading.Thread):
    """Somebody who opens pages all along, one after the other."""

    def __init__(
        self, qui: Navigateur, adresses: list[str], fin: threading.Event, toutes_les: float = 0.5
    ) -> None:
        super().__init__(daemon=True)
        self.qui, self.adresses, self.fin, self.toutes_les = qui, adresses, fin, toutes_les
        self.releve = Releve()

    def run(self) -> None:
        rang = 0
        while not self.fin.wait(self.toutes_les):
            self.releve.noter(self.qui.lire(self.adresses[rang % len(self.adresses)]))
            rang += 1
