"""Indus: notified by an adviser, given back, set off, or cancelled."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.formats import euros
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible
from subventions.paiements.models import EcheanceIndu, Indu, ModeIndu, Remboursement
from subventions.paiements.regles import jours
from subventions.paiements.regles.indus import MENSUALITES_MAX, a_notifier, echelonner
from subventions.paiements.services.acces import exiger_conseiller
from subventions.paiements.services.annonces_versements import INDU, INDU_ANNULE, annoncer_indu
from subventions.paiements.services.echeancier import EcheancierLu, echeancier_de
from subventions.paiements.services.lettres import demander_lettre_indu
from subventions.regles.nombres import ZERO

DEJA_REVENU = "Une partie de cet indu est déjà remboursée ou compensée."
MONTANT_CHANGE = (
    "Le montant à réclamer a changé depuis que cette page est ouverte : relisez-le, et ce que vous "
    "en dites au partenaire, puis notifiez de nouveau."
)
EN_COURS = (
    "Un versement de cet exercice est en cours de paiement : ce qui est versé en trop se réclame "
    "une fois qu’il est payé, rejeté ou retiré de son lot."
)
_RIEN = "Rien n’est à réclamer sur cet exercice, ou tout l’est déjà."


def indu_a_notifier(dossier: EcheancierLu) -> Decimal:
    """What was paid too much on a file and is not claimed yet, in euros; one query.

    Nothing while a payment of it is under way: its lot may be refused, the bank may send it back.
    """
    if dossier.echeancier.trop_percu == ZERO or dossier.echeancier.en_cours:
        return ZERO
    siens = Indu.objects.reclames().filter(equipement=dossier.equipement, annee=dossier.annee)
    return a_notifier(dossier.echeancier.trop_percu, [i.reste for i in siens.avec_reste()])


def reclame_de_trop(dossier: EcheancierLu) -> Decimal:
    """What is claimed of a file beyond what is still paid too much, in euros; one query.

    The bank sent a payment back, or the right was raised, since it was notified.
    """
    if dossier.echeancier.reste is None:
        return ZERO
    siens = Indu.objects.reclames().filter(equipement=dossier.equipement, annee=dossier.annee)
    reclame = sum((i.reste for i in siens.avec_reste()), ZERO)
    return max(reclame - dossier.echeancier.trop_percu, ZERO)


def rien_a_reclamer(dossier: EcheancierLu) -> str:
    """Why nothing is to be claimed of a file."""
    echeancier = dossier.echeancier
    return EN_COURS if echeancier.trop_percu and echeancier.en_cours else _RIEN


@transaction.atomic
def notifier_indu(
    equipement_id: int,
    annee: int,
    *,
    mode: str,
    nombre: int,
    premiere_le: date | None,
    motif: str,
    acteur: Acteur,
    vu: str = "",
) -> Indu:
    """Claim what was paid too much, with its letter, and its instalments when it is given back.

    ``vu`` is the amount that the page showed: no other is claimed. A second click gives the first
    one. Raises ActionRefusee (not a gestionnaire conseil; nothing to claim; a payment under way),
    DemandeInvalide (the amount changed), Equipement.DoesNotExist.
    """
    equipement = (
        Equipement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("caf", "gestionnaire", "portefeuille")
        .get(pk=equipement_id)
    )
    exiger_conseiller(equipement.caf_id, acteur, "notifie un indu")
    motif = exiger_motif(motif, "Expliquez cet indu au partenaire.")
    dossier = echeancier_de(equipement, annee)
    montant = indu_a_notifier(dossier)
    if montant <= 0:
        siens = Indu.objects.reclames().filter(equipement=equipement, annee=annee)
        deja = siens.filter(motif=motif, mode=mode, notifie_par=acteur.utilisateur).first()
        if deja and vu == str(deja.montant):
            return deja
        raise impossible(rien_a_reclamer(dossier))
    if vu and vu != str(montant):
        raise DemandeInvalide("vu", MONTANT_CHANGE)
    echeances = _echeances(montant, mode, nombre, premiere_le, acteur.jour)
    indu = Indu.objects.create(
        caf=equipement.caf,
        gestionnaire=dossier.beneficiaire,
        equipement=equipement,
        dispositif=equipement.dispositif,
        annee=annee,
        montant=montant,
        mode=mode,
        motif=motif,
        notifie_par=acteur.utilisateur,
        notifie_le=acteur.maintenant,
    )
    EcheanceIndu.objects.bulk_create(
        EcheanceIndu(indu=indu, rang=rang, le=le, montant=part)
        for rang, (le, part) in enumerate(echeances, 1)
    )
    _raconter("indu.notifie", indu, acteur, motif)
    demander_lettre_indu(indu.pk, acteur=acteur)
    annoncer_indu(indu, INDU, acteur)
    return indu


@transaction.atomic
def rembourser_indu(
    indu_id: int, *, montant: Decimal, le: date, jeton: UUID, acteur: Acteur
) -> Remboursement:
    """Record what came back, never more than what is left; a second click gives the first one.

    Raises ActionRefusee (not a gestionnaire conseil; cancelled), DemandeInvalide,
    Indu.DoesNotExist.
    """
    indu = _ouvrir(indu_id, acteur)
    deja = Remboursement.objects.filter(jeton=jeton, indu=indu).first()
    if deja:
        return deja
    if indu.annule_le:
        raise impossible("Cet indu est annulé.")
    reste = indu.reste
    if not ZERO < montant <= reste:
        raise DemandeInvalide("montant", f"Il reste {euros(reste)} à rembourser.")
    bornes = jours.du_remboursement(timezone.localdate(indu.notifie_le), acteur.jour)
    bornes.exiger("le", le)
    recu = Remboursement.objects.create(
        indu=indu,
        montant=montant,
        le=le,
        jeton=jeton,
        enregistre_par=acteur.utilisateur,
        enregistre_le=acteur.maintenant,
    )
    _raconter("indu.rembourse", indu, acteur, remboursement=recu.pk)
    return recu


@transaction.atomic
def changer_le_mode(indu_id: int, *, mode: str, acteur: Acteur) -> Indu:
    """Set an indu off against the next payments, or have it given back; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; cancelled), Indu.DoesNotExist.
    """
    indu = _ouvrir(indu_id, acteur)
    if indu.annule_le:
        raise impossible("Cet indu est annulé.")
    if indu.mode != mode:
        avant, indu.mode = indu.mode, ModeIndu(mode).value
        indu.save(update_fields=["mode"])
        _raconter("indu.mode", indu, acteur, avant=avant, apres=indu.mode)
    return indu


@transaction.atomic
def annuler_indu(indu_id: int, *, motif: str, acteur: Acteur) -> Indu:
    """Cancel a claim of which nothing came back; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; something came back), DemandeInvalide,
    Indu.DoesNotExist.
    """
    indu = _ouvrir(indu_id, acteur)
    if indu.annule_le:
        exiger_le_meme(motif, indu.annule_motif, "Cet indu est déjà annulé.")
        return indu
    motif = exiger_motif(motif, "Indiquez pourquoi cet indu est annulé.")
    if indu.reste != indu.montant:
        raise impossible(DEJA_REVENU)
    indu.annule_par, indu.annule_le = acteur.utilisateur, acteur.maintenant
    indu.annule_motif = motif
    indu.save(update_fields=["annule_par", "annule_le", "annule_motif"])
    _raconter("indu.annule", indu, acteur, motif)
    annoncer_indu(indu, INDU_ANNULE, acteur)
    return indu


def _echeances(
    montant: Decimal, mode: str, nombre: int, premiere_le: date | None, jour: date
) -> list[tuple[date, Decimal]]:
    if mode == ModeIndu.COMPENSATION:
        return []
    if not 1 <= nombre <= MENSUALITES_MAX:
        raise DemandeInvalide("nombre", f"Indiquez de 1 à {MENSUALITES_MAX} échéances.")
    if premiere_le is None:
        raise DemandeInvalide("premiere_le", "Indiquez un jour à venir.")
    jours.de_la_premiere_echeance(jour).exiger("premiere_le", premiere_le)
    try:
        return echelonner(montant, nombre, premiere_le)
    except ValueError as erreur:
        raise DemandeInvalide("nombre", str(erreur)) from None


def _ouvrir(indu_id: int, acteur: Acteur) -> Indu:
    indu = (
        Indu.objects.select_for_update(of=("self",), no_key=True)
        .select_related("caf", "gestionnaire", "equipement")
        .get(pk=indu_id)
    )
    exiger_conseiller(indu.caf_id, acteur, "suit un indu")
    return indu


def _raconter(action: str, indu: Indu, acteur: Acteur, motif: str = "", **details: object) -> None:
    """No amount: the rows hold them."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=indu,
        gestionnaire_id=indu.gestionnaire_id,
        caf_id=indu.caf_id,
        motif=motif,
        details={"equipement": indu.equipement_id, "annee": indu.annee, **details},
        le=acteur.maintenant,
    )
