"""Campaigns of bilans: suspended and resumed, given other dates, announced where none are set.

What is decided here is of one Caf; for all of them at once, ``services.campagnes_nationales``.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from bilans.models import CampagneBilan, Questionnaire
from bilans.regles.etats.nouvelles import DATEE, REPRISE, SUSPENDUE
from bilans.repondants.services.liens import prolonger
from bilans.services.campagnes_annoncees import prevenir_les_partenaires
from bilans.services.definitions import definition_de
from bilans.services.ouvertures import Suspension, suspendue_comme, suspension_nationale
from habilitations.models import Caf, Fonction
from habilitations.permissions import Acteur
from habilitations.services.equipements import cafs_suivies
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide, impossible, interdit

QUI = (
    "Les campagnes de bilans sont tenues par l’administration nationale et, pour chaque Caf, par "
    "ses gestionnaires conseil."
)
MEMES_DATES = "Ces dates sont déjà celles de la campagne."
A_LA_NATION = (
    "L’administration nationale suspend cette campagne pour toutes les Caf : elle seule la reprend."
)


@dataclass(frozen=True)
class Dates:
    """The three dates of a window, each day included."""

    ouvre_le: date
    echeance_le: date
    ferme_le: date

    def exiger_en_ordre(self) -> None:
        """Raise DemandeInvalide unless they follow each other."""
        if self.echeance_le < self.ouvre_le:
            raise DemandeInvalide("echeance_le", "L’échéance précède l’ouverture.")
        if self.ferme_le < self.echeance_le:
            raise DemandeInvalide("ferme_le", "La fin de la saisie précède l’échéance.")


def tient_des_campagnes(acteur: Acteur) -> bool:
    """Tell whether this person's function lets them decide of some campaign."""
    return acteur.est_national or Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions


@transaction.atomic
def suspendre(campagne_id: int, *, acteur: Acteur, motif: str) -> None:
    """Take no answer any more and remind nobody, until the campaign is resumed.

    What was typed is kept. Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi la campagne est suspendue.")
    campagne = _ouvrir(campagne_id, acteur)
    if campagne.suspendue_le is not None:
        raise impossible("Cette campagne est déjà suspendue.")
    if campagne.est_close(acteur.jour):
        raise impossible("Cette campagne est close : plus rien n’y est attendu.")
    campagne.suspendue_le, campagne.suspendue_motif = acteur.maintenant, motif
    campagne.save(update_fields=["suspendue_le", "suspendue_motif"])
    _journaliser(campagne, "suspendue", acteur, motif)
    if campagne.suspension_nationale_le is None:
        prevenir_les_partenaires([campagne], SUSPENDUE, acteur)


@transaction.atomic
def reprendre(campagne_id: int, *, acteur: Acteur) -> None:
    """Take answers again, between the same dates, unless the nation suspends it too.

    Raises ActionRefusee.
    """
    campagne = _ouvrir(campagne_id, acteur)
    if campagne.suspendue_le is None:
        nationale = campagne.suspension_nationale_le is not None
        raise impossible(A_LA_NATION if nationale else "Cette campagne n’est pas suspendue.")
    campagne.suspendue_le, campagne.suspendue_motif = None, ""
    campagne.save(update_fields=["suspendue_le", "suspendue_motif"])
    _journaliser(campagne, "reprise", acteur)
    if not campagne.est_suspendue:
        prevenir_les_partenaires([campagne], REPRISE, acteur)


@transaction.atomic
def dater(campagne_id: int, *, acteur: Acteur, dates: Dates, motif: str) -> None:
    """Give other dates to the campaign of a Caf. Raises ActionRefusee, DemandeInvalide."""
    motif = exiger_motif(motif, "Indiquez pourquoi les dates changent.")
    campagne = _ouvrir(campagne_id, acteur)
    dates.exiger_en_ordre()
    avant = en_json(campagne)
    poser(campagne, dates)
    if (apres := en_json(campagne)) == avant:
        exiger_le_meme_au_journal(motif, campagne, "campagne_bilan.datee", MEMES_DATES)
        return
    campagne.save(update_fields=list(vars(dates)))
    prolonger(Q(bilan__campagne=campagne), dates.ferme_le)
    _journaliser(campagne, "datee", acteur, motif, avant=avant, apres=apres)
    prevenir_les_partenaires([campagne], DATEE, acteur)


@transaction.atomic
def annoncer(
    questionnaire_id: int,
    *,
    annee: int,
    acteur: Acteur,
    dates: Dates,
    caf_id: int | None = None,
) -> int:
    """Announce the dates of a questionnaire that has none of its own, for one Caf or for all.

    Campaigns announced before take the new dates. Returns how many changed. Raises ActionRefusee;
    DemandeInvalide: dates out of order, a questionnaire whose calendar is set, an exercice that it
    is not asked for.
    """
    if not acteur.est_national:
        raise interdit("Les dates nationales sont annoncées par l’administration nationale.")
    dates.exiger_en_ordre()
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id, caf=None)
    _exiger_sans_calendrier(questionnaire, annee, dates.ouvre_le)
    cafs = cafs_suivies()
    if caf_id is not None:
        cafs = cafs.filter(pk=caf_id)
    suspension = suspension_nationale(questionnaire, annee)
    return sum(_annoncer(questionnaire, annee, caf, dates, acteur, suspension) for caf in cafs)


def _annoncer(
    questionnaire: Questionnaire,
    annee: int,
    caf: Caf,
    dates: Dates,
    acteur: Acteur,
    suspension: Suspension | None,
) -> bool:
    campagne, nouvelle = CampagneBilan.objects.select_for_update().get_or_create(
        caf=caf,
        questionnaire=questionnaire,
        annee=annee,
        defaults={**vars(dates), **suspendue_comme(suspension)},
    )
    avant = {} if nouvelle else en_json(campagne)
    poser(campagne, dates)
    if (apres := en_json(campagne)) == avant:
        return False
    campagne.save(update_fields=list(vars(dates)))
    prolonger(Q(bilan__campagne=campagne), dates.ferme_le)
    _journaliser(campagne, "annoncee", acteur, avant=avant, apres=apres)
    return True


def _exiger_sans_calendrier(questionnaire: Questionnaire, annee: int, jour: date) -> None:
    version = questionnaire.versions.en_vigueur(jour).first()
    cadre = definition_de(version).cadre if version else None
    if cadre is None or not cadre.couvre(annee):
        raise DemandeInvalide("annee", "Ce questionnaire n’est pas demandé pour cet exercice.")
    if cadre.dates(annee) is not None:
        raise DemandeInvalide(
            "questionnaire", "Ce questionnaire a un calendrier : changez les dates Caf par Caf."
        )


def _ouvrir(campagne_id: int, acteur: Acteur) -> CampagneBilan:
    """Lock a campaign; CampagneBilan.DoesNotExist when it is another Caf's."""
    if not tient_des_campagnes(acteur):
        raise interdit(QUI)
    verrouillees = CampagneBilan.objects.administrees_par(acteur).select_for_update(of=("self",))
    return verrouillees.get(pk=campagne_id)


def poser(campagne: CampagneBilan, dates: Dates) -> None:
    """Lay dates on a campaign, without saving it."""
    for nom, valeur in vars(dates).items():
        setattr(campagne, nom, valeur)


def en_json(campagne: CampagneBilan) -> dict[str, str]:
    """The dates of a campaign as the journal keeps them."""
    return {nom: getattr(campagne, nom).isoformat() for nom in Dates.__dataclass_fields__}


def _journaliser(
    campagne: CampagneBilan, action: str, acteur: Acteur, motif: str = "", **details: object
) -> None:
    journal.ecrire(
        f"campagne_bilan.{action}",
        auteur=acteur.utilisateur,
        objet=campagne,
        caf_id=campagne.caf_id,
        motif=motif,
        details=details,
        le=acteur.maintenant,
    )
