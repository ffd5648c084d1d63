"""The schedule of a file as people read it: steps, what each waits for, the year's cash drawn."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import ESPACE_INSECABLE, date_fr, euros, taux
from subventions.droits.services.lectures import decision_en_vigueur
from subventions.paiements.models import Versement
from subventions.paiements.presentation.profils import NON_DEFINI
from subventions.paiements.regles.alertes import PART_DES_ACOMPTES, Depassement
from subventions.paiements.regles.etats import EtatEcheance, EtatVersement
from subventions.paiements.regles.sepa import reference_rf
from subventions.paiements.regles.situation import Echeance
from subventions.paiements.services.echeancier import EcheancierLu
from subventions.presentation.decisions import etape_de
from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.profils import DROITS
from subventions.regles.estimation import STATUTS
from subventions.regles.etapes import Etape

LARGEUR = 200
_ETATS = {
    EtatEcheance.PROPOSE: ("En préparation", "info"),
    EtatEcheance.ORDONNE: ("Ordonné", "info"),
    EtatEcheance.PAYE: ("Versé", "succes"),
    EtatEcheance.DU: ("À verser", "attention"),
    EtatEcheance.SUSPENDU: ("Suspendu", "erreur"),
    EtatEcheance.ATTEND: ("En attente", "neutre"),
    EtatEcheance.REPRIS: ("Repris dans le solde", "neutre"),
    EtatEcheance.NUL: ("Rien à verser", "neutre"),
}
# Of a payment by itself, in the words of the schedule.
ETATS_DU_VERSEMENT = {
    EtatVersement.ORDONNE: _ETATS[EtatEcheance.ORDONNE],
    EtatVersement.PAYE: _ETATS[EtatEcheance.PAYE],
    EtatVersement.REJETE: ("Rejeté par la banque", "erreur"),
}
_SANS_OBJET = {
    "reel_n2": "La déclaration réelle de l’avant-dernier exercice est sans objet",
    "reel_n1": "La déclaration réelle de l’exercice précédent est sans objet",
    "previsionnel": "La déclaration prévisionnelle est sans objet",
    "actualise": "La déclaration actualisée est sans objet",
    "reel": "La déclaration réelle est sans objet",
}
_A_TRANSMETTRE = {
    "reel_n2": "que la Caf ait validé la déclaration réelle de l’avant-dernier exercice",
    "reel_n1": "que la Caf ait validé la déclaration réelle de l’exercice précédent",
    "previsionnel": "que la déclaration prévisionnelle soit transmise",
    "actualise": "que la déclaration actualisée soit transmise",
    "reel": "que la déclaration réelle soit transmise",
}


@dataclass(frozen=True)
class LigneLue:
    """One step: ``largeur`` draws it, from 0 to 200."""

    libelle: str
    etat: str
    ton: str
    montant: str
    precisions: list[str]
    largeur: int
    cumul: str


@dataclass(frozen=True)
class BlocEcheancier:
    """What the template draws. ``alerte`` is said in place of the steps when there are none;
    ``decisions`` are the steps of those that set the rights they start from; ``ancien``, who is
    paid when the équipement has passed to another gestionnaire since."""

    dispositif: str
    titre: str
    profil: str
    alerte: str
    lignes: list[LigneLue]
    verse: str
    en_cours: str
    a_verser: str
    rembourse: str
    trop_percu: str
    etapes: tuple[Etape, ...]
    decisions: tuple[dict[str, Any], ...] = ()
    ancien: str = ""


def bloc_echeancier(lu: EcheancierLu) -> BlocEcheancier:
    """The schedule of a file, for the page of its money and for its own."""
    echeancier = lu.echeancier
    profil = profils_acomptes().get(lu.profil.code)
    plus_grand = max((e.montant or Decimal(0) for e in echeancier.echeances), default=Decimal(0))
    payes = {(v.nature, v.rang): v for v in lu.versements if v.etat in ("ordonne", "paye")}
    lignes, cumul = [], Decimal(0)
    for echeance in echeancier.echeances:
        cumul += echeance.montant or Decimal(0)
        versement = payes.get((echeance.nature.value, echeance.rang))
        lignes.append(_ligne(lu, echeance, versement, plus_grand, cumul))
    return BlocEcheancier(
        lu.equipement.dispositif,
        libelle_exercice(lu.equipement.dispositif, lu.annee),
        profil.libelle if profil else "",
        NON_DEFINI if echeancier.sans_profil else "",
        lignes,
        euros(echeancier.paye),
        euros(echeancier.en_cours) if echeancier.en_cours else "",
        euros(echeancier.a_payer),
        euros(echeancier.rembourse) if echeancier.rembourse else "",
        euros(echeancier.trop_percu) if echeancier.trop_percu else "",
        echeancier.etapes,
        _decisions(lu),
        lu.beneficiaire.nom if lu.beneficiaire != lu.equipement.gestionnaire else "",
    )


def _decisions(lu: EcheancierLu) -> tuple[dict[str, Any], ...]:
    """The decisions that set the rights which the steps start from, a step each."""
    cites = {nom for etape in lu.echeancier.etapes for nom, _ in etape.entrees}
    return tuple(
        etape_de(decision, calcule, DROITS[nom])
        for nom, droit in lu.droits.items()
        if DROITS[nom] in cites
        and (decision := decision_en_vigueur(droit))
        and (calcule := droit.calcul.montant) is not None
    )


def _ligne(
    lu: EcheancierLu,
    echeance: Echeance,
    versement: Versement | None,
    plus_grand: Decimal,
    cumul: Decimal,
) -> LigneLue:
    libelle, ton = _ETATS[echeance.etat]
    montant = echeance.montant
    largeur = int(montant * LARGEUR / plus_grand) if montant and plus_grand else 0
    return LigneLue(
        echeance.libelle,
        libelle,
        ton,
        "" if montant is None else euros(montant),
        precisions(lu, echeance, versement),
        largeur,
        euros(cumul) if montant else "",
    )


def precisions(
    lu: EcheancierLu, echeance: Echeance, versement: Versement | None = None
) -> list[str]:
    """What a step waits for, why it is stopped or lowered, when it was paid."""
    dites = [
        _SANS_OBJET[droit] if droit in lu.sans_objet else f"Attend {_attend(lu, droit)}"
        for droit in echeance.attend
    ]
    if echeance.etat == EtatEcheance.SUSPENDU:
        dites += [s.get_cause_display() for s in lu.suspensions]
    if echeance.plafonnee:
        dites.append("Plafonné par le réel N-1 : l’écart du prévisionnel n’est pas accepté")
    if versement:
        dites += dire_le_versement(versement)
    return dites


def _attend(lu: EcheancierLu, droit: str) -> str:
    """Who is awaited for a right: the partner, the Caf, or the barème once the Caf validated it."""
    if droit in lu.situation.provisoires:
        return f"que la Caf valide le {DROITS[droit]}"
    if valide := lu.droits.get(droit):
        raison = STATUTS[valide.calcul.statut]
        raison = f"{raison[:1].lower()}{raison[1:]}"
        return f"que le {DROITS[droit]} soit calculé{ESPACE_INSECABLE}: {raison}"
    return _A_TRANSMETTRE[droit]


def dire_le_depassement(depassement: Depassement) -> str:
    """What to look at before paying; the profile grants it, and nothing stops it."""
    return (
        f"À regarder{ESPACE_INSECABLE}: les acomptes feraient {euros(depassement.cumul)}, plus de "
        f"{taux(PART_DES_ACOMPTES)} du dernier droit connu (actualisé, {euros(depassement.droit)})"
    )


def dire_le_versement(versement: Versement) -> list[str]:
    """When it was paid, under which reference the bank shows it, what was kept of it."""
    dites = []
    if versement.paye_le:
        dites.append(f"le {date_fr(versement.paye_le)}")
    if versement.net:
        dites.append(f"Référence sur votre relevé : {reference_rf(versement.reference)}")
    if versement.retenue:
        dites.append(
            f"{euros(versement.net)} au compte, {euros(versement.retenue)} retenus pour un indu"
        )
    return dites
