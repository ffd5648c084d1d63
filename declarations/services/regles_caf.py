"""The rule that one Caf has of its own, in place of the national one (DOMAINE §3.2).

A rule gives the dates of the windows to come; those that exist keep theirs.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from declarations.models import RegleCalendrier
from declarations.regles.calendrier import JourRelatif, fenetre
from declarations.services.fenetres import ANNEES_APRES, ANNEES_AVANT, JOURS_MAX
from habilitations.models import Caf, Fonction
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide, interdit

QUI = "Les règles d’une Caf sont tenues par ses gestionnaires conseil."
# Any year that is not a leap year: rules are tried on it.
ANNEE_D_ESSAI = 2025
# Dates that a Caf announces itself are published by it (DOMAINE, mark P).
MARQUE = "P"
REGLE_DE_CAF = "calendrier.regle_de_caf"


@dataclass(frozen=True)
class DatesDeRegle:
    """The days of a rule, under the names of its columns; ``delai_saisie`` in days."""

    ouverture_jour: int
    ouverture_mois: int
    ouverture_decalage: int
    echeance_jour: int
    echeance_mois: int
    echeance_decalage: int
    delai_saisie: int


def fautes(dates: DatesDeRegle) -> Iterator[tuple[str, str]]:
    """What no rule may say, by field: a day that no month has, years far away, days in disorder."""
    for moment in ("ouverture", "echeance"):
        jour, mois = getattr(dates, f"{moment}_jour"), getattr(dates, f"{moment}_mois")
        if jour > max(monthrange(an, mois)[1] for an in (2024, 2025)):
            yield f"{moment}_jour", "Ce jour n’existe pas dans ce mois."
        if not -ANNEES_AVANT <= getattr(dates, f"{moment}_decalage") <= ANNEES_APRES:
            yield (
                f"{moment}_decalage",
                f"De {-ANNEES_AVANT} (année d’avant) à {ANNEES_APRES} (deux ans après).",
            )
    essai = fenetre(
        JourRelatif(dates.ouverture_jour, dates.ouverture_mois, dates.ouverture_decalage),
        JourRelatif(dates.echeance_jour, dates.echeance_mois, dates.echeance_decalage),
        dates.delai_saisie,
        ANNEE_D_ESSAI,
    )
    if essai.ouvre_le > essai.echeance_le:
        yield "echeance_jour", "L’ouverture précède l’échéance."
    elif (essai.ferme_le - essai.ouvre_le).days > JOURS_MAX:
        yield "delai_saisie", f"Une fenêtre dure {JOURS_MAX} jours au plus."


def cafs_tenues(acteur: Acteur) -> frozenset[int]:
    """Ids of the Cafs whose own rules this person keeps."""
    return acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))


@transaction.atomic
def regler(
    nationale_id: int,
    caf_id: int,
    *,
    dates: DatesDeRegle,
    source: str,
    motif: str,
    acteur: Acteur,
) -> RegleCalendrier:
    """Give a Caf days of its own in place of a national rule; the same again, no effect.

    Raises ActionRefusee (another function), DemandeInvalide (days, no reason),
    RegleCalendrier.DoesNotExist, Caf.DoesNotExist (another Caf).
    """
    if not cafs_tenues(acteur):
        raise interdit(QUI)
    motif = exiger_motif(motif, "Indiquez pourquoi la Caf a ses propres dates.")
    nationale = RegleCalendrier.objects.get(pk=nationale_id, caf=None)
    # Locked: two agents do not give the same Caf two rules.
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id, pk__in=cafs_tenues(acteur))
    for champ, message in fautes(dates):
        raise DemandeInvalide(champ, message)
    cle = {"caf": caf, **_cle(nationale)}
    regle = RegleCalendrier.objects.filter(**cle).first() or RegleCalendrier(**cle)
    voulu = {**asdict(dates), "source": source, "marque": MARQUE}
    if regle.pk and all(getattr(regle, champ) == valeur for champ, valeur in voulu.items()):
        fait = "Ces dates sont déjà celles de la Caf."
        exiger_le_meme_au_journal(motif, regle, REGLE_DE_CAF, fait)
        return regle
    avant = dates_de(regle) if regle.pk else dates_de(nationale)
    for champ, valeur in voulu.items():
        setattr(regle, champ, valeur)
    regle.full_clean()
    regle.save()
    _raconter(REGLE_DE_CAF, regle, motif, acteur, avant=asdict(avant))
    return regle


@transaction.atomic
def revenir_au_national(regle_id: int, *, motif: str, acteur: Acteur) -> None:
    """Give up the rule of a Caf: the national one gives its dates again.

    Raises ActionRefusee (another function), DemandeInvalide (no reason),
    RegleCalendrier.DoesNotExist (another Caf's, national, given up already).
    """
    if not cafs_tenues(acteur):
        raise interdit(QUI)
    motif = exiger_motif(motif, "Indiquez pourquoi la Caf revient aux dates nationales.")
    siennes = RegleCalendrier.objects.select_for_update(of=("self",))
    regle = siennes.select_related("caf").get(pk=regle_id, caf__in=cafs_tenues(acteur))
    _raconter("calendrier.regle_de_caf_retiree", regle, motif, acteur)
    regle.delete()


def dates_de(regle: RegleCalendrier) -> DatesDeRegle:
    return DatesDeRegle(**{nom: getattr(regle, nom) for nom in DatesDeRegle.__dataclass_fields__})


def _cle(regle: RegleCalendrier) -> dict[str, Any]:
    return {"dispositif": regle.dispositif, "nature": regle.nature, "numero": regle.numero}


def _raconter(
    action: str, regle: RegleCalendrier, motif: str, acteur: Acteur, **details: Any
) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=regle,
        caf_id=regle.caf_id,
        motif=motif,
        details={**_cle(regle), **asdict(dates_de(regle)), "source": regle.source, **details},
        le=acteur.maintenant,
    )
