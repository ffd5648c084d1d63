"""What the scores of a self-assessment come to, beside what was scored the year before."""

from bilans.presentation.radar import Radar, dessiner, note_ecrite
from bilans.regles.notation import noter
from bilans.regles.questionnaire import SCORE, Groupe, Questionnaire
from bilans.services.arrete import etat_arrete
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.definitions import definition_du_bilan
from bilans.services.precedent import precedent_de
from portal.socle.composants import Fait


def notes_de(dossier: BilanOuvert, section: Groupe) -> list[Fait]:
    """The percentage of each policy in a section; empty where nothing is scored."""
    notation = noter(dossier.questionnaire, dossier.lu) if est_note(dossier.questionnaire) else None
    rubriques = notation.rubriques if notation else ()
    rubrique = next((r for r in rubriques if r.code == section.code), None)
    if notation is None or rubrique is None:
        return []
    return [
        Fait(libelle, note_ecrite(rubrique.notes[code]))
        for code, libelle in notation.politiques
        if code in rubrique.notes
    ]


def radar_de(dossier: BilanOuvert) -> tuple[Radar | None, str]:
    """The radar of a self-assessment beside last year's, and the name of that year.

    (None, "") for a bilan that scores nothing.
    """
    if not est_note(dossier.questionnaire):
        return None, ""
    precedent = precedent_de(dossier.bilan)
    ici = noter(dossier.questionnaire, dossier.lu)
    if precedent is None:
        return dessiner(ici), ""
    avant = noter(definition_du_bilan(precedent.bilan), etat_arrete(precedent.bilan))
    return dessiner(ici, avant), precedent.bilan.exercice


def est_note(questionnaire: Questionnaire) -> bool:
    """Tell whether a questionnaire asks for scores."""
    return any(question.type == SCORE for question in questionnaire.questions)
