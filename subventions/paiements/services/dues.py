"""What is due, step by step, and whether it may be paid as it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from subventions.models import Droit
from subventions.paiements.models import CompteBancaire, Versement
from subventions.paiements.regles.alertes import Depassement, depassement
from subventions.paiements.regles.echeances import dresser
from subventions.paiements.regles.etats import EtatVersement, Nature
from subventions.paiements.regles.situation import Echeance, VersementConnu
from subventions.paiements.services.echeancier import Cle, EcheancierLu, echeanciers_de
from subventions.regles.nombres import ZERO

# So many exercices back: those that a Caf may still control (DOMAINE §7).
EXERCICES = 4


@dataclass(frozen=True)
class LigneDue:
    """One step that is due, and why it cannot be paid, if it cannot."""

    dossier: EcheancierLu
    echeance: Echeance
    compte: CompteBancaire | None
    refus: tuple[str, ...] = ()

    @property
    def depassement(self) -> Depassement | None:
        """Acomptes that pass the usual share of the last right known: to look at, not to stop."""
        return _depassement(self.dossier, self.echeance.nature, self.echeance.rang)

    @property
    def cle(self) -> str:
        """What a form sends back: the step, and the amount that was looked at."""
        e = self.echeance
        pk = self.dossier.equipement.pk
        return f"{pk}.{self.dossier.annee}.{e.nature.value}.{e.rang}.{e.montant}"

    @property
    def montant(self) -> Decimal:
        return self.echeance.montant or ZERO


def lignes_dues(caf_id: int, acteur: Acteur) -> list[LigneDue]:
    """What is due, or suspended, of the files that a person follows; a fixed number of queries."""
    siens = Equipement.objects.filter(caf=caf_id, portefeuille__in=acteur.portefeuilles)
    depuis = acteur.jour.year - EXERCICES
    droits = Droit.objects.en_vigueur().filter(caf=caf_id, equipement__in=siens, annee__gte=depuis)
    return _lignes(set(droits.values_list("equipement", "annee")), caf_id)


def _lignes(cles: Collection[Cle], caf_id: int) -> list[LigneDue]:
    dossiers = echeanciers_de(sorted(cles))
    chez = {d.beneficiaire.pk for d in dossiers.values()}
    actifs = CompteBancaire.objects.en_vigueur().filter(caf=caf_id, gestionnaire__in=chez)
    comptes = {c.gestionnaire_id: c for c in actifs.select_related("gestionnaire")}
    return [
        LigneDue(dossier, echeance, comptes.get(dossier.beneficiaire.pk), refus)
        for dossier in dossiers.values()
        for echeance in dossier.echeancier.echeances
        if echeance.montant and echeance.etat in ("du", "suspendu")
        for refus in [_refus(dossier, echeance, dossier.beneficiaire.pk in comptes)]
    ]


def _refus(dossier: EcheancierLu, echeance: Echeance, a_un_compte: bool) -> tuple[str, ...]:
    refus = [s.get_cause_display() for s in dossier.suspensions]
    if not a_un_compte:
        refus.append("Aucun compte bancaire confirmé")
    if echeance.nature == Nature.ACOMPTE and any(
        e.est_due and e.rang < echeance.rang for e in dossier.echeancier.echeances
    ):
        refus.append("L’acompte précédent n’est pas versé")
    return tuple(refus)


def depassements_du_lot(versements: Sequence[Versement]) -> dict[int, Depassement]:
    """Those of the acomptes of a lot, by the id of the payment."""
    dossiers = echeanciers_de({(v.equipement_id, v.annee) for v in versements})
    trouves = {
        v.pk: _depassement(dossiers[v.equipement_id, v.annee], v.nature, v.rang) for v in versements
    }
    return {pk: trouve for pk, trouve in trouves.items() if trouve}


def _depassement(dossier: EcheancierLu, nature: str, rang: int) -> Depassement | None:
    if nature != Nature.ACOMPTE:
        return None
    return depassement(dossier.situation, dossier.echeancier, rang)


def troubles_du_lot(versements: Sequence[Versement]) -> list[tuple[Versement, str]]:
    """Why each payment proposed could not be ordered as it stands; empty when it could."""
    dossiers = echeanciers_de({(v.equipement_id, v.annee) for v in versements})
    chez = {v.gestionnaire_id for v in versements}
    actifs = set(
        CompteBancaire.objects.en_vigueur()
        .filter(gestionnaire__in=chez)
        .values_list("pk", flat=True)
    )
    dits = []
    for v in versements:
        dossier = dossiers[v.equipement_id, v.annee]
        quoi = f"{v.libelle} {libelle_exercice(v.dispositif, v.annee)}, {v.equipement}"
        trouble = ""
        if dossier.suspensions:
            trouble = f"{quoi} : suspendu ({dossier.suspensions[0].get_cause_display()})"
        elif v.compte_id not in actifs:
            trouble = f"{quoi} : le compte bancaire a changé"
        elif _ce_qui_serait_du(dossier, v) != v.montant:
            trouble = f"{quoi} : le montant dû a changé"
        dits.append((v, trouble))
    return dits


def _ce_qui_serait_du(dossier: EcheancierLu, versement: Versement) -> Decimal | None:
    """What this step would be worth now, had it been taken out of its lot."""
    connu = VersementConnu(versement.nature, versement.rang, versement.montant, versement.etat)
    retire = replace(connu, etat=EtatVersement.RETIRE.value)
    versements = tuple(retire if v == connu else v for v in dossier.situation.versements)
    for echeance in dresser(replace(dossier.situation, versements=versements)).echeances:
        if not echeance.est_due or echeance.nature != versement.nature:
            continue
        if echeance.nature == Nature.SOLDE or echeance.rang == versement.rang:
            return echeance.montant
    return None
