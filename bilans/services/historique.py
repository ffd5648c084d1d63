"""Every value that an answer has held, with who wrote it: what the partner typed and gave up, what
the Caf edited and why; for the Caf, only what was sent to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from bilans.models import Bilan, FeuilleBilan, ModificationCaf
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.auteurs import Auteur, lire_auteur, noms_de
from portal.saisie.services.historique import successives, valeurs_a_chaque_fois


class Genre(StrEnum):
    """How a value came."""

    SAISIE = "saisie"
    ECARTEE = "ecartee"
    TRANSMISE = "transmise"
    CAF = "caf"


@dataclass(frozen=True)
class Passage:
    """One value that an answer has held; ``avant`` is what it replaced, ``motif`` the Caf's.

    A value typed and not kept (ECARTEE) replaced nothing.
    """

    genre: Genre
    valeur: Valeur
    auteur: Auteur | None
    motif: str = ""
    avant: Valeur = ""


def historique_saisi(bilan: Bilan, chemin: str) -> list[Passage]:
    """All that was written at a chemin, and what was given up there, latest first: the partner's.

    Four queries.
    """
    evenements = FeuilleBilan.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by pghistory
        pgh_obj=bilan.feuille
    ).order_by("pgh_id")
    suite = successives(valeurs_a_chaque_fois(evenements, chemin, "revision"))
    noms = noms_de({ecrit[1] for _, ecrit, _ in suite if ecrit})
    edits = {m.revision: m for m in _modifications(bilan, chemin)}
    passages = [
        Passage(
            Genre.CAF if revision in edits else Genre.SAISIE,
            valeur,
            lire_auteur(ecrit, noms) if ecrit else None,
            edits[revision].motif if revision in edits else "",
        )
        for valeur, ecrit, revision in suite
    ]
    ecartees = bilan.feuille.ecartees.filter(chemin=chemin).select_related("par")
    perdues = [
        Passage(Genre.ECARTEE, e.valeur, Auteur(e.par_id, str(e.par), e.le)) for e in ecartees
    ]
    return _ranger([*_enchainer(passages), *perdues])


def historique_transmis(bilan: Bilan, chemin: str) -> list[Passage]:
    """What was sent at a chemin and what the Caf made of it, latest first: what the Caf reads.

    A value sent again as it stood is told once. Two queries.
    """
    passages = [
        Passage(Genre.TRANSMISE, e.reponses.get(chemin, ""), Auteur(e.par_id, e.nom, e.le))
        for e in bilan.envois.all()
    ]
    passages += [
        Passage(Genre.CAF, m.apres, Auteur(m.par_id, str(m.par), m.le), m.motif)
        for m in _modifications(bilan, chemin)
    ]
    return _ranger(_enchainer(sorted(passages, key=_moment)))


def _modifications(bilan: Bilan, chemin: str) -> Iterable[ModificationCaf]:
    return bilan.modifications.filter(chemin=chemin).select_related("par")


def _enchainer(passages: Iterable[Passage]) -> list[Passage]:
    """Tell of each value, the oldest first, which one it replaced; leave out what changes none."""
    vide = Passage(Genre.SAISIE, "", None)
    return [
        replace(passage, avant=precedent.valeur)
        for precedent, passage in pairwise([vide, *passages])
        if passage.valeur != precedent.valeur
    ]


def _ranger(passages: Iterable[Passage]) -> list[Passage]:
    return sorted(passages, key=_moment)[::-1]


def _moment(passage: Passage) -> float:
    return passage.auteur.le.timestamp() if passage.auteur else 0.0
