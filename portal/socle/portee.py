"""On whose behalf the database is asked: what row-level security lets through (decision 0069).

The scope of the moment is a context variable: each request, task and command has its own, and a
thread of its own has none. Before each statement, what its connection was last told is compared
with it, and told again when it differs: a connection may pass from one person to another, be
rolled back or be replaced, and no statement ever runs in the scope of somebody else. Nothing said,
nothing seen.

Who serves could lie, by SQL: this is a wall behind a filter that was forgotten, not behind a person
who runs SQL.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.signals import connection_created
from psycopg import Connection
from psycopg.pq import TransactionStatus

from portal.socle import auteur
from portal.socle.auteur import PERSONNE, Auteur

REGLAGES = ("portail.tout", "portail.cafs", "portail.siens", "portail.dossiers", "portail.personne")
_TOUS = (*REGLAGES, *auteur.REGLAGES)
POSER = "SELECT " + ", ".join(f"set_config('{nom}', %s, false)" for nom in _TOUS)
# Where the connection keeps what it was told.
MARQUE = "portee_posee"


@dataclass(frozen=True)
class Portee:
    """What may be seen: everything, or what is of these Cafs, of these partners, of this person.

    All are ids: ``siens`` of gestionnaires, ``dossiers`` of files opened by a personal link.
    ``raison`` says why everything is seen; for the reader and the log, the database ignores it.
    """

    tout: bool = False
    cafs: frozenset[int] = frozenset()
    siens: frozenset[int] = frozenset()
    dossiers: frozenset[int] = frozenset()
    personne: int | None = None
    raison: str = field(default="", compare=False)

    def valeurs(self) -> list[str]:
        """The settings, in the order of ``REGLAGES``, as PostgreSQL reads them."""
        return [
            "oui" if self.tout else "",
            _ensemble(self.cafs),
            _ensemble(self.siens),
            _ensemble(self.dossiers),
            str(self.personne or ""),
        ]


RIEN = Portee()


class Attendue:
    """A scope that is worked out at the first statement, if there is one; nobody's until then."""

    def __init__(self, lire: Callable[[], Portee]) -> None:
        self._lire = lire
        self._lue: Portee | None = None

    def portee(self) -> Portee:
        """The scope; what is read to know it is read as nobody."""
        if self._lue is None:
            self._lue = RIEN
            try:
                self._lue = self._lire()
            except BaseException:
                self._lue = None
                raise
        return self._lue


_courante: ContextVar[Portee | Attendue] = ContextVar("portee", default=RIEN)


def courante() -> Portee:
    """The scope in which this request, task or command asks."""
    dite = _courante.get()
    return dite.portee() if isinstance(dite, Attendue) else dite


@contextmanager
def dans(portee: Portee | Attendue) -> Iterator[None]:
    """Ask in that scope meanwhile; the one of before comes back, whatever happens."""
    jeton = _courante.set(portee)
    try:
        yield
    finally:
        _courante.reset(jeton)


def changer(portee: Portee) -> None:
    """Ask in that scope until the ``dans`` that this stands in ends."""
    _courante.set(portee)


@contextmanager
def au_nom_du_systeme(raison: str) -> Iterator[None]:
    """See everything meanwhile, for a reason that is said; also a decorator.

    For tasks, commands and the few readings that cannot be narrowed to who asks: who one is, what
    an address holding a secret opens, a line of the journal.
    """
    if not raison:
        raise ValueError("Voir tout se justifie : dites la raison.")
    with dans(Portee(tout=True, raison=raison)):
        yield


def parcourir(portee: Portee, morceaux: Iterable[bytes]) -> Iterator[bytes]:
    """Give the pieces of an answer that is written as it is sent, each read in that scope."""
    suite = iter(morceaux)
    while True:
        with dans(portee):
            try:
                morceau = next(suite)
            except StopIteration:
                return
        yield morceau


def brancher() -> None:
    """Have every connection told before each statement; once, when the portal starts."""
    connection_created.connect(_suivre, dispatch_uid="portal.socle.portee")


def oublier(connexion: "Connection[Any]") -> None:
    """Tell a connection nothing any more, as it goes back to the pool (its ``reset``)."""
    oubliee = ((RIEN, PERSONNE), False)
    if getattr(connexion, MARQUE, oubliee) != oubliee:
        _dire(connexion, RIEN, PERSONNE)
        if connexion.info.transaction_status != TransactionStatus.IDLE:
            connexion.commit()
        setattr(connexion, MARQUE, oubliee)


def auteur_dit(connexion: "Connection[Any]") -> Auteur | None:
    """Who the connection was told to be changing things, if it was told anything."""
    connue, _ = getattr(connexion, MARQUE, (None, False))
    return connue[1] if connue else None


def _suivre(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "postgresql" and _avant_chaque_ordre not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _avant_chaque_ordre)


def _avant_chaque_ordre(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    with context["connection"].wrap_database_errors:
        connexion = context["connection"].connection
        _accorder(connexion, sql)
    reponse = execute(sql, params, many, context)
    if isinstance(sql, str) and sql.startswith("ROLLBACK TO"):
        _douter(connexion)
    return reponse


def _accorder(connexion: "Connection[Any]", sql: Any) -> None:
    """Tell the connection the scope and the author of the moment, unless it knows them already.

    Said inside a transaction, it may have been undone with it: out of it, it is said again. What
    only reads needs no author.
    """
    etat = connexion.info.transaction_status
    if etat == TransactionStatus.INERROR:  # it obeys nothing before the end of the transaction
        return
    portee = courante()  # it may ask, on this very connection
    connue, dans_une_transaction = getattr(connexion, MARQUE, (None, False))
    perdue = dans_une_transaction and etat == TransactionStatus.IDLE
    if (
        perdue
        or connue is None
        or connue[0] != portee
        or not (auteur.se_passe_d_auteur(sql) or connue[1] == auteur.du_moment())
    ):
        _dire(connexion, portee, auteur.du_moment())


def _douter(connexion: "Connection[Any]") -> None:
    """After a savepoint was undone, what was said since it may be too."""
    if getattr(connexion, MARQUE, (None, False))[1]:
        setattr(connexion, MARQUE, (None, True))


def _dire(connexion: "Connection[Any]", portee: Portee, qui: Auteur) -> None:
    connexion.execute(POSER, [*portee.valeurs(), *qui])
    ouverte = connexion.info.transaction_status != TransactionStatus.IDLE
    setattr(connexion, MARQUE, ((portee, qui), ouverte))


def _ensemble(ids: frozenset[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}" if ids else ""
