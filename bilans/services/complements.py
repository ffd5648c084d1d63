"""Asking the partner to complete a bilan: named questions, or all of it, by a date."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from bilans.models import DemandeComplement
from bilans.regles.etats import Action
from bilans.repondants.services.liens import prolonger
from bilans.services.bilan import BilanVerrouille, ouvrir
from habilitations.permissions import Acteur
from portal.dossiers.regles.a_rendre import bornes_de_la_demande
from portal.dossiers.services.relecture import exiger_relu
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide


@transaction.atomic
def demander_complement(
    bilan_id: int,
    *,
    acteur: Acteur,
    motif: str,
    pour_le: date,
    questions: Iterable[str] = (),
    tout: bool = False,
    vu: str = "",
) -> DemandeComplement:
    """Give a bilan back to its partner, who may change these questions alone, and is told.

    ``questions`` are chemins of questions asked at the last sending, each with all its cells;
    ``tout`` gives back the whole bilan. What was sent goes on counting until the next sending.
    ``vu`` is the mark of what the page showed.
    Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez au partenaire ce qui est à compléter.")
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.DEMANDER_COMPLEMENT)
    exiger_relu(vu, dossier.marque_pour_la_caf)
    bornes_de_la_demande(dossier.jour).exiger("pour_le", pour_le)
    nommees = [] if tout else _cases(dossier, questions)
    if not tout and not nommees:
        raise DemandeInvalide("questions", "Choisissez au moins une question, ou tout le bilan.")
    demande = DemandeComplement.objects.create(
        bilan=dossier.bilan,
        motif=motif,
        questions=nommees,
        demandee_par=acteur.utilisateur,
        demandee_le=dossier.maintenant,
        pour_le=pour_le,
    )
    dossier.feuille.ouvertes = None if tout else nommees
    dossier.feuille.save(update_fields=["ouvertes"])
    prolonger(Q(bilan=dossier.bilan), pour_le)
    dossier.accomplir(
        Action.DEMANDER_COMPLEMENT,
        situation,
        motif,
        pour_le=pour_le.isoformat(),
        questions=nommees,
    )
    return demande


def _cases(dossier: BilanVerrouille, questions: Iterable[str]) -> list[str]:
    """The chemins of the answers that these questions ask for, in reading order."""
    choisies = set(questions)
    if not choisies <= dossier.questions_arretees.keys():
        raise DemandeInvalide("questions", "Une question choisie n’est pas posée dans ce bilan.")
    return [
        place.chemin
        for question, cases in dossier.questions_arretees.items()
        if question in choisies
        for place in cases
    ]
