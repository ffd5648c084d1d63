"""Lots of payments: proposed from what is due, ordered by another person, or refused."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from habilitations.models import Caf
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.formats import date_fr
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus, impossible, interdit
from subventions.paiements.models import EtatLot, Imputation, LotPaiement, Versement
from subventions.paiements.regles import jours
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.regles.indus import imputer
from subventions.paiements.services.acces import exiger_conseiller
from subventions.paiements.services.annonces_lots import (
    annoncer_le_refus,
    demander_le_bon_a_payer,
)
from subventions.paiements.services.annonces_versements import ORDONNE, annoncer_versements
from subventions.paiements.services.dues import LigneDue, lignes_dues, troubles_du_lot
from subventions.paiements.services.restes import a_compenser
from subventions.regles.nombres import ZERO

DEUX_PERSONNES = "Vous avez proposé ce lot : une autre personne de la Caf l’ordonne."
CHANGE = "Ce qui est dû a changé depuis cet aperçu : relisez-le. Rien n’est proposé."


@transaction.atomic
def proposer_lot(caf_id: int, *, cles: Sequence[str], acteur: Acteur) -> LotPaiement:
    """Propose the steps chosen, each as it was looked at; all of them or none.

    A second click gives the lot of the first. Raises ActionRefusee (not a gestionnaire conseil;
    something changed meanwhile), DemandeInvalide (nothing chosen), Caf.DoesNotExist.
    """
    exiger_conseiller(caf_id, acteur, "propose un lot de paiements")
    if not cles:
        raise DemandeInvalide("cles", "Choisissez au moins une échéance.")
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    if deja := _deja_propose(caf_id, set(cles), acteur):
        return deja
    choisies = [ligne for ligne in lignes_dues(caf_id, acteur) if ligne.cle in set(cles)]
    if len(choisies) != len(set(cles)) or any(ligne.refus for ligne in choisies):
        raise impossible(CHANGE)
    dernier = LotPaiement.objects.filter(caf=caf).aggregate(n=Max("numero"))["n"] or 0
    lot = LotPaiement.objects.create(
        caf=caf,
        numero=dernier + 1,
        propose_par=acteur.utilisateur,
        propose_le=acteur.maintenant,
    )
    restes = a_compenser(caf_id, {ligne.dossier.beneficiaire.pk for ligne in choisies})
    try:
        with transaction.atomic():
            for rang, ligne in enumerate(choisies, 1):
                _inscrire(lot, rang, ligne, restes)
    except IntegrityError as erreur:
        if "versement_une_fois" not in str(erreur):
            raise
        raise impossible(CHANGE) from None
    _raconter("lot.propose", lot, acteur)
    demander_le_bon_a_payer(lot, acteur)
    return lot


def _deja_propose(caf_id: int, cles: Collection[str], acteur: Acteur) -> LotPaiement | None:
    """The last lot of this person at the Caf, when it waits and holds these very steps."""
    siens = LotPaiement.objects.filter(caf=caf_id, propose_par=acteur.utilisateur)
    dernier = siens.filter(etat=EtatLot.PROPOSE).select_related("caf").order_by("-pk").first()
    if dernier is None:
        return None
    tenues = dernier.versements.filter(etat=EtatVersement.PROPOSE.value)
    lues = tenues.values_list("equipement", "annee", "nature", "rang", "montant")
    return dernier if {".".join(map(str, ligne)) for ligne in lues} == cles else None


def _inscrire(
    lot: LotPaiement, rang: int, ligne: LigneDue, restes: dict[int, list[tuple[int, Decimal]]]
) -> None:
    """Write one payment, lowered by what its partner must give back."""
    dossier, echeance = ligne.dossier, ligne.echeance
    siens = restes.get(dossier.beneficiaire.pk, [])
    imputes = imputer(ligne.montant, siens)
    assert ligne.compte is not None  # noqa: S101 - a line without an account is refused
    versement = Versement.objects.create(
        lot=lot,
        caf=lot.caf,
        gestionnaire=dossier.beneficiaire,
        equipement=dossier.equipement,
        dispositif=dossier.equipement.dispositif,
        annee=dossier.annee,
        nature=echeance.nature.value,
        rang=echeance.rang,
        libelle=echeance.libelle,
        profil=dossier.profil.code,
        montant=ligne.montant,
        retenue=sum((m for _, m in imputes), ZERO),
        compte=ligne.compte,
        reference=f"{lot.reference}-{rang:04d}",
    )
    Imputation.objects.bulk_create(
        Imputation(indu_id=indu, versement=versement, montant=montant) for indu, montant in imputes
    )
    pris = dict(imputes)
    restes[dossier.beneficiaire.pk] = [(pk, reste - pris.get(pk, ZERO)) for pk, reste in siens]


@transaction.atomic
def ordonner_lot(lot_id: int, *, execution_le: date, acteur: Acteur, vu: str = "") -> LotPaiement:
    """Order what is in a lot, by another person than who proposed it; again that day, no effect.

    ``vu`` is what its page showed (``vu_du_lot``): nothing else is ordered. What is entirely set
    off is paid by that. Raises ActionRefusee (not a gestionnaire conseil; who proposed it; refused;
    changed since its page; a line is no longer due as it stands), DemandeInvalide (a day past),
    LotPaiement.DoesNotExist.
    """
    lot = _ouvrir(lot_id, acteur)
    if lot.propose_par_id == acteur.utilisateur.pk:
        raise interdit(DEUX_PERSONNES)
    ordonne = (lot.ordonne_par_id, lot.execution_le)
    if lot.etat == EtatLot.ORDONNE and ordonne == (acteur.utilisateur.pk, execution_le):
        return lot
    _exiger_propose(lot)
    jours.de_l_execution(acteur.jour).exiger("execution_le", execution_le)
    versements = _a_ordonner(lot)
    if not versements:
        raise impossible("Ce lot ne contient plus rien : refusez-le.")
    if vu and vu != vu_du_lot(versements):
        raise impossible("Ce lot a changé depuis que vous l’avez ouvert : relisez-le.")
    if troubles := [t for v, t in troubles_du_lot(versements) if t]:
        raise impossible(f"Ce lot ne peut pas être ordonné : {' ; '.join(troubles)}.")
    lot.etat, lot.execution_le = EtatLot.ORDONNE, execution_le
    lot.ordonne_par, lot.ordonne_le = acteur.utilisateur, acteur.maintenant
    lot.save(update_fields=["etat", "execution_le", "ordonne_par", "ordonne_le"])
    for versement in versements:
        versement.etat = EtatVersement.ORDONNE.value
        versement.save(update_fields=["etat"])
        if versement.net == 0:
            versement.etat, versement.paye_le = EtatVersement.PAYE.value, acteur.jour
            versement.save(update_fields=["etat", "paye_le"])
    _raconter("lot.ordonne", lot, acteur)
    annoncer_versements(versements, ORDONNE, acteur)
    return lot


@transaction.atomic
def refuser_lot(lot_id: int, *, motif: str, acteur: Acteur) -> LotPaiement:
    """Refuse a lot, or for who proposed it give it up: its steps are due again; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; ordered), DemandeInvalide,
    LotPaiement.DoesNotExist.
    """
    lot = _ouvrir(lot_id, acteur)
    if lot.etat == EtatLot.REFUSE:
        exiger_le_meme(motif, lot.refus_motif, "Ce lot a déjà été refusé.")
        return lot
    _exiger_propose(lot)
    motif = exiger_motif(motif, "Indiquez pourquoi ce lot n’est pas ordonné.")
    for versement in _a_ordonner(lot):
        versement.etat, versement.motif = EtatVersement.RETIRE.value, motif
        versement.save(update_fields=["etat", "motif"])
    lot.etat, lot.refus_motif = EtatLot.REFUSE, motif
    lot.refuse_par, lot.refuse_le = acteur.utilisateur, acteur.maintenant
    lot.save(update_fields=["etat", "refus_motif", "refuse_par", "refuse_le"])
    _raconter("lot.refuse", lot, acteur, motif)
    annoncer_le_refus(lot, acteur)
    return lot


@transaction.atomic
def retirer_versement(versement_id: int, *, motif: str, acteur: Acteur) -> Versement:
    """Take one line out of a lot that is not ordered; its step is due again; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; ordered), DemandeInvalide,
    Versement.DoesNotExist.
    """
    connu = Versement.objects.only("lot").get(pk=versement_id)
    lot = _ouvrir(connu.lot_id, acteur)
    versement = lot.versements.select_for_update(of=("self",), no_key=True).get(pk=versement_id)
    if versement.etat == EtatVersement.RETIRE:
        exiger_le_meme(motif, versement.motif, "Ce versement est déjà retiré du lot.")
        return versement
    _exiger_propose(lot)
    versement.motif = exiger_motif(motif, "Indiquez pourquoi ce versement est retiré du lot.")
    versement.etat = EtatVersement.RETIRE.value
    versement.save(update_fields=["etat", "motif"])
    _raconter("versement.retire", lot, acteur, versement.motif, versement=versement.pk)
    return versement


def _ouvrir(lot_id: int, acteur: Acteur) -> LotPaiement:
    """Lock a lot. Raises ActionRefusee for who does not process the payments of its Caf."""
    lot = (
        LotPaiement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("caf", "propose_par", "ordonne_par")
        .get(pk=lot_id)
    )
    exiger_conseiller(lot.caf_id, acteur, "ordonne ou refuse un lot de paiements")
    return lot


def _a_ordonner(lot: LotPaiement) -> list[Versement]:
    siens = lot.versements.filter(etat=EtatVersement.PROPOSE.value)
    charges = siens.select_related("equipement__gestionnaire", "gestionnaire", "lot__caf")
    return list(charges.select_for_update(of=("self",), no_key=True))


def vu_du_lot(versements: Iterable[Versement]) -> str:
    """How many lines wait for the order and what they are worth, as a form sends it back."""
    montants = [v.net for v in versements]
    return f"{len(montants)}:{sum(montants, ZERO)}"


def refus_de_decider(lot: LotPaiement) -> Refus | None:
    """Why a lot is no longer to be ordered nor refused, None while it waits."""
    if lot.etat == EtatLot.REFUSE:
        return Refus(MOMENT, "Ce lot a été refusé.")
    if lot.etat == EtatLot.ORDONNE:
        execution = f"pour une exécution le {date_fr(lot.execution_le)}"
        return Refus(MOMENT, f"Ce lot a été ordonné par {lot.ordonne_par}, {execution}.")
    return None


def _exiger_propose(lot: LotPaiement) -> None:
    if refus := refus_de_decider(lot):
        raise ActionRefusee(refus)


def _raconter(
    action: str, lot: LotPaiement, acteur: Acteur, motif: str = "", **details: object
) -> None:
    """No amount: the rows hold them."""
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=lot,
        caf_id=lot.caf_id,
        motif=motif,
        details={"lot": lot.reference, "lignes": lot.versements.count(), **details},
        le=acteur.maintenant,
    )
