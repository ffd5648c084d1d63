"""Publishing a value: what it replaces is closed in the same transaction, nothing is rewritten."""

from celery import current_app
from django.db import IntegrityError, connection, transaction

from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import impossible
from subventions.models import EffetBareme, EtatEffet, LigneBareme, PropositionBareme
from subventions.propositions.regles.periodes import Periode, reste
from subventions.propositions.services.acces import exiger, refus_de_publier
from subventions.propositions.services.ecriture import details, ouvrir
from subventions.propositions.services.effet import ensemble, est_depasse

# By name: tasks stand above the services.
ANNONCER = "subventions.tasks.annoncer_publication"
SANS_EFFET = "L’effet de cette valeur n’est pas encore calculé : attendez-le, et lisez-le."
DEPASSE = (
    "Le barème a changé depuis que cet effet a été calculé : demandez un nouveau calcul, puis "
    "publiez."
)
CROISEE = "Une autre valeur vient d’être publiée pour ces exercices : relisez l’effet."


@transaction.atomic
def publier(proposition_id: int, *, acteur: Acteur) -> PropositionBareme:
    """Make a proposal a line of the barème, which estimates read from now on; again, no effect.

    What was joined to it is published with it, or nothing is. Of the lines of its scope and
    exercices, those it covers are replaced and the others cut; what was frozen with them stays. An
    estimate under way reads either barème whole: lines are read in one query, and written in one
    transaction. Raises ActionRefusee (who proposed it, not of this person's scope, set aside,
    joined to another, effect not computed or out of date), PropositionBareme.DoesNotExist.
    """
    proposition = ouvrir(proposition_id, acteur)
    exiger(refus_de_publier(acteur, proposition))
    if proposition.publiee_le:
        if proposition.publiee_par_id == acteur.utilisateur.pk:
            return proposition
        raise impossible(f"Cette valeur a été publiée par {proposition.publiee_par}.")
    if proposition.ecartee_le:
        raise impossible("Cette proposition a été écartée.")
    if proposition.tete:
        raise impossible(f"Cette valeur se publie avec « {proposition.tete} ».")
    effet = EffetBareme.objects.filter(proposition=proposition).first()
    if effet is None or effet.etat != EtatEffet.FAIT:
        raise impossible(SANS_EFFET)
    _seul_a_ecrire()
    if est_depasse(effet, proposition):
        raise impossible(DEPASSE)
    for publiee in ensemble(proposition):
        publiee.ligne = _remplacer(publiee, acteur)
        publiee.publiee_par, publiee.publiee_le = acteur.utilisateur, acteur.maintenant
        publiee.save(update_fields=["ligne", "publiee_par", "publiee_le"])
        _raconter(publiee, effet, acteur)
    _annoncer(proposition.pk)
    return proposition


def _seul_a_ecrire() -> None:
    """Nobody else writes the barème until this is kept: what was read of it stays true.

    The rows met are not enough to lock: those of another publication may not be there yet.
    """
    with connection.cursor() as curseur:
        curseur.execute(f"LOCK TABLE {LigneBareme._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _remplacer(proposition: PropositionBareme, acteur: Acteur) -> LigneBareme:
    """Cut or replace the lines met, then write the new one. Raises ActionRefusee."""
    nouvelle = Periode(proposition.debut, proposition.fin)
    lignes = LigneBareme.objects.en_vigueur().chevauchant(
        proposition.dispositif, proposition.parametre, proposition.caf, *_bornes(nouvelle)
    )
    suites = []
    for ligne in lignes.order_by("pk").select_for_update(of=("self",)):
        laisse = reste(Periode(ligne.debut, ligne.fin), nouvelle)
        if laisse.avant:
            ligne.fin = laisse.avant.fin
        else:
            ligne.remplacee_le = acteur.maintenant
        ligne.save(update_fields=["fin", "remplacee_le"])
        if laisse.apres:
            suites.append(_suite(ligne, laisse.apres))
    publiee = LigneBareme(document=proposition.document, **_valeur(proposition))
    publiee.debut, publiee.fin = _bornes(nouvelle)
    try:
        with transaction.atomic():
            for ligne in (*suites, publiee):
                ligne.save(force_insert=True)
    except IntegrityError as erreur:
        if "ligne_bareme_sans_chevauchement" not in str(erreur):
            raise
        raise impossible(CROISEE) from None
    return publiee


def _suite(ligne: LigneBareme, periode: Periode) -> LigneBareme:
    """The same value, for the exercices that follow a correction."""
    suite = LigneBareme(document=ligne.document, suite_de=ligne, **_valeur(ligne))
    suite.debut, suite.fin = _bornes(periode)
    return suite


def _valeur(de: LigneBareme | PropositionBareme) -> dict[str, object]:
    champs = ("caf", "dispositif", "parametre", "valeur", "texte", "source", "marque", "note")
    return {champ: getattr(de, champ) for champ in champs}


def _bornes(periode: Periode) -> tuple[int, int | None]:
    return periode.debut, periode.fin


def _raconter(proposition: PropositionBareme, effet: EffetBareme, acteur: Acteur) -> None:
    journal.ecrire(
        "bareme.publie",
        auteur=acteur.utilisateur,
        objet=proposition,
        caf_id=proposition.caf_id,
        motif=proposition.motif,
        details={
            **details(proposition),
            "ligne": proposition.ligne_id,
            "propose_par": proposition.proposee_par_id,
            "document": proposition.document.sha256,
            "effet": {
                "estimations": effet.total,
                "changees": effet.changees,
                "avant": str(effet.avant),
                "apres": str(effet.apres),
                "ouvertes": effet.ouvertes,
                "montant_ouvert": str(effet.montant_ouvert),
            },
        },
        le=acteur.maintenant,
    )


def _annoncer(proposition_id: int) -> None:
    """Have the worker tell the advisers, once the value is kept; without a queue, it stands."""

    def envoyer() -> None:
        # One attempt: a queue that is down must not hold a page back.
        current_app.send_task(ANNONCER, [proposition_id], retry=False, ignore_result=True)

    transaction.on_commit(envoyer, robust=True)
