"""What the bank did: payments recorded as made, or sent back, by hand or from a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.formats import date_fr, euros
from portal.socle.motifs import est_le_meme, exiger_le_meme, exiger_motif
from portal.socle.refus import impossible
from subventions.paiements.imports.releve import LigneReleve
from subventions.paiements.models import EtatLot, LotPaiement, Versement
from subventions.paiements.models.lots import VersementQuerySet
from subventions.paiements.regles import jours
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.services.acces import exiger_conseiller
from subventions.paiements.services.annonces_versements import PAYE, REJETE, annoncer_versements

A_VENIR = "Ce jour est à venir."
RIEN_A_PAYER = "Rien dans ce lot n’attend d’être payé."
TOUT_RETENU = (
    "Ce versement est entièrement retenu pour un indu : aucun virement n’est parti, et la banque "
    "n’a rien à renvoyer."
)


@dataclass(frozen=True)
class LigneExaminee:
    """One line of a list: what it would do. ``refus`` says why nothing; neither: done already."""

    ligne: LigneReleve
    versement: Versement | None = None
    a_ecrire: bool = False
    refus: str = ""


@transaction.atomic
def payer_lot(lot_id: int, *, paye_le: date, acteur: Acteur) -> int:
    """Record as paid what is left ordered in a lot; return how many; again that day, none.

    Raises ActionRefusee (not a gestionnaire conseil; not ordered; nothing left, and nothing paid
    that day), DemandeInvalide (a day to come, or before the order), LotPaiement.DoesNotExist.
    """
    lot = LotPaiement.objects.select_for_update(no_key=True, of=("self",)).get(pk=lot_id)
    exiger_conseiller(lot.caf_id, acteur, "enregistre un paiement")
    if lot.etat != EtatLot.ORDONNE or lot.ordonne_le is None:
        raise impossible("Ce lot n’est pas ordonné : rien n’en a pu être payé.")
    bornes = jours.du_paiement(timezone.localdate(lot.ordonne_le), acteur.jour)
    bornes.exiger("paye_le", paye_le)
    siens = Versement.objects.filter(lot=lot, etat=EtatVersement.ORDONNE.value)
    versements = list(_verrouiller(siens))
    if not versements:
        if not lot.versements.filter(etat=EtatVersement.PAYE.value, paye_le=paye_le).exists():
            raise impossible(RIEN_A_PAYER)
        return 0
    for versement in versements:
        _payer(versement, paye_le)
    _raconter("lot.paye", lot, acteur, lignes=len(versements), le=paye_le.isoformat())
    annoncer_versements(versements, PAYE, acteur)
    return len(versements)


@transaction.atomic
def rejeter_versement(versement_id: int, *, motif: str, acteur: Acteur) -> Versement:
    """Record that the bank sent a payment back: its step is due again; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; never ordered; entirely set off, which the
    bank never had), DemandeInvalide, Versement.DoesNotExist.
    """
    versement = _verrouiller(Versement.objects.filter(pk=versement_id)).get()
    exiger_conseiller(versement.caf_id, acteur, "enregistre un rejet")
    if versement.etat == EtatVersement.REJETE:
        exiger_le_meme(motif, versement.motif, "Ce versement est déjà rejeté.")
        return versement
    if versement.etat not in (EtatVersement.ORDONNE, EtatVersement.PAYE):
        raise impossible("Ce versement n’a pas été ordonné : la banque n’a pas pu le rejeter.")
    if not versement.net:
        raise impossible(TOUT_RETENU)
    motif = exiger_motif(motif, "Indiquez le motif que donne la banque.")
    _rejeter(versement, motif)
    _raconter("versement.rejete", versement.lot, acteur, motif, versement=versement.pk)
    annoncer_versements([versement], REJETE, acteur)
    return versement


def examiner_releve(caf_id: int, lignes: Sequence[LigneReleve], jour: date) -> list[LigneExaminee]:
    """What a list of a bank would record, line by line; nothing is written."""
    references = {ligne.reference for ligne in lignes}
    connus = {
        v.reference: v
        for v in Versement.objects.filter(caf=caf_id, reference__in=references).select_related(
            "equipement", "gestionnaire", "lot__caf"
        )
    }
    vues: set[str] = set()
    examinees = []
    for ligne in lignes:
        versement = connus.get(ligne.reference)
        double = ligne.reference in vues
        vues.add(ligne.reference)
        refus = ligne.erreur or _refus(ligne, versement, jour, double)
        a_ecrire = not refus and versement is not None and not _deja(ligne, versement)
        examinees.append(LigneExaminee(ligne, versement, a_ecrire, refus))
    return examinees


@transaction.atomic
def enregistrer_releve(
    caf_id: int, *, lignes: Sequence[LigneReleve], acteur: Acteur
) -> list[LigneExaminee]:
    """Record the right lines of a list; the same list again changes nothing.

    Raises ActionRefusee (not a gestionnaire conseil).
    """
    exiger_conseiller(caf_id, acteur, "enregistre des paiements")
    references = [ligne.reference for ligne in lignes]
    list(_verrouiller(Versement.objects.filter(caf=caf_id, reference__in=references)))
    examinees = examiner_releve(caf_id, lignes, acteur.jour)
    payes, rejetes = [], []
    for examinee in examinees:
        versement = examinee.versement
        if not examinee.a_ecrire or versement is None:
            continue
        if examinee.ligne.rejet:
            _rejeter(versement, examinee.ligne.rejet)
            rejetes.append(versement)
        else:
            assert examinee.ligne.le is not None  # noqa: S101 - a line without a day is refused
            _payer(versement, examinee.ligne.le)
            payes.append(versement)
    for versements, acte in ((payes, PAYE), (rejetes, REJETE)):
        if versements:
            _raconter(f"releve.{acte}", versements[0].lot, acteur, lignes=len(versements))
            annoncer_versements(versements, acte, acteur)
    return examinees


def _refus(ligne: LigneReleve, versement: Versement | None, jour: date, double: bool) -> str:
    if versement is None:
        return "Aucun versement de cette référence à votre Caf."
    if double:
        return "Cette référence est déjà dans une ligne de ce fichier."
    if ligne.montant != versement.net:
        return f"Le montant ordonné est {euros(versement.net)}."
    if versement.etat in (EtatVersement.PROPOSE, EtatVersement.RETIRE):
        return "Ce versement n’a pas été ordonné."
    if versement.etat == EtatVersement.REJETE:
        if ligne.rejet and est_le_meme(ligne.rejet, versement.motif):
            return ""
        return f"Ce versement est enregistré comme rejeté : « {versement.motif} »."
    if ligne.rejet:
        return "" if versement.net else TOUT_RETENU
    if versement.etat == EtatVersement.PAYE and ligne.le != versement.paye_le:
        return f"Ce versement est enregistré comme payé le {date_fr(versement.paye_le)}."
    if ligne.le is None or ligne.le > jour:
        return A_VENIR
    ordonne = versement.lot.ordonne_le
    tot = ordonne is not None and ligne.le < timezone.localdate(ordonne)
    return "Ce jour précède l’ordre de payer." if tot else ""


def _deja(ligne: LigneReleve, versement: Versement) -> bool:
    attendu = EtatVersement.REJETE if ligne.rejet else EtatVersement.PAYE
    return versement.etat == attendu


def _verrouiller(versements: VersementQuerySet) -> VersementQuerySet:
    return (
        versements.select_related("lot__caf", "equipement__gestionnaire", "gestionnaire")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def _payer(versement: Versement, le: date) -> None:
    versement.etat, versement.paye_le = EtatVersement.PAYE.value, le
    versement.save(update_fields=["etat", "paye_le"])


def _rejeter(versement: Versement, motif: str) -> None:
    versement.etat, versement.motif = EtatVersement.REJETE.value, motif
    versement.save(update_fields=["etat", "motif"])


def _raconter(
    action: str, lot: LotPaiement, acteur: Acteur, motif: str = "", **details: object
) -> None:
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=lot,
        caf_id=lot.caf_id,
        motif=motif,
        details={"lot": lot.reference, **details},
        le=acteur.maintenant,
    )
