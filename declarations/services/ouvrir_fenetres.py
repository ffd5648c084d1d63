"""A window that no rule of the calendar gives: opened by its Caf, closed again while unused."""

from collections.abc import Iterator

from django.db import transaction

from declarations.grilles import GrilleInconnue, grille_pour
from declarations.models import Campagne
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre
from declarations.services.fenetres import (
    QUI,
    fenetres_tenues_par,
    fixer_fenetre,
    invraisemblances,
    tient_des_fenetres,
)
from habilitations.models import Caf, Fonction
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle import journal
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit


def cafs_des_fenetres(acteur: Acteur) -> dict[int, str]:
    """Cafs at which this person opens windows, by id; every one for the nation."""
    toutes = Caf.objects.all()
    if not acteur.est_national:
        toutes = toutes.filter(pk__in=acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,)))
    return dict(toutes.values_list("pk", "nom"))


@transaction.atomic
def ouvrir_fenetre(
    *,
    caf: int,
    dispositif: str,
    nature: str,
    annee: int,
    dates: Fenetre,
    motif: str,
    acteur: Acteur,
) -> Campagne:
    """Open a window on dates of one's own; its declarations are called the day it opens.

    Raises ActionRefusee (another function, another Caf), DemandeInvalide (dates, an exercice
    without a grid, a window that exists: it is moved, an actualisée: it is asked for).
    """
    if caf not in cafs_des_fenetres(acteur):
        raise interdit(QUI)
    motif = exiger_motif(motif, "Indiquez pourquoi cette fenêtre s’ouvre.")
    for champ, message in _fautes(dispositif, nature, annee, dates):
        raise DemandeInvalide(champ, message)
    # Locked: two agents do not open the same window.
    siege = Caf.objects.select_for_update(no_key=True).get(pk=caf)
    cle = {"caf": siege, "dispositif": dispositif, "nature": nature, "annee": annee}
    if Campagne.objects.filter(**cle).exists():
        raise DemandeInvalide("annee", "Cette fenêtre existe déjà : changez ses dates.")
    return fixer_fenetre(
        siege,
        dispositif,
        nature,
        annee,
        dates,
        auteur=acteur.utilisateur,
        motif=motif,
        maintenant=acteur.maintenant,
    )


@transaction.atomic
def retirer_fenetre(campagne_id: int, *, motif: str, acteur: Acteur) -> None:
    """Take away a window opened by mistake, that called nothing.

    Raises ActionRefusee (another function; declarations called; one that a rule gives, which would
    come back), DemandeInvalide (no reason), Campagne.DoesNotExist (another Caf's).
    """
    if not tient_des_fenetres(acteur):
        raise interdit(QUI)
    motif = exiger_motif(motif, "Indiquez pourquoi cette fenêtre est retirée.")
    siennes = fenetres_tenues_par(acteur).select_for_update(of=("self",))
    campagne = siennes.select_related("caf").get(pk=campagne_id)
    if not campagne.exceptionnelle:
        raise impossible("Cette fenêtre vient des règles du calendrier : changez ses dates.")
    if campagne.declarations.exists():
        raise impossible("Des déclarations sont appelées dans cette fenêtre : changez ses dates.")
    journal.ecrire(
        "campagne.fenetre_retiree",
        auteur=acteur.utilisateur,
        objet=campagne,
        caf_id=campagne.caf_id,
        motif=motif,
        details={
            "objet": str(campagne),
            **{nom: jour.isoformat() for nom, jour in vars(campagne.fenetre).items()},
        },
        le=acteur.maintenant,
    )
    campagne.delete()


def _fautes(dispositif: str, nature: str, annee: int, dates: Fenetre) -> Iterator[tuple[str, str]]:
    if nature == Nature.ACTUALISEE:
        yield "nature", "Une actualisée se demande, pour les équipements choisis."
    try:
        grille_pour(dispositif, annee)
    except GrilleInconnue:
        exercice = libelle_exercice(dispositif, annee)
        yield "annee", f"Aucune grille ne couvre l’exercice {exercice}."
    yield from invraisemblances(annee, dates)
