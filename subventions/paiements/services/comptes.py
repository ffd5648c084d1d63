"""Bank accounts of partners: proposed by one person, confirmed or refused by another."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from habilitations.models import Caf
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from portal.socle import documents, journal
from portal.socle.contenus import FichierRefuse
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible, interdit
from subventions.paiements.models import CompteBancaire, EtatCompte, ReglagePaiement
from subventions.paiements.regles.iban import IbanRefuse, lire_bic, lire_iban, masquer
from subventions.paiements.services.acces import (
    exiger_conseiller,
    tient_le_compte,
    verrouiller_partenaire,
)
from subventions.paiements.services.annonces import ACTIF, PROPOSE, REFUSE, annoncer_compte

ATTEND_DEJA = "Un changement de compte attend déjà sa confirmation."
DEUX_PERSONNES = "Vous avez proposé ce compte : une autre personne de la Caf le confirme."


def proposer_compte(
    caf_id: int,
    gestionnaire_id: int,
    *,
    titulaire: str,
    iban: str,
    bic: str,
    fichier: "UploadedFile[Any]",
    jeton: UUID,
    acteur: Acteur,
) -> CompteBancaire:
    """Propose an account with its paper; a second click gives the first one.

    By the partner's finance provider or approbateur, or by a gestionnaire conseil. Raises
    ActionRefusee (neither; one waits already), DemandeInvalide, Adhesion.DoesNotExist.
    """
    cote_caf = not tient_le_compte(caf_id, gestionnaire_id, acteur)
    if cote_caf:
        exiger_conseiller(caf_id, acteur, "ou le partenaire propose un compte bancaire")
    lus = _lire(iban, bic)
    try:
        examen = documents.examiner(fichier)  # before anything is locked: it may take a while
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    with documents.sans_orphelin(), transaction.atomic():
        base = verrouiller_partenaire(caf_id, gestionnaire_id)
        siens = CompteBancaire.objects.filter(caf=caf_id, gestionnaire=gestionnaire_id)
        deja = siens.filter(jeton=jeton, propose_par=acteur.utilisateur).first()
        if deja:
            return deja
        if siens.filter(etat=EtatCompte.PROPOSE).exists():
            raise impossible(ATTEND_DEJA)
        if siens.en_vigueur().filter(iban=lus[0]).exists():
            raise DemandeInvalide("iban", "Ce compte est déjà celui qui est en vigueur.")
        document = documents.garder(
            examen,
            auteur=acteur.utilisateur,
            gestionnaire_id=gestionnaire_id,
            caf_id=caf_id,
            le=acteur.maintenant,
        )
        compte = CompteBancaire.objects.create(
            caf=base.caf,
            gestionnaire=base.gestionnaire,
            titulaire=titulaire.strip(),
            iban=lus[0],
            bic=lus[1],
            document=document,
            jeton=jeton,
            cote_caf=cote_caf,
            propose_par=acteur.utilisateur,
            propose_le=acteur.maintenant,
        )
        _raconter("compte.propose", compte, acteur)
        annoncer_compte(compte, PROPOSE, acteur)
    return compte


@transaction.atomic
def confirmer_compte(compte_id: int, *, iban: str, acteur: Acteur) -> CompteBancaire:
    """Put an account in force, once typed again from its paper; the former one is replaced.

    The same again changes nothing. Raises ActionRefusee (not a gestionnaire conseil; who proposed
    it; refused), DemandeInvalide (another IBAN), CompteBancaire.DoesNotExist.
    """
    compte = _ouvrir(compte_id, acteur)
    if acteur.utilisateur.pk == compte.propose_par_id:
        raise interdit(DEUX_PERSONNES)
    if compte.etat == EtatCompte.ACTIF and compte.confirme_par_id == acteur.utilisateur.pk:
        return compte
    _exiger_propose(compte)
    if _lire(iban, "")[0] != compte.iban:
        raise DemandeInvalide(
            "iban",
            "Ce n’est pas l’IBAN proposé : relisez la pièce, et refusez ce compte s’ils diffèrent.",
        )
    siens = CompteBancaire.objects.filter(caf=compte.caf_id, gestionnaire=compte.gestionnaire_id)
    ancien = siens.en_vigueur().select_for_update(no_key=True).first()
    if ancien:
        ancien.etat = EtatCompte.REMPLACE
        ancien.clos_par, ancien.clos_le = acteur.utilisateur, acteur.maintenant
        ancien.save(update_fields=["etat", "clos_par", "clos_le"])
    compte.etat = EtatCompte.ACTIF
    compte.confirme_par, compte.confirme_le = acteur.utilisateur, acteur.maintenant
    compte.save(update_fields=["etat", "confirme_par", "confirme_le"])
    _raconter("compte.confirme", compte, acteur, remplace=ancien.iban_masque if ancien else "")
    annoncer_compte(compte, ACTIF, acteur)
    return compte


@transaction.atomic
def refuser_compte(compte_id: int, *, motif: str, acteur: Acteur) -> CompteBancaire:
    """Refuse an account, or for who proposed it give it up; again, no effect.

    Raises ActionRefusee (not a gestionnaire conseil; in force), DemandeInvalide,
    CompteBancaire.DoesNotExist.
    """
    compte = _ouvrir(compte_id, acteur, abandon=True)
    if compte.etat == EtatCompte.REFUSE:
        exiger_le_meme(motif, compte.refus_motif, "Ce compte est déjà refusé.")
        return compte
    _exiger_propose(compte)
    compte.refus_motif = exiger_motif(motif, "Indiquez pourquoi ce compte n’est pas retenu.")
    compte.etat = EtatCompte.REFUSE
    compte.clos_par, compte.clos_le = acteur.utilisateur, acteur.maintenant
    compte.save(update_fields=["etat", "clos_par", "clos_le", "refus_motif"])
    _raconter("compte.refuse", compte, acteur, motif=compte.refus_motif)
    annoncer_compte(compte, REFUSE, acteur)
    return compte


@transaction.atomic
def regler_compte_payeur(
    caf_id: int, *, titulaire: str, iban: str, bic: str, acteur: Acteur
) -> ReglagePaiement:
    """Keep the account from which a Caf pays; the same again changes nothing.

    Raises ActionRefusee (not its responsable), DemandeInvalide, Caf.DoesNotExist.
    """
    if not est_responsable(caf_id, acteur):
        raise interdit("Seul le responsable des habilitations de la Caf règle son compte payeur.")
    caf = Caf.objects.select_for_update(no_key=True).get(pk=caf_id)
    lus = (titulaire.strip(), *_lire(iban, bic))
    reglage = ReglagePaiement.objects.filter(caf=caf).first() or ReglagePaiement(caf=caf)
    if (reglage.titulaire, reglage.iban, reglage.bic) == lus:
        return reglage
    avant = reglage.iban_masque
    reglage.titulaire, reglage.iban, reglage.bic = lus
    reglage.save()
    journal.ecrire(
        "compte_payeur.regle",
        auteur=acteur.utilisateur,
        objet=reglage,
        caf_id=caf.pk,
        details={"avant": avant, "apres": reglage.iban_masque},
        le=acteur.maintenant,
    )
    return reglage


def _lire(iban: str, bic: str) -> tuple[str, str]:
    try:
        lu = lire_iban(iban)
    except IbanRefuse as refus:
        raise DemandeInvalide("iban", str(refus)) from None
    try:
        return lu, lire_bic(bic)
    except IbanRefuse as refus:
        raise DemandeInvalide("bic", str(refus)) from None


def _ouvrir(compte_id: int, acteur: Acteur, *, abandon: bool = False) -> CompteBancaire:
    """Lock a partner, then its account. Raises ActionRefusee for who does not process it."""
    compte = CompteBancaire.objects.select_related("propose_par").get(pk=compte_id)
    sien = compte.propose_par_id == acteur.utilisateur.pk
    if not (abandon and sien):
        exiger_conseiller(compte.caf_id, acteur, "confirme ou refuse un compte bancaire")
    verrouiller_partenaire(compte.caf_id, compte.gestionnaire_id)
    return (
        CompteBancaire.objects.select_for_update(of=("self",), no_key=True)
        .select_related("caf", "gestionnaire", "propose_par", "confirme_par")
        .get(pk=compte_id)
    )


def _exiger_propose(compte: CompteBancaire) -> None:
    if compte.etat == EtatCompte.REFUSE:
        raise impossible("Ce compte a été refusé : proposez-en un autre.")
    if compte.etat != EtatCompte.PROPOSE:
        raise impossible(f"Ce compte a été confirmé par {compte.confirme_par}.")


def _raconter(
    action: str, compte: CompteBancaire, acteur: Acteur, motif: str = "", remplace: str = ""
) -> None:
    """Masked: the journal never holds an account whole."""
    details = {
        "compte": masquer(compte.iban),
        "titulaire": compte.titulaire,
        "sha256": compte.document.sha256,
        "propose_par": compte.propose_par_id,
    }
    journal.ecrire(
        action,
        auteur=acteur.utilisateur,
        objet=compte,
        gestionnaire_id=compte.gestionnaire_id,
        caf_id=compte.caf_id,
        motif=motif,
        details=details | ({"remplace": remplace} if remplace else {}),
        le=acteur.maintenant,
    )
