"""What an adviser decides about reminders: one set aside, a campaign paused, a sentence, at once.

Callers have checked the scope: a file of the portfolio, a campaign of the Caf.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from declarations.models import Campagne
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.relances.models import Envoi, ReglageCampagne, Relance
from portal.relances.services.envoi import Bilan, relancer
from portal.relances.services.lettres import Objet
from portal.socle import courriels, journal
from portal.socle.models import Courriel, EtatCourriel
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.portee import au_nom_du_systeme
from portal.socle.refus import impossible


@transaction.atomic
def ecarter(objet: Objet, *, acteur: Acteur, motif: str) -> Relance:
    """Spare one person one reminder, for good. A second click changes nothing.

    Raises ActionRefusee when its e-mail is already written, DemandeInvalide (no reason).
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette relance est écartée.")
    # The lock of ``envoi.preparer``: either this is seen there, or that is seen here.
    Utilisateur.objects.select_for_update(no_key=True).get(pk=objet.destinataire.pk)
    relance, nouvelle = Relance.objects.reglees().get_or_create(
        utilisateur_id=objet.destinataire.pk,
        dossier_id=objet.dossier.pk,
        echeance=objet.limite.le,
        etape=objet.etape,
        defaults={
            "manque": objet.manque,
            "ecartee_le": acteur.maintenant,
            "ecartee_par": acteur.utilisateur,
            "ecartee_motif": motif,
        },
    )
    if not nouvelle and relance.envoi_id:
        raise impossible("Cette relance est déjà partie.")
    if nouvelle:
        _journaliser("relance.ecartee", relance, acteur, motif)
    else:
        exiger_le_meme(motif, relance.ecartee_motif, "Cette relance est déjà écartée.")
    return relance


@transaction.atomic
def retablir(relance_id: int, *, acteur: Acteur) -> None:
    """Have a reminder set aside leave after all. Raises ActionRefusee when it is not."""
    relance = (
        Relance.objects.select_for_update(of=("self",))
        .select_related("dossier", "utilisateur")
        .filter(pk=relance_id, envoi=None)
        .first()
    )
    if relance is None:
        raise impossible("Cette relance n’est pas écartée.")
    _journaliser("relance.retablie", relance, acteur, "")
    relance.delete()


@transaction.atomic
def suspendre(campagne: Campagne, *, acteur: Acteur, motif: str) -> ReglageCampagne:
    """Hold back every reminder of a campaign until it is resumed; a second click: no effect."""
    motif = exiger_motif(motif, "Indiquez pourquoi les relances sont suspendues.")
    reglage = _reglage(campagne)
    if reglage.suspendue_le:
        fait = "Les relances de cette campagne sont déjà en pause."
        exiger_le_meme(motif, reglage.suspendue_motif, fait)
    else:
        reglage.suspendue_le = acteur.maintenant
        reglage.suspendue_par, reglage.suspendue_motif = acteur.utilisateur, motif
        reglage.save()
        _journaliser_campagne("relances.suspendues", campagne, acteur, motif)
    return reglage


@transaction.atomic
def lever_la_pause(campagne: Campagne, *, acteur: Acteur) -> ReglageCampagne:
    """Let the reminders of a campaign leave again: the latest step is caught up at the next run."""
    reglage = _reglage(campagne)
    if reglage.suspendue_le is not None:
        reglage.suspendue_le, reglage.suspendue_par, reglage.suspendue_motif = None, None, ""
        reglage.save()
        _journaliser_campagne("relances.reprises", campagne, acteur)
    return reglage


@transaction.atomic
def ajouter_phrase(campagne: Campagne, *, acteur: Acteur, phrase: str) -> ReglageCampagne:
    """Put a sentence in the e-mails of a campaign; an empty one takes it away."""
    reglage = _reglage(campagne)
    phrase = " ".join(phrase.split())
    if reglage.phrase != phrase:
        reglage.phrase = phrase
        reglage.save()
        _journaliser_campagne("relances.phrase", campagne, acteur, phrase=phrase)
    return reglage


@transaction.atomic
def reessayer(relance: Relance, *, acteur: Acteur) -> None:
    """Have the abandoned e-mail of a reminder tried again, all its attempts before it.

    Raises ActionRefusee when it is not abandoned: a second click finds it in the queue.
    """
    ecrits = Envoi.objects.filter(relances=relance).values("courriel")
    courriel = Courriel.objects.select_for_update().filter(pk__in=ecrits).first()
    if courriel is None or courriel.etat != EtatCourriel.ABANDONNE:
        raise impossible("Ce courriel n’attend pas de nouvel essai.")
    courriels.reessayer(courriel)
    _journaliser("relance.reessayee", relance, acteur, "")


def envoyer_maintenant(
    personnes: Collection[int], pour: date, *, avance: Collection[int], acteur: Acteur
) -> Bilan:
    """Send today what is planned for ``pour``; the run of that day then finds it done.

    ``avance`` are the files that this adviser decides about: others keep their own day.
    Whoever has had an e-mail today is left to that run: one e-mail per person and day.
    """
    with au_nom_du_systeme("dire à une personne tout ce qui l’attend, dans une autre Caf aussi"):
        bilan = relancer(
            acteur.jour,
            pour=max(pour, acteur.jour),
            personnes=personnes,
            avance=avance,
            decide_par=acteur.utilisateur,
            maintenant=acteur.maintenant,
        )
    for caf_id in {a.caf_id for a in acteur.affectations if a.caf_id and bilan.courriels}:
        journal.ecrire(
            "relances.envoyees_sans_attendre",
            auteur=acteur.utilisateur,
            caf_id=caf_id,
            details={"pour": pour.isoformat(), "courriels": bilan.courriels},
            le=acteur.maintenant,
        )
    return bilan


def _reglage(campagne: Campagne) -> ReglageCampagne:
    reglage, _ = ReglageCampagne.objects.select_for_update(of=("self",)).get_or_create(
        campagne=campagne
    )
    return reglage


def _journaliser(action: str, relance: Relance, acteur: Acteur, motif: str) -> None:
    dossier = relance.dossier
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=relance,
        gestionnaire_id=dossier.gestionnaire_id,
        caf_id=dossier.caf_id,
        motif=motif,
        details={
            "dossier": dossier.pk,
            "personne": relance.utilisateur_id,
            "etape": relance.etape,
            "echeance": relance.echeance.isoformat(),
        },
        le=acteur.maintenant,
    )


def _journaliser_campagne(
    action: str, campagne: Campagne, acteur: Acteur, motif: str = "", **details: str
) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=campagne,
        caf_id=campagne.caf_id,
        motif=motif,
        details=details,
        le=acteur.maintenant,
    )
