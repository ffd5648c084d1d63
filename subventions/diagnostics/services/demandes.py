"""Asking for a diagnostic, deciding, recording its payment: one act, one transaction, told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from habilitations.models import Convention, Dispositif
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du
from portal.socle import documents, journal
from portal.socle.contenus import FichierRefuse
from portal.socle.formats import date_fr
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import DemandeInvalide, impossible
from subventions.diagnostics.models import DemandeDiagnostic, EtatDiagnostic
from subventions.diagnostics.services.acces import (
    exiger,
    refus_de_decider,
    refus_de_demander,
    refus_de_retirer,
)
from subventions.diagnostics.services.annonces import annoncer
from subventions.diagnostics.services.bornes import bornes_de_la_facture, bornes_du_paiement
from subventions.regles.estimation import Estimation
from subventions.regles.parametres import DIAGNOSTIC
from subventions.services import estimer_pour, figer_calcul

DEJA = "Le diagnostic de cette CTG est déjà demandé : il n’est financé qu’une fois."
NON_ACCEPTE = "Un diagnostic se paie une fois, quand il est accepté."
MONTANT_CHANGE = (
    "Le montant calculé a changé depuis que cette page est ouverte : relisez-le, puis acceptez de "
    "nouveau."
)
SANS_MONTANT = "Le barème du diagnostic n’est pas publié pour cet exercice : rien ne se calcule."


@dataclass(frozen=True)
class Saisie:
    """What the partner tells of the study: expense in euros, day of the invoice."""

    objet: str
    depense: Decimal
    facture_le: date


def demander(
    convention_id: int,
    saisie: Saisie,
    *,
    fichier: "UploadedFile[Any]",
    jeton: UUID,
    acteur: Acteur,
) -> DemandeDiagnostic:
    """Ask for the financing of the study of a CTG; sent twice, one request.

    Raises ActionRefusee (another role, not a CTG, asked already), DemandeInvalide,
    Convention.DoesNotExist.
    """
    convention = Convention.objects.select_related("equipement__portefeuille").get(pk=convention_id)
    equipement = convention.equipement
    exiger(refus_de_demander(acteur, equipement))
    if equipement.dispositif != Dispositif.CCT:
        raise impossible("Le diagnostic se finance pour une convention territoriale globale.")
    siennes = DemandeDiagnostic.objects.filter(jeton=jeton, demande_par=acteur.utilisateur)
    if faite := siennes.first():
        return faite
    _verifier(saisie, convention, acteur)
    try:
        examen = documents.examiner(fichier)
        with documents.sans_orphelin(), transaction.atomic():
            demande = DemandeDiagnostic.objects.create(
                convention=convention,
                equipement=equipement,
                gestionnaire_id=equipement.gestionnaire_id,
                caf_id=equipement.caf_id,
                annee=exercice_du(DIAGNOSTIC, saisie.facture_le),
                objet=saisie.objet,
                depense=saisie.depense,
                facture_le=saisie.facture_le,
                document=documents.garder(
                    examen,
                    auteur=acteur.utilisateur,
                    gestionnaire_id=equipement.gestionnaire_id,
                    caf_id=equipement.caf_id,
                    le=acteur.maintenant,
                ),
                jeton=jeton,
                demande_par=acteur.utilisateur,
                demande_le=acteur.maintenant,
            )
            _raconter(demande, acteur)
    except FichierRefuse as refus:
        raise DemandeInvalide("fichier", str(refus)) from None
    except IntegrityError as erreur:
        if "diagnostic_un_par_ctg" not in str(erreur):
            raise
        raise impossible(DEJA) from None
    return demande


def _verifier(saisie: Saisie, convention: Convention, acteur: Acteur) -> None:
    if saisie.depense <= 0:
        raise DemandeInvalide("depense", "La dépense est supérieure à zéro.")
    bornes_de_la_facture(convention, acteur.jour).exiger("facture_le", saisie.facture_le)


@transaction.atomic
def retirer(demande_id: int, *, motif: str, acteur: Acteur) -> DemandeDiagnostic:
    """Give up a request of one's partner before it is decided; again, no effect.

    Another may then be made, by who runs the équipement.

    Raises ActionRefusee, DemandeInvalide, DemandeDiagnostic.DoesNotExist.
    """
    demande = _verrouiller(demande_id)
    exiger(refus_de_retirer(acteur, demande))
    motif = exiger_motif(motif, "Dites pourquoi cette demande est retirée.")
    return _decider(demande, EtatDiagnostic.RETIRE, acteur, motif)


@transaction.atomic
def accepter(demande_id: int, *, acteur: Acteur, vu: str = "") -> DemandeDiagnostic:
    """Grant what the engine computes today, and freeze it; again, no effect.

    ``vu`` is the amount that the page showed: no other is granted. Raises ActionRefusee (who does
    not follow the équipement, decided, barème not published), DemandeInvalide (the amount changed),
    DemandeDiagnostic.DoesNotExist.
    """
    demande = _verrouiller(demande_id)
    exiger(refus_de_decider(acteur, demande.equipement))
    if demande.etat == EtatDiagnostic.DEMANDE:
        estimation = estimation_de(demande)
        if not estimation.est_estimee:
            raise impossible(SANS_MONTANT)
        if vu and vu != str(estimation.montant):
            raise DemandeInvalide("vu", MONTANT_CHANGE)
        demande.calcul = figer_calcul(
            estimation,
            gestionnaire_id=demande.gestionnaire_id,
            caf_id=demande.caf_id,
            dispositif=DIAGNOSTIC,
            annee=demande.annee,
            donnees=donnees_de(demande),
            equipement_id=demande.equipement_id,
        )
    return _decider(demande, EtatDiagnostic.ACCEPTE, acteur)


@transaction.atomic
def refuser(demande_id: int, *, motif: str, acteur: Acteur) -> DemandeDiagnostic:
    """Refuse, with a reason that the partner reads; again, no effect.

    Raises ActionRefusee, DemandeInvalide, DemandeDiagnostic.DoesNotExist.
    """
    demande = _verrouiller(demande_id)
    exiger(refus_de_decider(acteur, demande.equipement))
    motif = exiger_motif(motif, "Dites au partenaire pourquoi sa demande n’est pas retenue.")
    return _decider(demande, EtatDiagnostic.REFUSE, acteur, motif)


@transaction.atomic
def payer(demande_id: int, *, le: date, acteur: Acteur) -> DemandeDiagnostic:
    """Record that it was paid on a day; again that day, no effect.

    Raises ActionRefusee (not accepted, paid another day), DemandeInvalide (a day to come, or before
    the decision), DemandeDiagnostic.DoesNotExist.
    """
    demande = _verrouiller(demande_id)
    exiger(refus_de_decider(acteur, demande.equipement))
    if demande.etat == EtatDiagnostic.PAYE:
        if demande.paye_le != le:
            raise impossible(
                f"Ce diagnostic est enregistré comme payé le {date_fr(demande.paye_le)}."
            )
        return demande
    if demande.etat != EtatDiagnostic.ACCEPTE or demande.decide_le is None:
        raise impossible(NON_ACCEPTE)
    bornes_du_paiement(demande.decide_le, acteur.jour).exiger("le", le)
    demande.etat, demande.paye_le, demande.paye_par = EtatDiagnostic.PAYE, le, acteur.utilisateur
    demande.save(update_fields=["etat", "paye_le", "paye_par"])
    _raconter(demande, acteur)
    return demande


def estimation_de(demande: DemandeDiagnostic) -> Estimation:
    """The computation frozen with a request, else what the engine gives today."""
    if demande.calcul is not None:
        return demande.calcul.estimation
    return estimer_pour(DIAGNOSTIC, demande.annee, demande.caf_id, donnees_de(demande))


def deja_decidee(demande: DemandeDiagnostic) -> str:
    """Why nothing is decided of a request any more."""
    return f"Cette demande est déjà décidée : {demande.get_etat_display().lower()}."


def donnees_de(demande: DemandeDiagnostic) -> dict[str, str]:
    """What the engine is given."""
    return {"depense": f"{demande.depense:.2f}"}


def _decider(
    demande: DemandeDiagnostic, etat: EtatDiagnostic, acteur: Acteur, motif: str = ""
) -> DemandeDiagnostic:
    if demande.etat == etat:
        exiger_le_meme(motif, demande.decision_motif, deja_decidee(demande))
        return demande
    if demande.etat != EtatDiagnostic.DEMANDE:
        raise impossible(deja_decidee(demande))
    demande.etat, demande.decision_motif = etat, motif
    demande.decide_par, demande.decide_le = acteur.utilisateur, acteur.maintenant
    demande.save(update_fields=["etat", "calcul", "decision_motif", "decide_par", "decide_le"])
    _raconter(demande, acteur, motif)
    return demande


def _verrouiller(demande_id: int) -> DemandeDiagnostic:
    return (
        DemandeDiagnostic.objects.select_related("equipement__portefeuille", "caf")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=demande_id)
    )


def _raconter(demande: DemandeDiagnostic, acteur: Acteur, motif: str = "") -> None:
    """Tell the people, then the journal, whose chain stays locked until the commit."""
    annoncer(demande, acteur)
    journal.ecrire(
        f"diagnostic.{demande.etat}",
        auteur=acteur.utilisateur,
        objet=demande,
        gestionnaire_id=demande.gestionnaire_id,
        caf_id=demande.caf_id,
        motif=motif,
        details={
            "convention": demande.convention_id,
            "depense": str(demande.depense),
            "montant": str(demande.calcul.montant) if demande.calcul else None,
            "paye_le": demande.paye_le.isoformat() if demande.paye_le else None,
        },
        le=acteur.maintenant,
    )
