"""What a Caf would pay and claim back month by month: the schedules of all its files, summed.

The engine of the acomptes says how much. What was paid, or put in a lot, stands in its place: a
payment lies in the month in which it was paid. Other months are a hypothesis (mark H), the same
that the simulator offers first; a right that is not known yet is taken for the last that is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from subventions.paiements.regles.echeances import verses_en_place
from subventions.paiements.regles.etats import Nature
from subventions.paiements.regles.situation import Situation, VersementConnu
from subventions.regles.acomptes.demande import Demande
from subventions.regles.acomptes.echeancier import VERSE, Echeancier, etablir
from subventions.regles.nombres import ZERO, ecrire
from subventions.simulateur.regles.tresorerie import HORIZON, MOIS_PAR_DEFAUT

# From the last that is known to the first: what stands for a right that is not.
CONNUS = ("reel", "actualise", "previsionnel")


@dataclass
class Prevision:
    """Euros by month, from the first of the exercice: what is paid, and what is claimed back.

    ``sans_profil`` counts the files whose Caf has fixed no profile, ``en_attente`` those of which
    an acompte waits for a right of the years before: their acompte is then in the solde. ``deja``
    is what of ``verses`` was paid, or put in a lot. Nothing more is foreseen of a file that is
    suspended: ``suspendus`` counts them, ``retenus`` is what they would still be paid.
    """

    verses: list[Decimal] = field(default_factory=lambda: [ZERO] * HORIZON)
    indus: list[Decimal] = field(default_factory=lambda: [ZERO] * HORIZON)
    sans_profil: int = 0
    en_attente: int = 0
    deja: Decimal = ZERO
    suspendus: int = 0
    retenus: Decimal = ZERO

    def ajouter(
        self, situation: Situation, mois: Mapping[tuple[str, int], int] | None = None
    ) -> None:
        """Add one file, from the rights that are known (``acomptes.profils.DROITS``).

        ``mois`` tells when what was paid was, by nature and rank, from the first month of the
        exercice; what lies outside the horizon counts at its end.
        """
        droits, profil = situation.droits, situation.profil
        dernier = next((droits[nom] for nom in CONNUS if nom in droits), None)
        if dernier is None:
            return
        if profil is None:
            self.sans_profil += 1
            return
        comptes = [v for v in situation.versements if v.compte]
        if situation.suspendu:
            self._poser_les_payes(comptes, mois or {})
            self.suspendus += 1
            self.retenus += max(dernier - sum((v.montant for v in comptes), ZERO), ZERO)
            return
        estimes = {nom: droits.get(nom, dernier) for nom in CONNUS}
        verses = verses_en_place(situation, profil) if comptes else ()
        echeancier = etablir(
            Demande(profil, {**droits, **estimes}, situation.ecart_accepte, verses=verses)
        )
        self._poser_les_payes(comptes, mois or {})
        self._poser_la_suite(echeancier, comptes)

    def _poser_les_payes(
        self, comptes: Sequence[VersementConnu], mois: Mapping[tuple[str, int], int]
    ) -> None:
        for versement in comptes:
            est_acompte = versement.nature == Nature.ACOMPTE
            prevu = _mois(versement.rang - 1) if est_acompte else MOIS_PAR_DEFAUT["mois_solde"]
            rang = mois.get((versement.nature, versement.rang), prevu)
            self.verses[min(max(rang, 0), HORIZON - 1)] += versement.montant
            self.deja += versement.montant

    def _poser_la_suite(self, echeancier: Echeancier, comptes: Sequence[VersementConnu]) -> None:
        """What is left: acomptes to come, then the solde, less what was paid of it."""
        faits = {v.rang for v in comptes if v.nature == Nature.ACOMPTE}
        for rang, acompte in enumerate(echeancier.acomptes):
            if rang + 1 not in faits:
                self.verses[_mois(rang)] += acompte.montant or ZERO
        self.en_attente += any(
            acompte.montant is None and acompte.origine != VERSE for acompte in echeancier.acomptes
        )
        soldes = sum((v.montant for v in comptes if v.nature == Nature.SOLDE), ZERO)
        reste = (echeancier.solde or ZERO) - (echeancier.indu or ZERO) - soldes
        mois = MOIS_PAR_DEFAUT["mois_solde"]
        self.verses[mois] += max(reste, ZERO)
        self.indus[mois] += max(-reste, ZERO)

    def en_json(self) -> dict[str, Any]:
        return {
            "verses": [ecrire(montant) for montant in self.verses],
            "indus": [ecrire(montant) for montant in self.indus],
            "sans_profil": self.sans_profil,
            "en_attente": self.en_attente,
            "deja": ecrire(self.deja),
            "suspendus": self.suspendus,
            "retenus": ecrire(self.retenus),
        }

    @classmethod
    def depuis_json(cls, brut: Mapping[str, Any]) -> "Prevision":
        return cls(
            [Decimal(montant) for montant in brut["verses"]],
            [Decimal(montant) for montant in brut["indus"]],
            brut["sans_profil"],
            brut["en_attente"],
            Decimal(brut.get("deja", "0")),
            brut.get("suspendus", 0),
            Decimal(brut.get("retenus", "0.00")),
        )


def reunir(parts: Sequence[tuple[int, Prevision]]) -> tuple[int, Prevision]:
    """Forecasts of the same year on one calendar, each with the first month of its exercice.

    Return the first month of all, and sums by month, whose horizon is that of the latest.
    """
    premier = min(mois for mois, _ in parts)
    horizon = HORIZON + max(mois for mois, _ in parts) - premier
    tout = Prevision([ZERO] * horizon, [ZERO] * horizon)
    for mois, part in parts:
        for rang, (verse, indu) in enumerate(zip(part.verses, part.indus, strict=True)):
            tout.verses[rang + mois - premier] += verse
            tout.indus[rang + mois - premier] += indu
        tout.sans_profil += part.sans_profil
        tout.en_attente += part.en_attente
        tout.deja += part.deja
        tout.suspendus += part.suspendus
        tout.retenus += part.retenus
    return premier, tout


def _mois(rang: int) -> int:
    """The month of the first acompte, then that of all the others."""
    return MOIS_PAR_DEFAUT["mois_1" if rang == 0 else "mois_2"]
