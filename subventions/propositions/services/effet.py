"""The effect of a proposal: asked for, computed apart with its progress, known to be outdated."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache, reduce

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Q

from habilitations.permissions import Acteur
from portal.socle.refus import impossible
from subventions.models import EffetBareme, EtatEffet, LigneBareme, PropositionBareme
from subventions.propositions import sources
from subventions.propositions.regles.effet import Compte, avec
from subventions.propositions.regles.periodes import Periode
from subventions.propositions.services.acces import exiger, refus_de_decider
from subventions.regles.bareme import Bareme
from subventions.services.baremes import bareme_applicable

journaux = structlog.get_logger(__name__)
# By name: tasks stand above the services.
CALCULER = "subventions.tasks.calculer_effet"
# The page tells its progress this often.
PAS = 50
# A computation asked for so long ago was lost: it may be asked for again.
PERDU = timedelta(minutes=10)


def demander(proposition: PropositionBareme, maintenant: datetime) -> None:
    """Have the worker compute the effect of a proposal, once what was written is kept.

    Without a queue nothing is lost: the page lets it be asked for again.
    """
    EffetBareme.objects.update_or_create(
        proposition=proposition,
        defaults={
            "etat": EtatEffet.DEMANDE,
            "demande_le": maintenant,
            "calcule_le": None,
            "bareme": "",
            "total": 0,
            "faites": 0,
        },
    )
    cle = proposition.pk

    def envoyer() -> None:
        # One attempt: a queue that is down must not hold a page back.
        current_app.send_task(CALCULER, [cle], retry=False, ignore_result=True)

    transaction.on_commit(envoyer, robust=True)


@transaction.atomic
def redemander(proposition_id: int, *, acteur: Acteur) -> None:
    """Compute an effect again, with the barème and the estimates of now; under way, no effect.

    Raises ActionRefusee (not of this person's scope, decided), PropositionBareme.DoesNotExist.
    """
    proposition = PropositionBareme.objects.select_for_update(no_key=True).get(pk=proposition_id)
    exiger(refus_de_decider(acteur, proposition))
    if not proposition.est_en_attente:
        raise impossible("Cette proposition est déjà décidée.")
    if proposition.tete_id:
        raise impossible("L’effet se calcule pour l’ensemble des valeurs publiées avec celle-ci.")
    effet = EffetBareme.objects.filter(proposition=proposition).first()
    if effet and effet.est_en_cours and acteur.maintenant - effet.demande_le < PERDU:
        return
    demander(proposition, acteur.maintenant)


def calculer(proposition_id: int, maintenant: datetime) -> None:
    """Count what a proposal changes; run twice, the second finds it done. Nothing else is written.

    Whatever stops it is said on the page, and told to the operator.
    """
    proposition = PropositionBareme.objects.select_related("caf").get(pk=proposition_id)
    siens = EffetBareme.objects.filter(proposition=proposition)
    if not proposition.est_en_attente or siens.filter(etat=EtatEffet.FAIT).exists():
        return
    try:
        _calculer(proposition, maintenant)
    except Exception:
        siens.update(etat=EtatEffet.ECHEC)
        journaux.exception("bareme.effet_interrompu", proposition=proposition_id)
        raise


def _calculer(proposition: PropositionBareme, maintenant: datetime) -> None:
    siens = EffetBareme.objects.filter(proposition=proposition)
    portee = portee_de(proposition)
    depart = empreinte_du_bareme(proposition)
    siens.update(etat=EtatEffet.CALCUL, total=sources.compter(portee), faites=0)
    proposees = ensemble(proposition)
    compte = compter(proposees, portee, lambda faites: _avancer(proposition.pk, faites))
    siens.update(
        etat=EtatEffet.FAIT,
        calcule_le=maintenant,
        bareme=depart,
        total=compte.examinees,
        faites=compte.examinees,
        changees=compte.changees,
        avant=compte.avant,
        apres=compte.apres,
        ouvertes=compte.ouvertes,
        montant_ouvert=compte.montant_ouvert,
    )


def ensemble(tete: PropositionBareme) -> list[PropositionBareme]:
    """The head and what is published with it, set aside left out; one query."""
    jointes = PropositionBareme.objects.filter(tete=tete, ecartee_le__isnull=True)
    return [tete, *jointes.select_related("document", "caf").order_by("pk")]


def compter(
    proposees: Sequence[PropositionBareme],
    portee: sources.Portee,
    avancer: Callable[[int], None],
) -> Compte:
    """Estimate each file under way with the barème in force, then with the values proposed."""
    proposes = [proposition.en_parametre() for proposition in proposees]
    compte = Compte()

    @cache
    def baremes(annee: int, caf_id: int) -> tuple[Bareme, Bareme]:
        """In force, then with what is proposed: the same for many files."""
        actuel = bareme_applicable(portee.dispositif, annee, caf_id)
        return actuel, reduce(avec, proposes, actuel)

    for en_cours in sources.estimations(portee):
        actuel, propose = baremes(en_cours.annee, en_cours.caf_id)
        compte.ajouter(en_cours.estimer(actuel), en_cours.estimer(propose))
        if compte.examinees % PAS == 0:
            avancer(compte.examinees)
    return compte


def portee_de(proposition: PropositionBareme) -> sources.Portee:
    """The estimates that a proposal may change."""
    periode = Periode(proposition.debut, proposition.fin)
    return sources.Portee(proposition.dispositif, periode, proposition.caf_id)


def empreinte_du_bareme(proposition: PropositionBareme) -> str:
    """Hash of the lines in force that the estimates of its scope read, in its exercices."""
    lignes = LigneBareme.objects.en_vigueur().filter(
        Q(fin__isnull=True) | Q(fin__gte=proposition.debut), dispositif=proposition.dispositif
    )
    if proposition.fin is not None:
        lignes = lignes.filter(debut__lte=proposition.fin)
    if proposition.caf_id is not None:
        lignes = lignes.filter(Q(caf__isnull=True) | Q(caf=proposition.caf_id))
    lues = lignes.order_by("pk").values_list("pk", "debut", "fin")
    return hashlib.sha256(repr(list(lues)).encode()).hexdigest()


def est_depasse(effet: EffetBareme, proposition: PropositionBareme) -> bool:
    """Tell whether another value was published since an effect was computed."""
    return effet.etat == EtatEffet.FAIT and effet.bareme != empreinte_du_bareme(proposition)


def _avancer(proposition_id: int, faites: int) -> None:
    EffetBareme.objects.filter(proposition=proposition_id, etat=EtatEffet.CALCUL).update(
        faites=faites
    )
