"""Actes d'habilitation: asked for by whom they concern, sealed by the worker, kept for good."""

import hashlib
import secrets
from datetime import datetime

from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from habilitations.models import ActeHabilitation, Habilitation, Utilisateur
from habilitations.models.actes import geres_par
from habilitations.models.droits import HabilitationQuerySet
from habilitations.permissions import Acteur
from habilitations.services.contenu_acte import (
    Lot,
    ecrire_contenu,
    ecrire_droits,
    empreinte_de,
    lots,
)
from portal.socle import journal
from portal.socle.cachets.scelle import Scelle
from portal.socle.cachets.verification import est_compromise
from portal.socle.contenus import TYPES
from portal.socle.documents import Examen, garder, sans_orphelin
from portal.socle.refus import impossible

# By name: the task prints, and prints stand above the services.
SCELLER = "habilitations.tasks.sceller_acte"
# Crockford's digits: nothing that is read for another (I, L, O, U).
LETTRES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SANS_ACTE = (
    "Ce droit n’est pas en vigueur : il n’y a pas d’acte à établir. Son état est dit à côté."
)


def droits_visibles(acteur: Acteur) -> HabilitationQuerySet:
    """One's own rights, and those that one looks after, whatever their state."""
    siens = Habilitation.objects.filter(utilisateur=acteur.utilisateur)
    return siens | Habilitation.objects.filter(geres_par(acteur))


def pour_un_acte(droits: HabilitationQuerySet) -> HabilitationQuerySet:
    """Rights with all that an act says of them."""
    return droits.a_verifier().select_related(
        "utilisateur", "gestionnaire", "caf", "base", "cle", "accordee_par", "signee_par"
    )


@transaction.atomic
def demander_acte(droit_id: int, *, acteur: Acteur) -> ActeHabilitation:
    """The act that tells a right with those signed the same day: the one there is, or a new one.

    A new one is sealed by the worker once this is committed. Raises Habilitation.DoesNotExist (not
    theirs to see), ActionRefusee (the right gives nothing).
    """
    vise = droits_visibles(acteur).get(pk=droit_id)
    # Two requests at once would make two acts of the same rights.
    Utilisateur.objects.select_for_update(no_key=True).get(pk=vise.utilisateur_id)
    lot = _lot_de(vise, acteur)
    for acte in actes_du_lot(lot):
        if acte.contenu["droits"] == ecrire_droits(lot.droits) and tient(acte):
            _faire_sceller(acte)
            return acte
    acte = _creer(lot, acteur)
    journal.ecrire(
        "acte.demande",
        auteur=acteur.utilisateur,
        objet=acte,
        gestionnaire_id=acte.gestionnaire_id,
        caf_id=acte.caf_id,
        details={"reference": acte.reference, "empreinte": acte.empreinte},
        le=acteur.maintenant,
    )
    _faire_sceller(acte)
    return acte


def actes_du_lot(lot: Lot) -> list[ActeHabilitation]:
    """Acts made of rights of the same day, the latest first."""
    return list(
        ActeHabilitation.objects.filter(
            utilisateur=lot.utilisateur,
            gestionnaire=lot.gestionnaire,
            caf=lot.caf,
            accorde_le=lot.accorde_le,
        )
    )


def conserver(acte_id: int, scelle: Scelle, le: datetime) -> ActeHabilitation:
    """Keep the sealed PDF of an act, once: the second of two workers changes nothing.

    Raises FichierRefuse when the disk is full.
    """
    with sans_orphelin(), transaction.atomic():
        acte = ActeHabilitation.objects.select_for_update(no_key=True).get(pk=acte_id)
        if acte.est_scelle:
            return acte
        acte.document = garder(
            _examen(acte, scelle.octets),
            auteur=acte.demande_par,
            gestionnaire_id=acte.gestionnaire_id,
            caf_id=acte.caf_id,
            le=le,
        )
        acte.serie = scelle.serie
        acte.save(update_fields=["document", "serie"])
        journal.ecrire(
            "acte.scelle",
            auteur=None,
            objet=acte,
            gestionnaire_id=acte.gestionnaire_id,
            caf_id=acte.caf_id,
            details={
                "reference": acte.reference,
                "empreinte": acte.empreinte,
                "fichier": acte.document.sha256,
            },
            le=le,
        )
        return acte


def tient(acte: ActeHabilitation) -> bool:
    """Tell whether an act is still worth handing out: its seal was not made void since."""
    return not (acte.serie and est_compromise(acte.serie))


def motif_du_cachet(acte: ActeHabilitation) -> str:
    """The reason that the seal states and covers: which act, and the hash of what it says."""
    return f"Acte d’habilitation {acte.reference}, empreinte {acte.empreinte}"


def nom_de_fichier(acte: ActeHabilitation) -> str:
    """« acte-AH-73-7KQ2M9XD.pdf »."""
    return f"acte-{acte.reference}.pdf"


def _lot_de(vise: Habilitation, acteur: Acteur) -> Lot:
    droits = Habilitation.objects.filter(
        utilisateur=vise.utilisateur_id, gestionnaire=vise.gestionnaire_id, caf=vise.caf_id
    )
    for lot in lots(pour_un_acte(droits), acteur.jour):
        if vise in lot.droits:
            return lot
    raise impossible(SANS_ACTE)


def _creer(lot: Lot, acteur: Acteur) -> ActeHabilitation:
    reference = f"AH-{lot.caf.code}-{''.join(secrets.choice(LETTRES) for _ in range(8))}"
    contenu = ecrire_contenu(lot, reference)
    return ActeHabilitation.objects.create(
        reference=reference,
        caf=lot.caf,
        gestionnaire=lot.gestionnaire,
        utilisateur=lot.utilisateur,
        accorde_le=lot.accorde_le,
        contenu=contenu,
        empreinte=empreinte_de(contenu),
        demande_par=acteur.utilisateur,
        demande_le=acteur.maintenant,
    )


def _faire_sceller(acte: ActeHabilitation) -> None:
    if acte.est_scelle:
        return

    def demander() -> None:
        # One attempt: a queue that is down must not hold a page back; beat asks again.
        current_app.send_task(SCELLER, [acte.pk], retry=False, ignore_result=True)

    transaction.on_commit(demander, robust=True)


def _examen(acte: ActeHabilitation, pdf: bytes) -> Examen:
    """Ours: nothing to be recognised in it."""
    nom = nom_de_fichier(acte)
    fichier = SimpleUploadedFile(nom, pdf, content_type="application/pdf")
    return Examen(fichier, nom, TYPES["pdf"], len(pdf), hashlib.sha256(pdf).hexdigest())
