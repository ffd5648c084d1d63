"""The checks in force, in the order of their codes, and the one way to run them.

To add a check: write its module, with ``verifier`` and ``CONTROLE``, and list it here. Its
thresholds go to ``declarations/controles/seuils.toml``.
"""

from declarations.regles.controles import (
    c01,
    c02,
    c03,
    c04,
    c05,
    c06,
    c07,
    c08,
    c09,
    c10,
    c11,
    c12,
    c13,
    c14,
    c15,
    c16,
    c17,
    c18,
    c19,
    c20,
    c21,
)
from declarations.regles.controles.contexte import Constat, Contexte, Controle

CONTROLES: tuple[Controle, ...] = (
    c01.CONTROLE,
    c02.CONTROLE,
    c03.CONTROLE,
    c04.CONTROLE,
    c05.CONTROLE,
    c06.CONTROLE,
    c07.CONTROLE,
    c08.CONTROLE,
    c09.CONTROLE,
    c10.CONTROLE,
    c11.CONTROLE,
    c12.CONTROLE,
    c13.CONTROLE,
    c14.CONTROLE,
    c15.CONTROLE,
    c16.CONTROLE,
    c17.CONTROLE,
    c18.CONTROLE,
    c19.CONTROLE,
    c20.CONTROLE,
    c21.CONTROLE,
)


def controle(code: str) -> Controle:
    """The check of this code; KeyError when there is none."""
    return _PAR_CODE[code]


def controles_de(dispositif: str) -> tuple[Controle, ...]:
    """The checks that concern a dispositif."""
    return tuple(c for c in CONTROLES if not c.dispositifs or dispositif in c.dispositifs)


def executer(contexte: Contexte) -> tuple[Constat, ...]:
    """Run every check that concerns this declaration: in code order, then in form order.

    Pure and deterministic: the same context always gives the same constats. Whatever the
    values are, nothing is raised; a threshold missing from ``seuils`` is a KeyError.
    """
    return tuple(
        constat
        for controle in controles_de(contexte.grille.dispositif)
        for constat in controle.fonction(contexte)
    )


_PAR_CODE = {c.code: c for c in CONTROLES}
