"""A radar with its table, last year's beside."""

from bilans.presentation.radar import dessiner
from bilans.regles.notation import Notation, Rubrique, compter

_POLITIQUES = (("famille", "Famille"), ("education", "Éducation"), ("social", "Social"))


def _notation(*missions: tuple[str, str, str]) -> Notation:
    """A grid scored, each mission by the scores of the three policies: « 3 2 NC »."""
    return Notation(
        _POLITIQUES,
        tuple(
            Rubrique(
                f"mission_{rang}",
                f"Mission {rang}",
                {
                    code: compter(scores.split())
                    for (code, _), scores in zip(_POLITIQUES, mission, strict=True)
                },
            )
            for rang, mission in enumerate(missions, start=1)
        ),
    )


RADAR = dessiner(
    _notation(
        ("3 2 NC 1 0 3", "2 2 1", "1 0 1"),
        ("3 3 2", "NC NC", "2 1 1"),
        ("1 2 1", "2 3 3", "2 2 3"),
        ("3 1 1", "1 1 2", "0 1 0"),
    ),
    _notation(
        ("1 2 1", "1 2 1", "1 0 0"),
        ("2 2 2", "NC NC", "1 1 1"),
        ("1 1 1", "2 2 2", "2 1 3"),
        ("1 1 1", "1 1 1", "0 0 0"),
    ),
)
