"""Month by month cash: the schedule of acomptes of a scenario, laid on a calendar.

The engine of the acomptes says how much; when a Caf pays is no rule of the portal: the months are
asked, and those offered first are a hypothesis (mark H), shown « à confirmer ».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Emplacement, Ligne, Section
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.formats import MOIS
from subventions.regles.acomptes.demande import Demande
from subventions.regles.acomptes.echeancier import Echeancier, etablir
from subventions.regles.acomptes.profils import Profil
from subventions.regles.nombres import ZERO
from subventions.regles.questions import EUROS_MAX

# Months from the first of the exercice: that one and the one that follows.
HORIZON = 24
PROFIL = "profil"
# H: March and September of the exercice, June of the next one (counted from its first month).
MOIS_PAR_DEFAUT: Mapping[str, int] = {"mois_1": 2, "mois_2": 8, "mois_solde": 17}
TROP_TOT: Mapping[str, str] = {
    "mois_2": "Le second acompte ne peut pas être versé avant le premier.",
    "mois_solde": "Le solde ne peut pas être versé avant le dernier acompte.",
}
PASSES: Mapping[str, str] = {"reel_n1": "Droit réel N-1", "reel_n2": "Droit réel N-2"}


@dataclass(frozen=True)
class Versement:
    """What comes in: ``mois`` is the rank from the first month of the exercice.

    ``montant`` is None while the payment waits for the rights of ``attend``.
    """

    libelle: str
    mois: int
    montant: Decimal | None
    attend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tresorerie:
    """The payments of one scenario, and what each month brings, in euros."""

    echeancier: Echeancier
    versements: tuple[Versement, ...]

    @property
    def par_mois(self) -> tuple[Decimal, ...]:
        """What comes in each month of the horizon."""
        mois = [ZERO] * HORIZON
        for versement in self.versements:
            if versement.montant is not None:
                mois[versement.mois] += versement.montant
        return tuple(mois)


def hypotheses(
    profils: Mapping[str, Profil], premier_mois: int, annee: int
) -> dict[str, Emplacement[Champ, Ligne]]:
    """Fields about the payments, by chemin; ``premier_mois`` of the exercice, from 1 to 12."""
    mois = tuple((str(rang), mois_ecrit(premier_mois, annee, rang)) for rang in range(HORIZON))
    champs = (
        Champ(
            PROFIL,
            "Profil d’acomptes",
            "choix",
            "Celui de votre Caf : il est dit dans votre convention.",
            obligatoire=False,
            choix=tuple((code, profil.libelle) for code, profil in profils.items()),
        ),
        Champ("mois_1", "Mois du premier acompte", "choix", obligatoire=False, choix=mois),
        Champ("mois_2", "Mois du second acompte", "choix", obligatoire=False, choix=mois),
        Champ("mois_solde", "Mois du solde", "choix", obligatoire=False, choix=mois),
        *(
            Champ(
                code,
                libelle,
                "euros",
                "Demandé par le profil « Réel N-2 » seulement.",
                obligatoire=False,
                maximum=EUROS_MAX,
                unite="€",
            )
            for code, libelle in PASSES.items()
        ),
    )
    section = Section("paiements", "Versements", champs)
    return {champ.code: Emplacement(champ.code, champ, section) for champ in champs}


def offertes(valeurs: Mapping[str, Valeur]) -> dict[str, Valeur]:
    """The values with the months offered first where none is chosen."""
    return {**{code: str(rang) for code, rang in MOIS_PAR_DEFAUT.items()}, **valeurs}


def mois_ecrit(premier_mois: int, annee: int, rang: int) -> str:
    """« mars 2026 »: the month of this rank from the first of the exercice."""
    decale = premier_mois - 1 + rang
    return f"{MOIS[decale % 12]} {annee + decale // 12}"


def tresorerie(montant: Decimal, profil: Profil, valeurs: Mapping[str, Valeur]) -> Tresorerie:
    """Lay the payments of a right of this amount, were it the same until the réel."""
    droits = {"previsionnel": montant, "actualise": montant, "reel": montant}
    passes = {code: lu for code in PASSES if (lu := lire(valeurs.get(code))) is not None}
    echeancier = etablir(Demande(profil, droits | passes))
    mois = [_mois(valeurs, "mois_1"), _mois(valeurs, "mois_2")]
    versements = [
        Versement(acompte.libelle, mois[min(rang, 1)], acompte.montant, acompte.attend)
        for rang, acompte in enumerate(echeancier.acomptes)
    ]
    # A solde is what acomptes leave: nobody knows it while one of them waits.
    attend = tuple(
        dict.fromkeys(droit for acompte in echeancier.acomptes for droit in acompte.attend)
    )
    reste = None if attend else echeancier.solde
    solde = Versement("Solde", _mois(valeurs, "mois_solde"), reste, attend)
    return Tresorerie(echeancier, (*versements, solde))


def desordres(profil: Profil, valeurs: Mapping[str, Valeur]) -> dict[str, str]:
    """Messages by code of a month that comes before the payment it follows."""
    codes = [*("mois_1", "mois_2")[: len(profil.tranches)], "mois_solde"]
    return {
        suivant: TROP_TOT[suivant]
        for code, suivant in pairwise(codes)
        if _mois(valeurs, suivant) < _mois(valeurs, code)
    }


def cumul(par_mois: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """What has come in so far, month after month."""
    total, suite = ZERO, []
    for montant in par_mois:
        total += montant
        suite.append(total)
    return tuple(suite)


def _mois(valeurs: Mapping[str, Valeur], code: str) -> int:
    """The month chosen, else the one offered first."""
    choisi = valeurs.get(code)
    if isinstance(choisi, str) and choisi.isdigit() and int(choisi) < HORIZON:
        return int(choisi)
    return MOIS_PAR_DEFAUT[code]
