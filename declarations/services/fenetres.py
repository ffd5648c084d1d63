"""Exceptional windows: dates of one Caf that no rule of the calendar gives (DOMAINE §3.2)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from declarations.models import Campagne
from declarations.models.calendrier import CampagneQuerySet
from declarations.regles.calendrier import Fenetre
from declarations.services.annonces_fenetres import annoncer_dates
from habilitations.models import Caf, Fonction, Utilisateur
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.redites import exiger_le_meme_au_journal
from portal.socle.refus import DemandeInvalide, interdit

QUI = (
    "Les dates d’une fenêtre sont tenues par les gestionnaires conseil de la Caf et par "
    "l’administration nationale."
)
# Longer than any window of the domain, from its opening to its end of entry (H).
EXCEPTIONNELLE = "campagne.fenetre_exceptionnelle"
JOURS_MAX = 366
# An exercice is forecast the year before and closed two years after (H).
ANNEES_AVANT, ANNEES_APRES = 1, 2


def tient_des_fenetres(acteur: Acteur) -> bool:
    """Tell whether this person's function lets them move the dates of some window."""
    return acteur.est_national or Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions


def fenetres_tenues_par(acteur: Acteur) -> CampagneQuerySet:
    """The windows whose dates this person may move."""
    if acteur.est_national:
        return Campagne.objects.all()
    return Campagne.objects.filter(caf__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)))


def invraisemblances(annee: int, fenetre: Fenetre) -> Iterator[tuple[str, str]]:
    """What no window of an exercice may say, by field: in disorder, far away, too far apart."""
    debut, fin = date(annee - ANNEES_AVANT, 1, 1), date(annee + ANNEES_APRES, 12, 31)
    for nom, jour in vars(fenetre).items():
        if not debut <= jour <= fin:
            yield nom, f"Cette date est loin de l’exercice : de {debut.year} à {fin.year}."
    if fenetre.echeance_le < fenetre.ouvre_le:
        yield "echeance_le", "L’ouverture précède l’échéance."
    if fenetre.ferme_le < fenetre.echeance_le:
        yield "ferme_le", "L’échéance précède la fin de la saisie."
    if (fenetre.ferme_le - fenetre.ouvre_le).days > JOURS_MAX:
        yield "ferme_le", f"Une fenêtre dure {JOURS_MAX} jours au plus."


@transaction.atomic
def fixer_fenetre(
    caf: Caf,
    dispositif: str,
    nature: str,
    annee: int,
    fenetre: Fenetre,
    *,
    numero: int = 0,
    auteur: Utilisateur | None = None,
    motif: str = "",
    maintenant: datetime | None = None,
) -> Campagne:
    """Open a window on dates of one's own, or move the one that exists; told in the journal.

    The window is marked « exceptionnelle »: the rules no longer apply to it. Same dates again:
    nothing changes. Raises ValidationError when the dates are not in order.
    """
    cle = {"caf": caf, "dispositif": dispositif, "nature": nature, "numero": numero, "annee": annee}
    campagne = Campagne.objects.select_for_update(of=("self",)).filter(**cle).first()
    campagne = campagne or Campagne(**cle)
    voulu = vars(fenetre) | {"exceptionnelle": True}
    if campagne.pk and all(getattr(campagne, champ) == v for champ, v in voulu.items()):
        return campagne
    avant = {"avant": _en_json(campagne.fenetre)} if campagne.pk else {}
    for champ, valeur in voulu.items():
        setattr(campagne, champ, valeur)
    campagne.full_clean()
    campagne.save()
    journal.ecrire(
        EXCEPTIONNELLE,
        auteur=auteur,
        objet=campagne,
        caf_id=caf.pk,
        motif=motif,
        details={**_en_json(fenetre), **avant},
        le=maintenant or timezone.now(),
    )
    return campagne


@transaction.atomic
def dater(campagne_id: int, *, dates: Fenetre, motif: str, acteur: Acteur) -> Campagne:
    """Give a window other dates; the same again, no effect. Reminders to come follow.

    Declarations already called take them, those sent stay as they are, dérogations remain; whoever
    has something to send is told at once, without the reason. Raises
    ActionRefusee (another function), DemandeInvalide (dates, no reason), Campagne.DoesNotExist
    (another Caf's).
    """
    if not tient_des_fenetres(acteur):
        raise interdit(QUI)
    motif = exiger_motif(motif, "Indiquez pourquoi les dates changent.")
    campagne = fenetres_tenues_par(acteur).select_related("caf").get(pk=campagne_id)
    for champ, message in invraisemblances(campagne.annee, dates):
        raise DemandeInvalide(champ, message)
    if campagne.fenetre == dates:
        fait = "Ces dates sont déjà celles de la fenêtre."
        exiger_le_meme_au_journal(motif, campagne, EXCEPTIONNELLE, fait)
        return campagne
    fixee = fixer_fenetre(
        campagne.caf,
        campagne.dispositif,
        campagne.nature,
        campagne.annee,
        dates,
        numero=campagne.numero,
        auteur=acteur.utilisateur,
        motif=motif,
        maintenant=acteur.maintenant,
    )
    annoncer_dates(fixee, acteur)
    return fixee


def _en_json(fenetre: Fenetre) -> dict[str, str]:
    return {nom: jour.isoformat() for nom, jour in vars(fenetre).items()}
