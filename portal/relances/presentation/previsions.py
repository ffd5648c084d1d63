"""What an adviser sees of the reminders to come, in the portfolio or the Caf."""

from dataclasses import dataclass
from datetime import date, timedelta

from declarations.models import Campagne
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.calendrier import libelle_campagne
from declarations.presentation.suivi import declarations_suivies
from declarations.regles import etats
from habilitations.permissions import Acteur
from portal.dossiers.attendus import Demande, echeances_attendues
from portal.relances.models import EtapeRelance, ReglageCampagne
from portal.relances.presentation.passages import prochain_passage_de
from portal.relances.regles.etapes import jours_de_relance, libelle_etape
from portal.relances.services.lettres import FAITE, Lettre
from portal.relances.services.plan import plan
from portal.socle.formats import date_fr

DATES_MONTREES = 8


@dataclass(frozen=True)
class DateProche:
    """A day to come on which reminders leave, and why."""

    jour: date
    raison: str


@dataclass(frozen=True)
class CampagneSuivie:
    """A campaign with files in the partners' hands, and what was decided of its reminders."""

    campagne: Campagne
    libelle: str
    reglage: ReglageCampagne | None


def previsions(acteur: Acteur, jour: date) -> list[Lettre]:
    """Who is to be written to on a day, as things stand, reminders set aside or paused included.

    Runs before that day are supposed to pass: what they will send is not shown again.
    """
    lettres = plan(jour, suivi_par=acteur)
    deja = set()
    if jour > prochain_passage_de(acteur):
        veille = plan(jour - timedelta(days=1), suivi_par=acteur)
        deja = {objet.cle for lettre in veille for objet in lettre.objets}
    restantes = (
        Lettre(
            lettre.destinataire,
            tuple(o for o in lettre.objets if o.statut != FAITE and o.cle not in deja),
        )
        for lettre in lettres
    )
    return [lettre for lettre in restantes if lettre.objets]


def dates_proches(acteur: Acteur) -> list[DateProche]:
    """The next days on which a step falls for a file in the partners' hands."""
    etapes = EtapeRelance.objects.par_caf()
    echeances: dict[int, set[date]] = {}
    for caf_id, attendue in echeances_attendues(Demande(acteur.jour, suivi_par=acteur)):
        echeances.setdefault(caf_id, set()).add(attendue.le)
    raisons: dict[date, list[str]] = {}
    for caf_id, dates in echeances.items():
        for jour, etape, echeance in jours_de_relance(dates, etapes.de(caf_id), acteur.jour):
            raison = f"{libelle_etape(etape)} du {date_fr(echeance)}"
            if raison not in raisons.setdefault(jour, []):
                raisons[jour].append(raison)
    return [DateProche(j, ", ".join(raisons[j])) for j in sorted(raisons)[:DATES_MONTREES]]


def campagnes_suivies(acteur: Acteur) -> list[CampagneSuivie]:
    """Campaigns that reminders are about, nearest deadline first; one query."""
    en_cours = declarations_suivies(acteur).filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
    campagnes = (
        Campagne.objects.filter(pk__in=en_cours.order_by().values("campagne"))
        .select_related("caf", "reglage_relances__suspendue_par")
        .order_by("echeance_le", "dispositif", "pk")
    )
    return [
        CampagneSuivie(c, libelle_campagne(c), getattr(c, "reglage_relances", None))
        for c in campagnes
    ]


def suivies(acteur: Acteur) -> DeclarationQuerySet:
    """Files about whose reminders this person decides: those of the portfolio."""
    return declarations_suivies(acteur).du_portefeuille(acteur)
