"""What the national administration decides of a questionnaire's window for every Caf at once.

Campaigns that are over stay as they are. What a Caf decided of its own is kept: it is suspended by
one, by the other, or by both.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from bilans.models import CampagneBilan, Questionnaire
from bilans.regles.etats.nouvelles import DATEE, REPRISE, SUSPENDUE
from bilans.repondants.services.liens import prolonger
from bilans.services.campagnes import MEMES_DATES, Dates, en_json, poser
from bilans.services.campagnes_annoncees import prevenir_les_partenaires
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import impossible, interdit

QUI = "Ce qui vaut pour toutes les Caf est décidé par l’administration nationale."
AUCUNE = "Aucune Caf n’a de campagne en cours ou à venir pour ce questionnaire et cet exercice."


@transaction.atomic
def suspendre_partout(questionnaire_id: int, annee: int, *, acteur: Acteur, motif: str) -> int:
    """Take no answer any more at any Caf, until it is resumed; return how many campaigns.

    Raises Questionnaire.DoesNotExist, ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi la campagne est suspendue.")
    campagnes = _ouvrir(questionnaire_id, annee, acteur)
    libres = [c for c in campagnes if c.suspension_nationale_le is None]
    if not libres:
        raise impossible("Cette campagne est déjà suspendue pour toutes les Caf.")
    deja = {c.pk for c in libres if c.est_suspendue}
    for campagne in libres:
        campagne.suspension_nationale_le = acteur.maintenant
        campagne.suspension_nationale_motif = motif
    _garder(libres, "suspension_nationale_le", "suspension_nationale_motif")
    _journaliser([(c, {}) for c in libres], "suspendue_partout", acteur, motif)
    prevenir_les_partenaires([c for c in libres if c.pk not in deja], SUSPENDUE, acteur)
    return len(libres)


@transaction.atomic
def reprendre_partout(questionnaire_id: int, annee: int, *, acteur: Acteur) -> int:
    """Take answers again at every Caf, but those that suspend their own; return how many.

    Raises Questionnaire.DoesNotExist, ActionRefusee.
    """
    campagnes = _ouvrir(questionnaire_id, annee, acteur, closes=True)
    suspendues = [c for c in campagnes if c.suspension_nationale_le is not None]
    if not suspendues:
        raise impossible("Cette campagne n’est pas suspendue pour toutes les Caf.")
    for campagne in suspendues:
        campagne.suspension_nationale_le, campagne.suspension_nationale_motif = None, ""
    _garder(suspendues, "suspension_nationale_le", "suspension_nationale_motif")
    _journaliser([(c, {}) for c in suspendues], "reprise_partout", acteur)
    prevenir_les_partenaires([c for c in suspendues if not c.est_suspendue], REPRISE, acteur)
    return len(suspendues)


@transaction.atomic
def dater_partout(
    questionnaire_id: int, annee: int, *, acteur: Acteur, dates: Dates, motif: str
) -> int:
    """Give the same dates to every Caf, those that had changed theirs included; return how many.

    Raises Questionnaire.DoesNotExist, ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi les dates changent.")
    campagnes = _ouvrir(questionnaire_id, annee, acteur, closes=True)
    dates.exiger_en_ordre()
    faits: list[tuple[CampagneBilan, dict[str, object]]] = []
    for campagne in campagnes:
        avant = en_json(campagne)
        poser(campagne, dates)
        if (apres := en_json(campagne)) != avant:
            faits.append((campagne, {"avant": avant, "apres": apres}))
    if not faits:
        exiger_le_meme_au_journal(motif, campagnes, "campagne_bilan.datee_partout", MEMES_DATES)
    changees = [campagne for campagne, _ in faits]
    _garder(changees, *vars(dates))
    prolonger(Q(bilan__campagne__in=changees), dates.ferme_le)
    _journaliser(faits, "datee_partout", acteur, motif)
    prevenir_les_partenaires(changees, DATEE, acteur)
    return len(changees)


def _ouvrir(
    questionnaire_id: int, annee: int, acteur: Acteur, *, closes: bool = False
) -> list[CampagneBilan]:
    """Lock the campaigns of every Caf, in one order; those that are over when asked for."""
    if not acteur.est_national:
        raise interdit(QUI)
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id, caf=None)
    campagnes: QuerySet[CampagneBilan] = CampagneBilan.objects.filter(
        questionnaire=questionnaire, annee=annee
    )
    if not closes:
        campagnes = campagnes.filter(ferme_le__gte=acteur.jour)
    verrouillees = list(
        campagnes.select_related("caf", "questionnaire")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not verrouillees:
        raise impossible(AUCUNE)
    return verrouillees


def _garder(campagnes: list[CampagneBilan], *champs: str) -> None:
    if campagnes:
        CampagneBilan.objects.bulk_update(campagnes, champs)


def _journaliser(
    faits: Iterable[tuple[CampagneBilan, dict[str, object]]],
    action: str,
    acteur: Acteur,
    motif: str = "",
) -> None:
    """One line in the chain of each Caf: its agents read what was decided for them."""
    journal.ecrire_plusieurs(
        [
            journal.Fait(
                f"campagne_bilan.{action}",
                acteur.utilisateur,
                campagne,
                caf_id=campagne.caf_id,
                motif=motif,
                details=details,
                le=acteur.maintenant,
            )
            for campagne, details in faits
        ]
    )
