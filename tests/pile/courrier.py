"""E-mails written all along, and what became of each: a row, a message, never two."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, close_old_connections

from portal.socle import courriels
from portal.socle.models import Courriel, EtatCourriel
from tests.courrier import Facteur

ADRESSE = "epreuve@pile.example"


class Ecriture(threading.Thread):
    """Writes an e-mail at each turn, as a page would; without the database, there is none."""

    def __init__(self, fin: threading.Event, toutes_les: float = 1.0) -> None:
        super().__init__(daemon=True)
        self.fin, self.toutes_les = fin, toutes_les
        self.ecrits: list[int] = []

    def run(self) -> None:
        rang = 0
        while not self.fin.wait(self.toutes_les):
            rang += 1
            close_old_connections()  # as between two requests: the server may have gone
            try:
                # An address each: nobody is written to more than COURRIELS_PAR_JOUR times.
                ecrit = courriels.deposer(f"{rang}.{ADRESSE}", f"Épreuve {rang}", "Bonjour,")
            except Error:
                continue
            self.ecrits.append(ecrit.pk)


@dataclass(frozen=True)
class Compte:
    """``ecrits`` rows, of which ``partis`` are told as sent; ``recus`` messages, different ones."""

    ecrits: int
    partis: int
    recus: int
    doubles: int
    partis_sans_message: int
    en_attente: dict[str, int]


def compter(ecriture: Ecriture, facteur: Facteur) -> Compte:
    """Compare each row with what the mail server holds, by Message-ID."""
    recus = Counter(str(m["Message-ID"]) for m in list(facteur.recus) if ADRESSE in str(m["To"]))
    lignes = dict(Courriel.objects.filter(pk__in=ecriture.ecrits).values_list("message_id", "etat"))
    partis = {cle for cle, etat in lignes.items() if etat == EtatCourriel.ENVOYE}
    return Compte(
        ecrits=len(lignes),
        partis=len(partis),
        recus=len(recus),
        doubles=sum(fois - 1 for fois in recus.values()),
        partis_sans_message=len(partis - set(recus)),
        en_attente=dict(Counter(etat for etat in lignes.values() if etat != EtatCourriel.ENVOYE)),
    )


def attendre_un_message(facteur: Facteur, attendre: Callable[..., bool], delai: float) -> bool:
    """Until one more message comes: the worker works again."""
    avant = len(facteur.recus)
    return attendre(lambda: len(facteur.recus) > avant, delai)
