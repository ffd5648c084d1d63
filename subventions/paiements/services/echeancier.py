"""The schedule of files, for pages, lots and exports: the one answer to what is due."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q

from habilitations.models import Equipement, Gestionnaire
from subventions.droits.regles.situation import Mouvements
from subventions.droits.services.lectures import le_meilleur, montant_retenu
from subventions.droits.services.sans_objet import natures_sans_objet
from subventions.models import Droit, NatureDroit, SuspensionDroit
from subventions.paiements.models import (
    NOUVEL_EQUIPEMENT,
    EcartAccepte,
    Imputation,
    ProfilCaf,
    Remboursement,
    Versement,
)
from subventions.paiements.regles.echeances import dresser
from subventions.paiements.regles.etats import EN_VIGUEUR
from subventions.paiements.regles.profils import ProfilRetenu
from subventions.paiements.regles.situation import EcheancierDossier, Situation, VersementConnu
from subventions.paiements.services.profils import retenu_par
from subventions.referentiels import profils_acomptes
from subventions.regles.nombres import ZERO

# An équipement, and the first year of an exercice.
Cle = tuple[int, int]
Rangee = TypeVar("Rangee", Droit, Versement, SuspensionDroit)
# The right that each name of the engine reads: its nature, and how many exercices before.
LECTURES: Mapping[str, tuple[NatureDroit, int]] = {
    "reel_n2": (NatureDroit.REEL, 2),
    "reel_n1": (NatureDroit.REEL, 1),
    "previsionnel": (NatureDroit.PREVISIONNEL, 0),
    "actualise": (NatureDroit.ACTUALISE, 0),
    "reel": (NatureDroit.REEL, 0),
}


@dataclass(frozen=True)
class EcheancierLu:
    """The schedule of a file, and what it rests on. ``beneficiaire``: who is paid, the present
    gestionnaire or the one before; ``droits``: definitive, by the names of the engine, and
    ``sans_objet`` those that will not come, their declaration being so."""

    equipement: Equipement
    annee: int
    profil: ProfilRetenu
    situation: Situation
    echeancier: EcheancierDossier
    beneficiaire: Gestionnaire
    versements: tuple[Versement, ...] = ()
    suspensions: tuple[SuspensionDroit, ...] = ()
    droits: Mapping[str, Droit] = field(default_factory=dict)
    sans_objet: frozenset[str] = frozenset()

    @property
    def solde_sans_objet(self) -> bool:
        """Tell whether what was paid can be neither settled nor claimed: no réelle will come."""
        return "reel" in self.sans_objet


@dataclass
class _Lot:
    """Rows of several files, read once."""

    equipements: Mapping[int, Equipement]
    droits: dict[Cle, list[Droit]] = field(default_factory=dict)
    versements: dict[Cle, list[Versement]] = field(default_factory=dict)
    suspensions: dict[Cle, list[SuspensionDroit]] = field(default_factory=dict)
    ecarts: set[Cle] = field(default_factory=set)
    rembourses: dict[Cle, Decimal] = field(default_factory=dict)
    profils: list[ProfilCaf] = field(default_factory=list)
    sans_objet: Mapping[Cle, frozenset[str]] = field(default_factory=dict)


def echeancier_de(equipement: Equipement, annee: int) -> EcheancierLu:
    """The schedule of one file, to the cent."""
    return echeanciers_de([(equipement.pk, annee)])[equipement.pk, annee]


def echeanciers_de(cles: Collection[Cle]) -> dict[Cle, EcheancierLu]:
    """The schedules of several files, whatever their number in the same queries."""
    lot = _charger(cles)
    return {
        (pk, annee): _dresser(lot, lot.equipements[pk], annee)
        for pk, annee in cles
        if pk in lot.equipements
    }


def mouvements(cles: Collection[Cle]) -> dict[Cle, Mouvements]:
    """What was paid and is to be paid, for who tells where a right stands."""
    return {
        cle: Mouvements(
            verse=lu.echeancier.paye,
            en_cours=lu.echeancier.en_cours,
            a_venir=lu.echeancier.a_payer,
            solde=lu.echeancier.solde_a_venir,
            indu=None if lu.echeancier.reste is None else lu.echeancier.trop_percu,
            acheve=lu.echeancier.est_acheve and bool(lu.versements),
            sans_calcul="reel" in lu.droits and "reel" not in lu.situation.droits,
            sans_objet=lu.solde_sans_objet,
        )
        for cle, lu in echeanciers_de(cles).items()
    }


def _charger(cles: Collection[Cle]) -> _Lot:
    ids = {pk for pk, _ in cles}
    annees = {annee for _, annee in cles}
    equipements = Equipement.objects.select_related("gestionnaire", "caf", "portefeuille")
    lot = _Lot(equipements.in_bulk(ids))
    recule = {annee - recul for annee in annees for recul in (0, 1, 2)}
    droits = Droit.objects.en_vigueur().filter(equipement__in=ids, annee__in=recule)
    _ranger(lot.droits, droits.avec_decisions().select_related("gestionnaire"))
    communs = {"equipement__in": ids, "annee__in": annees}
    _ranger(
        lot.versements, Versement.objects.filter(**communs).select_related("lot").order_by("pk")
    )
    _ranger(lot.suspensions, SuspensionDroit.objects.en_cours().filter(**communs))
    lot.ecarts = set(EcartAccepte.objects.filter(**communs).values_list("equipement", "annee"))
    _ajouter_rembourses(lot, ids, annees)
    lot.sans_objet = natures_sans_objet([(pk, annee) for pk in ids for annee in recule])
    cafs = {e.caf_id for e in lot.equipements.values()}
    lot.profils = list(ProfilCaf.objects.filter(caf__in=cafs))
    return lot


def _ranger(ou: dict[Cle, list[Rangee]], lignes: Iterable[Rangee]) -> None:
    for ligne in lignes:
        ou.setdefault((ligne.equipement_id, ligne.annee), []).append(ligne)


def _ajouter_rembourses(lot: _Lot, ids: set[int], annees: set[int]) -> None:
    """What came back of the indus of these files, by the partner or set off."""
    siens = Q(indu__equipement__in=ids, indu__annee__in=annees, indu__annule_le__isnull=True)
    recus = Remboursement.objects.filter(siens)
    imputes = Imputation.objects.filter(siens, versement__etat__in=EN_VIGUEUR)
    for lignes in (recus, imputes):
        for pk, annee, montant in lignes.values_list("indu__equipement", "indu__annee", "montant"):
            lot.rembourses[pk, annee] = lot.rembourses.get((pk, annee), ZERO) + montant


def _dresser(lot: _Lot, equipement: Equipement, annee: int) -> EcheancierLu:
    cle = equipement.pk, annee
    versements = tuple(lot.versements.get(cle, ()))
    suspensions = tuple(lot.suspensions.get(cle, ()))
    profil = _profil(lot, equipement, annee, versements)
    comptent, provisoires = _droits(lot, equipement.pk, annee)
    droits = {nom: montant_retenu(droit) for nom, droit in comptent.items()}
    situation = Situation(
        profils_acomptes().get(profil.code),
        {nom: montant for nom, montant in droits.items() if montant is not None},
        provisoires,
        cle in lot.ecarts,
        bool(suspensions),
        tuple(VersementConnu(v.nature, v.rang, v.montant, v.etat) for v in versements),
        lot.rembourses.get(cle, ZERO),
    )
    return EcheancierLu(
        equipement,
        annee,
        profil,
        situation,
        dresser(situation),
        _beneficiaire(comptent, equipement),
        versements,
        suspensions,
        comptent,
        _sans_objet(lot, equipement.pk, annee) - comptent.keys() - provisoires,
    )


def _sans_objet(lot: _Lot, pk: int, annee: int) -> frozenset[str]:
    """The rights, by the names of the engine, whose declaration is « sans objet »."""
    return frozenset(
        nom
        for nom, (nature, recul) in LECTURES.items()
        if nature in lot.sans_objet.get((pk, annee - recul), ())
    )


def _profil(
    lot: _Lot, equipement: Equipement, annee: int, versements: Collection[Versement]
) -> ProfilRetenu:
    """That of the first payment that counts, else that of the Caf for the exercice."""
    for versement in versements:
        if versement.etat in EN_VIGUEUR:
            return ProfilRetenu(versement.profil, versement.profil == NOUVEL_EQUIPEMENT)
    for ligne in lot.profils:
        if (
            (ligne.caf_id, ligne.dispositif) == (equipement.caf_id, equipement.dispositif)
            and ligne.debut <= annee
            and (ligne.fin is None or ligne.fin >= annee)
        ):
            return retenu_par(ligne, equipement.ouvert_le, annee)
    return ProfilRetenu()


def _droits(lot: _Lot, pk: int, annee: int) -> tuple[dict[str, Droit], frozenset[str]]:
    """The definitive rights by the names of the engine, and those only provisional yet."""
    comptent: dict[str, Droit] = {}
    provisoires: set[str] = set()
    for nom, (nature, recul) in LECTURES.items():
        siens = [d for d in lot.droits.get((pk, annee - recul), ()) if d.nature == nature]
        definitif = le_meilleur(siens, definitif=True)
        if definitif:
            comptent[nom] = definitif
        elif siens:
            provisoires.add(nom)
    return comptent, frozenset(provisoires)


def _beneficiaire(droits: Mapping[str, Droit], equipement: Equipement) -> Gestionnaire:
    """Who declared the exercice, as late as it is known: an équipement may have moved since."""
    for nom in ("reel", "actualise", "previsionnel"):
        if nom in droits:
            return droits[nom].gestionnaire
    return equipement.gestionnaire
