"""An operation decided on a revision, carried over to another: nothing of anybody is lost.

An editor looks at one revision while another saves. What touches something else is done all the
same; properties of one element that both changed are given back with both values.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from bilans.edition.regles.arbre import libelle_de, place_de
from bilans.edition.regles.operations import Encadrer, Intituler, Modifier, Operation, Supprimer
from bilans.edition.regles.rangement import Degrouper
from bilans.edition.regles.refus import OperationImpossible
from bilans.regles.questionnaire import Element, Questionnaire


@dataclass(frozen=True)
class Divergence:
    """A property that two people changed differently: what each wants it to be."""

    propriete: str
    mienne: Any
    actuelle: Any


class Conflit(Exception):
    """What was decided does not hold any more on what others saved since.

    ``divergences`` are the properties to choose from; none when the element itself was changed
    while it was being removed, or removed while it was being changed (``disparu``).
    """

    def __init__(
        self,
        code: str,
        nom: str,
        divergences: tuple[Divergence, ...] = (),
        *,
        disparu: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.nom = nom
        self.divergences = divergences
        self.disparu = disparu


def reporter(operation: Operation, base: Questionnaire, actuel: Questionnaire) -> Operation:
    """Return the operation to do on ``actuel``, decided on ``base``. Raises Conflit.

    What moves, copies or groups means the same wherever elements stand: it is left as it is.
    """
    match operation:
        case Modifier():
            return _reporter_les_proprietes(operation, base, actuel)
        case Supprimer() | Degrouper():
            avant = _element(base, operation.code)
            if avant is not None and avant != _element(actuel, operation.code):
                disparu = _element(actuel, operation.code) is None
                raise Conflit(operation.code, libelle_de(avant), disparu=disparu)
        case Encadrer():
            return _reporter_le_cadre(operation, base, actuel)
        case Intituler(titre):
            if titre == base.titre:
                return Intituler(actuel.titre)
            if actuel.titre not in (base.titre, titre):
                raise Conflit("", "", (Divergence("titre", titre, actuel.titre),))
    return operation


def _reporter_les_proprietes(
    operation: Modifier, base: Questionnaire, actuel: Questionnaire
) -> Modifier:
    avant, maintenant = _element(base, operation.code), _element(actuel, operation.code)
    if maintenant is None or avant is None:
        nom = libelle_de(avant) if avant is not None else operation.code
        raise Conflit(operation.code, nom, disparu=True)
    if type(avant) is not type(maintenant):
        raise Conflit(operation.code, libelle_de(avant))
    miennes = {
        nom: valeur for nom, valeur in operation.proprietes.items() if valeur != getattr(avant, nom)
    }
    divergences = tuple(
        Divergence(nom, valeur, getattr(maintenant, nom))
        for nom, valeur in miennes.items()
        if getattr(maintenant, nom) not in (getattr(avant, nom), valeur)
    )
    if divergences:
        raise Conflit(operation.code, libelle_de(maintenant), divergences)
    return replace(operation, proprietes=miennes)


def _reporter_le_cadre(operation: Encadrer, base: Questionnaire, actuel: Questionnaire) -> Encadrer:
    if base.cadre == actuel.cadre or operation.cadre == actuel.cadre:
        return operation
    if base.cadre is None or actuel.cadre is None or operation.cadre is None:
        raise Conflit("", "", (Divergence("cadre", operation.cadre, actuel.cadre),))
    noms = [champ.name for champ in fields(base.cadre)]
    miennes = {
        nom: getattr(operation.cadre, nom)
        for nom in noms
        if getattr(operation.cadre, nom) != getattr(base.cadre, nom)
    }
    divergences = tuple(
        Divergence(nom, valeur, getattr(actuel.cadre, nom))
        for nom, valeur in miennes.items()
        if getattr(actuel.cadre, nom) not in (getattr(base.cadre, nom), valeur)
    )
    if divergences:
        raise Conflit("", "", divergences)
    return Encadrer(replace(actuel.cadre, **miennes))


def _element(questionnaire: Questionnaire, code: str) -> Element | None:
    try:
        return place_de(questionnaire, code).element
    except OperationImpossible:
        return None
