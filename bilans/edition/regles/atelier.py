"""Carrying out an operation: done, then the whole is looked at; what would break is refused.

A draft may be unfinished – choices to come, a table without columns –, never broken: a condition
that stood still stands after any operation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bilans.edition.regles.codes import RESERVE
from bilans.edition.regles.operations import Operation, Renommer
from bilans.edition.regles.refus import Faute, OperationImpossible, Raison
from bilans.regles.complement import verifier_apres
from bilans.regles.questionnaire import Questionnaire
from bilans.regles.verification import Anomalie, Genre
from bilans.regles.versions import types_changes

# What may wait: the publication asks for it.
INACHEVEES = frozenset(
    {Genre.SANS_CHOIX, Genre.COLONNES_ABSENTES, Genre.LISTE_VIDE, Genre.CHOIX_SANS_LIBELLE}
)
# Properties by which an element leans on others.
CITENT = frozenset({"condition", "contrainte", "nombre"})


@dataclass(frozen=True)
class Atelier:
    """What an operation is done within: the versions published, and how codes begin.

    ``prefixe`` is that of a Caf, "" for a national questionnaire; ``nationale`` what it completes.
    """

    publiees: tuple[Questionnaire, ...] = ()
    prefixe: str = ""
    nationale: Questionnaire | None = None

    @cached_property
    def codes_publies(self) -> frozenset[str]:
        """Codes of every element ever published: answers stand under them."""
        return frozenset(p.element.code for version in self.publiees for p in version.places)

    def appliquer(self, questionnaire: Questionnaire, operation: Operation) -> Questionnaire:
        """Return the definition once the operation is done. Raises OperationImpossible."""
        apres = operation.faire(questionnaire)
        self._verifier_les_codes(questionnaire, apres)
        connus = set(_fautes(questionnaire, types_changes(self.publiees, questionnaire)))
        changes = [
            faute
            for faute in _fautes(apres, types_changes(self.publiees, apres))
            if faute not in connus
        ]
        if changes:
            raise OperationImpossible(Raison.TYPE_PUBLIE, changes[0].code, tuple(changes))
        nouvelles = self._nouvelles(questionnaire, apres, operation)
        brisees = tuple(f for f in nouvelles if f.propriete in CITENT and f.code != operation.sujet)
        if brisees:
            raise OperationImpossible(Raison.CITEE, operation.sujet, brisees)
        if nouvelles:
            raise OperationImpossible(Raison.FAUTE, operation.sujet, nouvelles)
        return apres

    def _nouvelles(
        self, avant: Questionnaire, apres: Questionnaire, operation: Operation
    ) -> tuple[Faute, ...]:
        """What is wrong after and was not before, but for what is only unfinished."""
        anciennes = Counter(_fautes(avant, verifier_apres(self.nationale, avant)))
        if isinstance(operation, Renommer):
            anciennes = Counter(
                Faute(operation.nouveau if f.code == operation.code else f.code, *_suite(f))
                for f in anciennes.elements()
            )
        restent = Counter(_fautes(apres, verifier_apres(self.nationale, apres))) - anciennes
        return tuple(f for f in restent if f.genre not in INACHEVEES)

    def _verifier_les_codes(self, avant: Questionnaire, apres: Questionnaire) -> None:
        anciens = {place.element.code for place in avant.places}
        deja: set[str] = set()
        for place in apres.places:
            code = place.element.code
            if code.casefold() in deja:
                raise OperationImpossible(Raison.CODE_PRIS, code)
            deja.add(code.casefold())
            if code in anciens:
                continue
            if not self.prefixe and RESERVE.match(code):
                raise OperationImpossible(Raison.PREFIXE_RESERVE, code)
            if not code.startswith(self.prefixe):
                raise OperationImpossible(Raison.PREFIXE_ATTENDU, self.prefixe)


def _suite(faute: Faute) -> tuple[str, Genre, str]:
    return faute.propriete, faute.genre, faute.sujet


def _fautes(questionnaire: Questionnaire, anomalies: Iterable[Anomalie]) -> Iterator[Faute]:
    for a in anomalies:
        element = questionnaire.par_rang[a.rang].element
        yield Faute(element.code, a.propriete, a.genre, a.sujet)
