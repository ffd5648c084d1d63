"""Rights in lists: one line for an équipement and an exercice, amounts where they are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from habilitations.models import Equipement
from habilitations.permissions import Acteur
from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import euros
from portal.socle.francais import cle_de_tri
from subventions.droits.presentation.graphique import Graphique, dessiner
from subventions.droits.presentation.mots import NON_CALCULE, RESERVE, etat_du_droit
from subventions.droits.regles.situation import situer
from subventions.droits.services.lecteurs import equipements_lus
from subventions.droits.services.lectures import (
    decision_en_vigueur,
    le_meilleur,
    montant_retenu,
)
from subventions.droits.services.mouvements import mouvements_de
from subventions.models import Droit, NatureDroit

# A town has forty équipements: the drawing shows the first ones, the table all of them.
BARRES_MAX = 12


@dataclass(frozen=True)
class Case:
    """The amount that counts; ``calcule`` is the one beside it, when the Caf decided otherwise."""

    montant: str
    calcule: str = ""


@dataclass(frozen=True)
class Rangee:
    """One exercice of an équipement. ``montants``: by nature, written; ``lus``: in euros;
    ``calcules``: what was computed, where a decision of the Caf retains another amount;
    ``declarant``: who declared and is paid, when the équipement has passed to another since."""

    equipement: Equipement
    annee: int
    etat: tuple[str, str]
    montants: Mapping[str, str]
    lus: Mapping[str, Decimal]
    a_signer: bool
    calcules: Mapping[str, str]
    declarant: str = ""

    @property
    def exercice(self) -> str:
        return libelle_exercice(self.equipement.dispositif, self.annee)

    @property
    def adresse(self) -> str:
        return reverse("droits:dossier", args=[self.equipement.pk, self.annee])

    @property
    def meilleur(self) -> tuple[str, Decimal] | None:
        """What tells most of the exercice and is read: the réel, else the last forecast."""
        lues = [n for n in reversed(NatureDroit.values) if n in self.lus]
        return (NatureDroit(lues[0]).label, self.lus[lues[0]]) if lues else None

    @property
    def previsionnel(self) -> Case:
        return self._case(NatureDroit.PREVISIONNEL)

    @property
    def actualise(self) -> Case:
        return self._case(NatureDroit.ACTUALISE)

    @property
    def reel(self) -> Case:
        return self._case(NatureDroit.REEL)

    def _case(self, nature: str) -> Case:
        return Case(self.montants[nature], self.calcules.get(nature, ""))


@dataclass(frozen=True)
class Bloc:
    """The lines of an exercice year, and what they come to where amounts are read."""

    annee: int
    rangees: tuple[Rangee, ...]
    totaux: Mapping[str, str]
    partiel: bool

    @property
    def titre(self) -> str:
        """« 2025 », « 2025 et 2025-2026 »: calendar and school years begin together."""
        return " et ".join(sorted({r.exercice for r in self.rangees}, key=len))

    @property
    def graphique(self) -> Graphique | None:
        """The highest amounts, each what tells most of its exercice; None for a single one."""
        lus = [(r.equipement.nom, r.meilleur) for r in self.rangees if r.meilleur]
        hauts = sorted(lus, key=lambda lu: -lu[1][1])[:BARRES_MAX]
        mesures = [(f"{nom} – {nature}", montant, "calcule") for nom, (nature, montant) in hauts]
        return dessiner(mesures) if len(mesures) > 1 else None

    @property
    def total_previsionnel(self) -> str:
        return self.totaux[NatureDroit.PREVISIONNEL]

    @property
    def total_actualise(self) -> str:
        return self.totaux[NatureDroit.ACTUALISE]

    @property
    def total_reel(self) -> str:
        return self.totaux[NatureDroit.REEL]

    @property
    def sans_montant(self) -> bool:
        """Some of it could not be computed: no total counts it."""
        return any(NON_CALCULE in rangee.montants.values() for rangee in self.rangees)

    @property
    def d_un_autre(self) -> bool:
        """Some of it was declared by another gestionnaire, who is paid for it."""
        return any(rangee.declarant for rangee in self.rangees)


def rangees(droits: Iterable[Droit], acteur: Acteur) -> list[Rangee]:
    """One line for each exercice of each équipement, in French order.

    ``droits``: in force, with ``est_suspendu``, their équipement and what ``montant_retenu`` reads.
    """
    par_cle: dict[tuple[int, int], list[Droit]] = {}
    for droit in droits:
        par_cle.setdefault((droit.equipement_id, droit.annee), []).append(droit)
    equipements = {d[0].equipement_id: d[0].equipement for d in par_cle.values()}
    lus = equipements_lus(acteur, equipements.values())
    payes = mouvements_de(list(par_cle))
    lignes = []
    for cle, siens in par_cle.items():
        equipement, lit = equipements[cle[0]], cle[0] in lus
        comptent = {n: le_meilleur(d for d in siens if d.nature == n) for n in NatureDroit.values}
        dernier = next(d for d in (comptent[n] for n in reversed(NatureDroit.values)) if d)
        mot = situer(
            dernier.etat,
            est_suspendu=dernier.est_suspendu,  # type: ignore[attr-defined]
            mouvements=payes.get(cle),
        )
        montants = {n: montant_retenu(d) if d and lit else None for n, d in comptent.items()}
        lignes.append(
            Rangee(
                equipement=equipement,
                annee=cle[1],
                etat=etat_du_droit(mot),
                montants={n: _ecrit(droit, lit) for n, droit in comptent.items()},
                lus={n: m for n, m in montants.items() if m is not None},
                calcules={n: _calcule(d) for n, d in comptent.items() if d and lit},
                a_signer=any(d.attend_une_signature for s in siens for d in s.decisions.all()),
                declarant=dernier.gestionnaire.nom
                if dernier.gestionnaire_id != equipement.gestionnaire_id
                else "",
            )
        )
    return sorted(lignes, key=lambda r: (-r.annee, cle_de_tri(r.equipement.nom), r.equipement.pk))


def par_annee(lignes: Iterable[Rangee]) -> list[Bloc]:
    """The same, year by year, with totals of what one reads."""
    annees: dict[int, list[Rangee]] = {}
    for ligne in lignes:
        annees.setdefault(ligne.annee, []).append(ligne)
    return [_bloc(annee, siennes) for annee, siennes in annees.items()]


def _bloc(annee: int, lignes: list[Rangee]) -> Bloc:
    totaux = {}
    for nature in NatureDroit.values:
        lus = [ligne.lus[nature] for ligne in lignes if nature in ligne.lus]
        totaux[nature] = euros(sum(lus)) if lus else "–"
    partiel = any(RESERVE in ligne.montants.values() for ligne in lignes)
    return Bloc(annee, tuple(lignes), totaux, partiel)


def _calcule(droit: Droit) -> str:
    """What was computed, when a decision in force stands in its place."""
    return euros(droit.calcul.montant) if decision_en_vigueur(droit) else ""


def _ecrit(droit: Droit | None, lit: bool) -> str:
    """Reserved is what somebody else reads: where nothing could be computed, nobody does."""
    if droit is None:
        return "–"
    montant = montant_retenu(droit)
    if montant is None:
        return NON_CALCULE
    return euros(montant) if lit else RESERVE
