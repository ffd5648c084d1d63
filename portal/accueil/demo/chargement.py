"""Load the demonstration once; afterwards, only keep something to do in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bilans.services.analyse.denombrement import denombrer_en_attente
from declarations.models import Campagne, Declaration
from declarations.models.calendrier import Nature
from declarations.regles.calendrier import Fenetre
from declarations.services.fenetres import fixer_fenetre
from declarations.services.releves import arreter_tout
from habilitations.models import Dispositif, Gestionnaire
from habilitations.services.prevenir import en_silence
from portal.accueil.demo.adhesions import ouvrir_les_adhesions
from portal.accueil.demo.argent import decider_et_suspendre
from portal.accueil.demo.bilans import jouer_les_bilans
from portal.accueil.demo.comptes import accorder_les_mots_de_passe
from portal.accueil.demo.decor import DOSSIER, planter
from portal.accueil.demo.deroule import Deroule
from portal.accueil.demo.paiements import payer
from portal.accueil.demo.questionnaires import composer_les_questionnaires
from portal.accueil.demo.recensement import demander_aux_communes
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.demo.signatures import signer_les_anciens
from portal.accueil.demo.simulations import simuler
from portal.accueil.demo.subventions import demander_et_proposer
from portal.accueil.demo.supervision import superviser
from portal.accueil.referentiels import charger_referentiels
from portal.dossiers.services.nouvelles import Voix, parler
from portal.relances.regles.passage import HEURE
from portal.relances.services.envoi import relancer
from portal.socle import journal
from portal.socle.models import LigneJournal
from portal.socle.pdf_d_avance import a_la_demande
from subventions.services import charger_baremes

ACTION = "demonstration.chargee"
# A window that ends sooner than this is moved on, so that there is always something to do.
JOURS_AU_MOINS = 10
ECHEANCE, FERMETURE = 20, 50


class DemonstrationRefusee(Exception):
    """The demonstration must not be loaded here; the message says why, in French."""


@dataclass(frozen=True)
class Bilan:
    """What a loading did."""

    chargee: bool = False
    declarations: int = 0
    fenetres_prolongees: int = 0
    mots_de_passe: int = 0


@transaction.atomic
@a_la_demande()  # hundreds of receipts of the past would hold the worker for minutes
def charger(maintenant: datetime | None = None) -> Bilan:
    """Load everything, or on a database already loaded, move windows that end on.

    Raises DemonstrationRefusee outside a demonstration, or where other partners are registered.
    """
    if not settings.DEMO:
        raise DemonstrationRefusee(
            "Les données de démonstration ne se chargent que dans une démonstration (DEMO=1). "
            "Rien n’a été changé."
        )
    jour = timezone.localdate(maintenant or timezone.now())
    if LigneJournal.objects.filter(action=ACTION).exists():
        signer_les_anciens(maintenant or timezone.now())
        return Bilan(
            fenetres_prolongees=prolonger(jour), mots_de_passe=accorder_les_mots_de_passe()
        )
    if Gestionnaire.objects.exists():
        raise DemonstrationRefusee(
            "Cette base contient déjà des partenaires qui ne viennent pas de la démonstration : "
            "choisissez-en une autre. Rien n’a été changé."
        )
    charger_referentiels()
    charger_baremes([DOSSIER / "bareme.toml"])
    with en_silence():  # rights granted years ago are no news
        decor = planter(Reperes(jour))
    Deroule(decor).jouer()
    composer_les_questionnaires(decor)
    # All of it is recent: notices are kept, and no e-mail of the past leaves.
    with parler(Voix.AVIS):
        jouer_les_bilans(decor)
        demander_aux_communes(decor)
        decider_et_suspendre(decor)
        payer(decor)
    ouvrir_les_adhesions(decor)
    with en_silence():
        superviser(decor)
    simuler(decor)
    # As of the files: notices are kept, and no e-mail of the past leaves.
    with parler(Voix.AVIS):
        demander_et_proposer(decor)
    denombrer_en_attente()  # as the worker does each minute: the analysis shows figures at once
    arreter_tout(maintenant or timezone.now())  # as each night: the nation has totals at once
    _relancer(jour - timedelta(days=1))
    mots_de_passe = accorder_les_mots_de_passe()
    journal.ecrire(ACTION, auteur=None, details={"jour": jour.isoformat()})
    return Bilan(
        chargee=True, declarations=Declaration.objects.count(), mots_de_passe=mots_de_passe
    )


def _relancer(veille: date) -> None:
    """The reminders of the day before: the mailbox and the files have some to show."""
    relancer(veille, maintenant=instant(veille, HEURE))


def prolonger(jour: date) -> int:
    """Move on the windows that are about to end; return how many.

    Those of the réelle, and of the CLAS prévisionnelle, whose dates are announced each year.
    """
    fin = jour + timedelta(days=JOURS_AU_MOINS)
    natures = Q(nature=Nature.REELLE) | Q(
        nature=Nature.PREVISIONNELLE, dispositif=Dispositif.CLAS, ferme_le__gt=F("echeance_le")
    )
    campagnes = Campagne.objects.filter(
        natures, exceptionnelle=True, echeance_le__lt=fin
    ).select_related("caf")
    for campagne in campagnes:
        echeance = jour + timedelta(days=ECHEANCE)
        ferme = campagne.ferme_le > campagne.echeance_le
        dates = Fenetre(
            campagne.ouvre_le,
            echeance,
            jour + timedelta(days=FERMETURE) if ferme else echeance,
        )
        fixer_fenetre(campagne.caf, campagne.dispositif, campagne.nature, campagne.annee, dates)
    return len(campagnes)
