"""Lines of the SCDL « subventions » schema, version 2.1.1 (décret 2017-779, arrêté of 17 November
2017): what the State asks to be published of subsidies above 23,000 € a year and beneficiary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Décret 2017-779, art. 1, which refers to décret 2001-495: euros, a year, strictly above.
SEUIL = Decimal(23_000)
LONGUEUR_OBJET = 256
# In the order of the schema; ``exercice`` is ours, last.
COLONNES = (
    *("nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire"),
    *("idBeneficiaire", "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement"),
    *("datesPeriodeVersement", "idRAE", "notificationUE", "pourcentageSubvention"),
    *("dispositifAide", "exercice"),
)
EN_NUMERAIRE = "aide en numéraire"
# Acomptes, then a solde (DOMAINE §4).
ECHELONNE, UNIQUE = "échelonné", "unique"


@dataclass(frozen=True)
class Octroi:
    """What was granted once: an amount in euros, for an exercice, to a legal person.

    ``annee`` gathers what one beneficiary was granted; ``debut`` and ``fin`` bound the payments.
    """

    reference: str
    convention_le: date
    beneficiaire: str
    siret: str
    objet: str
    montant: Decimal
    annee: int
    exercice: str
    debut: date
    fin: date
    conditions: str = ECHELONNE


@dataclass(frozen=True)
class Attribuant:
    """Who grants: one for each file."""

    nom: str
    siret: str


def a_publier(octrois: Iterable[Octroi]) -> list[Octroi]:
    """Those of the beneficiaries whose year is above the threshold; nothing granted is no line."""
    par_annee: dict[tuple[str, int], list[Octroi]] = defaultdict(list)
    for octroi in octrois:
        par_annee[octroi.siret, octroi.annee].append(octroi)
    retenus = [
        octroi
        for siens in par_annee.values()
        if sum((o.montant for o in siens), Decimal(0)) > SEUIL
        for octroi in siens
        if octroi.montant > 0
    ]
    return sorted(retenus, key=lambda o: (o.annee, o.beneficiaire, o.siret, o.reference))


def rangee(attribuant: Attribuant, octroi: Octroi) -> Sequence[str]:
    """One line, in the order of ``COLONNES``."""
    return (
        attribuant.nom,
        attribuant.siret,
        octroi.convention_le.isoformat(),
        octroi.reference,
        octroi.beneficiaire,
        octroi.siret,
        "",
        octroi.objet[:LONGUEUR_OBJET],
        f"{octroi.montant:.2f}",
        EN_NUMERAIRE,
        octroi.conditions,
        f"{octroi.debut.isoformat()}/{octroi.fin.isoformat()}",
        "",
        "non",
        "1.00",
        "",
        octroi.exercice,
    )
