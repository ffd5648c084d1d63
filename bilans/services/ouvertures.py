"""Opening bilans: windows from the questionnaires, one bilan per équipement awaited, told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bilans.models import Bilan, CampagneBilan, FeuilleBilan, Questionnaire, VersionQuestionnaire
from bilans.models.declencheurs import NATURE
from bilans.regles.cadre import EQUIPEMENT, Cadre
from bilans.regles.etats import Etat
from bilans.services.definitions import definition_de
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.services.equipements import cafs_suivies, equipements_conventionnes
from portal.socle import journal

# Bilans opened in one transaction, which holds the journals of their gestionnaires.
LOT = 200


# When the nation suspended a questionnaire of an exercice, and why.
Suspension = tuple[datetime, str]


def generer_les_campagnes(jour: date) -> int:
    """Create the missing windows of the exercices around a day, for every Caf; return how many.

    That of the next exercice too, where it opens before it: « l’année d’avant l’exercice ».

    A fixed number of queries; nothing is written once they are all there.

    What the nation suspends is suspended for a Caf that joins too. Windows that exist are left
    as they are: people may have changed their dates. Questionnaires whose dates are
    announced each time have none here.
    """
    demandees: dict[tuple[int, int], tuple[date, date]] = {}
    for version, cadre in _demandes(jour):
        for annee in range(jour.year - 2, jour.year + 2):
            dates = cadre.dates(annee) if cadre.couvre(annee) else None
            if dates and (annee <= jour.year or dates[0].year <= jour.year):
                demandees.setdefault((version.questionnaire_id, annee), dates)
    annees = {annee for _, annee in demandees}
    la = CampagneBilan.objects.filter(annee__in=annees)
    presentes: set[tuple[int, int, int]] = set()
    suspensions: dict[tuple[int, int], Suspension] = {}
    for questionnaire_id, annee, caf_id, le, motif in la.values_list(
        "questionnaire", "annee", "caf", "suspension_nationale_le", "suspension_nationale_motif"
    ):
        presentes.add((questionnaire_id, annee, caf_id))
        if le is not None:
            suspensions[questionnaire_id, annee] = le, motif
    nouvelles = [
        CampagneBilan(
            caf_id=caf_id,
            questionnaire_id=questionnaire_id,
            annee=annee,
            ouvre_le=dates[0],
            echeance_le=dates[1],
            ferme_le=dates[1],
            **suspendue_comme(suspensions.get((questionnaire_id, annee))),
        )
        for caf_id in cafs_suivies().values_list("pk", flat=True)
        for (questionnaire_id, annee), dates in demandees.items()
        if (questionnaire_id, annee, caf_id) not in presentes
    ]
    # Somebody else may be doing the same work.
    CampagneBilan.objects.bulk_create(nouvelles, ignore_conflicts=True, batch_size=1000)
    return len(nouvelles)


def suspendue_comme(suspension: Suspension | None) -> dict[str, Any]:
    """The fields of a new campaign that say what the nation decided before it was there."""
    if suspension is None:
        return {}
    return {
        "suspension_nationale_le": suspension[0],
        "suspension_nationale_motif": suspension[1],
    }


def suspension_nationale(questionnaire: Questionnaire, annee: int) -> Suspension | None:
    """When and why the nation suspends an exercice of a questionnaire; None when it does not."""
    campagnes = CampagneBilan.objects.filter(questionnaire=questionnaire, annee=annee)
    for campagne in campagnes.exclude(suspension_nationale_le=None)[:1]:
        if campagne.suspension_nationale_le is not None:
            return campagne.suspension_nationale_le, campagne.suspension_nationale_motif
    return None


def ouvrir_les_bilans(jour: date, caf_id: int | None = None) -> int:
    """Open the bilans of the windows open on a day; return how many. Replayed: no effect."""
    campagnes = CampagneBilan.objects.a_lancer(jour).select_related("questionnaire", "caf")
    if caf_id is not None:
        campagnes = campagnes.filter(caf=caf_id)
    return sum(len(lancer_campagne(campagne, jour)) for campagne in campagnes)


def lancer_campagne(
    campagne: CampagneBilan,
    jour: date,
    maintenant: datetime | None = None,
    *,
    gestionnaire: int | None = None,
) -> list[Bilan]:
    """Open the bilans of a window, by lots, each in its transaction; of one partner, if given."""
    version = version_pour(campagne.questionnaire, campagne.annee, jour)
    cadre = definition_de(version).cadre if version else None
    if version is None or cadre is None or cadre.sujet != EQUIPEMENT:
        return []
    ouverts = Bilan.objects.filter(
        annee=campagne.annee, version__questionnaire=campagne.questionnaire
    )
    a_ouvrir = equipements_conventionnes(campagne.caf, cadre.dispositif, campagne.annee, jour)
    if gestionnaire is not None:
        a_ouvrir = a_ouvrir.filter(gestionnaire=gestionnaire)
    attendus = list(a_ouvrir.exclude(pk__in=ouverts.values("equipement")))
    nouveaux: list[Bilan] = []
    for debut in range(0, len(attendus), LOT):
        lot = attendus[debut : debut + LOT]
        nouveaux += ouvrir_lot(campagne, version, lot, maintenant or timezone.now())
    return nouveaux


def version_pour(
    questionnaire: Questionnaire, annee: int, jour: date
) -> VersionQuestionnaire | None:
    """Return the version that a bilan opened on a day takes, None while none is in force.

    None either of a questionnaire that is archived: it is not asked any more.
    """
    if questionnaire.archive_le is not None:
        return None
    versions = questionnaire.versions.en_vigueur(jour).select_related("questionnaire")
    for version in versions:
        cadre = definition_de(version).cadre
        if cadre and cadre.couvre(annee):
            return version
    return None


@transaction.atomic
def ouvrir_lot(
    campagne: CampagneBilan,
    version: VersionQuestionnaire,
    equipements: Sequence[Equipement],
    maintenant: datetime,
    acteur: Acteur | None = None,
) -> list[Bilan]:
    """Open the bilans of several équipements with a fixed number of queries.

    Returns those it opened. Two at once wait for one another on the row of the window.
    """
    CampagneBilan.objects.select_for_update(no_key=True).get(pk=campagne.pk)
    ouverts = Bilan.objects.filter(
        annee=campagne.annee,
        version__questionnaire=campagne.questionnaire_id,
        equipement__in=equipements,
    )
    deja = set(ouverts.values_list("equipement", flat=True))
    complement = _complement(campagne, maintenant)
    bilans = [
        Bilan(
            caf_id=equipement.caf_id,
            gestionnaire_id=equipement.gestionnaire_id,
            equipement=equipement,
            dispositif=equipement.dispositif,
            nature=NATURE,
            numero=campagne.questionnaire.numero,
            annee=campagne.annee,
            etat=Etat.A_REMPLIR,
            etat_depuis=maintenant,
            campagne=campagne,
            version=version,
            complement=complement,
            ouvert_le=maintenant,
        )
        for equipement in equipements
        if equipement.pk not in deja
    ]
    Bilan.objects.inscrire(bilans)
    FeuilleBilan.objects.bulk_create(FeuilleBilan(bilan=bilan) for bilan in bilans)
    journal.ecrire_plusieurs([_fait(bilan, maintenant, acteur) for bilan in bilans])
    return bilans


def _complement(campagne: CampagneBilan, maintenant: datetime) -> VersionQuestionnaire | None:
    """The sections that the Caf adds for its partners, as they are published on that day."""
    sien = Questionnaire.objects.filter(
        complete=campagne.questionnaire_id, caf=campagne.caf_id, archive_le=None
    ).first()
    return sien.versions.en_vigueur(timezone.localdate(maintenant)).first() if sien else None


def _demandes(jour: date) -> list[tuple[VersionQuestionnaire, Cadre]]:
    """The national versions in force on a day, with what stands around them."""
    versions = VersionQuestionnaire.objects.en_vigueur(jour).filter(
        questionnaire__caf=None, questionnaire__archive_le=None
    )
    lues = [(v, definition_de(v).cadre) for v in versions.select_related("questionnaire")]
    return [(version, cadre) for version, cadre in lues if cadre]


def _fait(bilan: Bilan, maintenant: datetime, acteur: Acteur | None) -> journal.Fait:
    return journal.Fait(
        "bilan.ouvert",
        acteur.utilisateur if acteur else None,
        bilan,
        bilan.gestionnaire_id,
        bilan.caf_id,
        details={"version": bilan.version.reference},
        le=maintenant,
    )
