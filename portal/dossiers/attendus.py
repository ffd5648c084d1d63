"""What partners are awaited for, on files of every kind: asked of the applications that hold them.

Each application registers its source when it starts; reminders and digests ask them all and know
none: whoever is awaited for a declaration and a bilan gets one e-mail. What comes back is plain
data and words, ready to be printed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.dossiers.regles.echeances import Echeance


@dataclass(frozen=True)
class Genre:
    """What a kind of file is called: « une déclaration », « la déclaration », « déclarations »."""

    indefini: str
    defini: str
    pluriel: str


@dataclass(frozen=True)
class Repere:
    """What a file is called: the id of its row, what it is about (``objet``), its page."""

    pk: int
    genre: Genre
    libelle: str
    objet: str
    adresse: str


@dataclass(frozen=True)
class Fiche(Repere):
    """A file as a letter names it.

    ``campagne`` is what an adviser may pause as a whole, None for a file of no campaign.
    ``referent`` answers for it at the Caf on the day asked; ``telephone`` is theirs, or the Caf's.
    """

    reference: str
    gestionnaire_id: int
    gestionnaire: str
    siret: str
    caf_id: int
    caf: str
    code_caf: str
    telephone: str
    referent: Utilisateur
    campagne: int | None = None


@dataclass(frozen=True)
class Attendu:
    """What is missing on one person's part, as an infinitive, and the page where they do it.

    ``consequence``: what is lost past the deadline, a sentence; empty where the trade says nothing.
    """

    manque: str
    adresse: str
    consequence: str = ""


@dataclass(frozen=True)
class DossierAttendu:
    """A file in its partner's hands, and by when it is due; ``echeance`` is None before it opens.

    ``chez`` are the Caf and the gestionnaire whose people may be awaited: the present ones.
    ``attendu_de`` tells what is missing on a person's part, None when nothing is; ``suite`` whose
    turn it is, to an adviser.
    """

    fiche: Fiche
    echeance: Echeance | None
    chez: tuple[int, int]
    attendu_de: Callable[[Acteur], Attendu | None]
    suite: Callable[[Acteur], str]


@dataclass(frozen=True)
class Demande:
    """Which files are asked for, on which day; each of the others narrows them when it is given.

    ``suivi_par``: what an adviser follows at first, the portfolio or else the Caf;
    ``portefeuille_de``: strictly the portfolio. ``gestionnaires``: what they hold at present.
    ``dossiers``: these rows.
    """

    jour: date
    suivi_par: Acteur | None = None
    portefeuille_de: Acteur | None = None
    gestionnaires: Collection[int] | None = None
    dossiers: Collection[int] | None = None


@dataclass(frozen=True)
class Source:
    """How an application answers for its files, in a fixed number of queries.

    ``dossiers`` gives those in their partners' hands; ``echeances`` only their Cafs and deadlines,
    for who needs no more; ``reperes`` what its files among some are called, wherever they are.
    """

    dossiers: Callable[[Demande], Iterable[DossierAttendu]]
    echeances: Callable[[Demande], Iterable[tuple[int, Echeance]]]
    reperes: Callable[[Collection[int]], Iterable[Repere]]


def fiche_de(
    dossier: Dossier, repere: Repere, jour: date, *, reference: str, campagne: int | None = None
) -> Fiche:
    """How a letter names a file of an équipement: its partner, its Caf, who answers for it there.

    Equipement, its portfolio, gestionnaire and Caf are read with it.
    """
    if dossier.equipement is None:
        raise ValueError(f"{dossier} n’est celui d’aucun équipement")
    gestionnaire, caf = dossier.gestionnaire, dossier.caf
    referent = dossier.equipement.portefeuille.referent(jour)
    return Fiche(
        **vars(repere),
        reference=reference,
        gestionnaire_id=gestionnaire.pk,
        gestionnaire=gestionnaire.nom,
        siret=gestionnaire.siret,
        caf_id=caf.pk,
        caf=caf.nom,
        code_caf=caf.code,
        telephone=referent.telephone or caf.telephone,
        referent=referent,
        campagne=campagne,
    )


_sources: dict[str, Source] = {}


def inscrire(nom: str, source: Source) -> None:
    """Have the files of one kind asked of this source, from now on."""
    _sources[nom] = source


def dossiers_attendus(demande: Demande) -> Iterator[DossierAttendu]:
    """Files of every kind in their partners' hands."""
    for source in _sources.values():
        yield from source.dossiers(demande)


def echeances_attendues(demande: Demande) -> Iterator[tuple[int, Echeance]]:
    """The Caf and the deadline of each of them whose entry has begun."""
    for source in _sources.values():
        yield from source.echeances(demande)


def reperes(dossiers: Collection[int]) -> dict[int, Repere]:
    """What these files are called, by their row; one query for each kind."""
    return {r.pk: r for source in _sources.values() for r in source.reperes(dossiers)}
