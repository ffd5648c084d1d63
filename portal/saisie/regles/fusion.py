"""Two people, or two tabs, on one sheet: who typed what since when (ground rule 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.saisie.regles.valeurs import Valeur


@dataclass(frozen=True)
class Conflit:
    """One field that two saves changed to different values, both kept for the person to choose."""

    chemin: str
    mienne: Valeur
    autre: Valeur


@dataclass(frozen=True)
class Fusion:
    """Result of a merge: values to write, and fields to ask about."""

    changements: dict[str, Valeur]
    conflits: tuple[Conflit, ...]


def fusionner(
    base: Mapping[str, Valeur], mienne: Mapping[str, Valeur], actuelle: Mapping[str, Valeur]
) -> Fusion:
    """Merge a save with what was saved since the version it started from.

    ``base`` is what the person saw, ``mienne`` what they send (fields absent from it are left
    alone), ``actuelle`` what is kept now. A field the person did not touch never conflicts; one
    that only they changed is written; one that both changed differently is asked about.
    """
    changements: dict[str, Valeur] = {}
    conflits: list[Conflit] = []
    for chemin, valeur in mienne.items():
        avant, maintenant = base.get(chemin, ""), actuelle.get(chemin, "")
        if valeur in (maintenant, avant):
            continue
        if maintenant == avant:
            changements[chemin] = valeur
        else:
            conflits.append(Conflit(chemin, valeur, maintenant))
    return Fusion(changements, tuple(conflits))


def changes_par_d_autres(
    base: Mapping[str, Valeur],
    mienne: Mapping[str, Valeur],
    actuelle: Mapping[str, Valeur],
    chemins: Iterable[str],
) -> dict[str, Valeur]:
    """Return the present value of the fields that moved since ``base`` and are not in this save.

    The page that saved shows the values of ``base``: it must learn these before it says that it
    starts from the new revision, or its next save would undo them without a question.
    """
    return {
        chemin: actuelle.get(chemin, "")
        for chemin in chemins
        if chemin not in mienne and base.get(chemin, "") != actuelle.get(chemin, "")
    }
