"""The sections that a Caf adds, read after those of the national questionnaire.

Its conditions may look at national questions: they are judged there, where they are asked. The
national questionnaire changes without them; a question that is gone reads as without an answer.
"""

from dataclasses import replace

from bilans.regles.questionnaire import Questionnaire
from bilans.regles.verification import Anomalie, verifier


def composer(nationale: Questionnaire, complement: Questionnaire) -> Questionnaire:
    """Return a questionnaire with the sections of a Caf after its own."""
    return replace(nationale, sections=(*nationale.sections, *complement.sections))


def verifier_apres(nationale: Questionnaire | None, complement: Questionnaire) -> list[Anomalie]:
    """Every mistake of what a Caf adds, where it is asked; of the whole when it completes nothing.

    Ranks are those of ``complement``.
    """
    if nationale is None:
        return verifier(complement)
    avant = len(nationale.sections)
    return [
        replace(anomalie, rang=(anomalie.rang[0] - avant, *anomalie.rang[1:]))
        for anomalie in verifier(composer(nationale, complement))
        if anomalie.rang[0] >= avant
    ]


def brises(
    avant: Questionnaire | None, apres: Questionnaire, complement: Questionnaire
) -> tuple[str, ...]:
    """Codes of what a Caf adds whose conditions do not stand after another national version.

    Those that did not stand before it are not its doing.
    """
    connues = {(a.rang, a.propriete, a.genre, a.sujet) for a in verifier_apres(avant, complement)}
    return tuple(
        dict.fromkeys(
            complement.par_rang[a.rang].element.code
            for a in verifier_apres(apres, complement)
            if (a.rang, a.propriete, a.genre, a.sujet) not in connues
        )
    )
