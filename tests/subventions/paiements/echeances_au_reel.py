"""Schedules as a table: once the réel is known, and once they are suspended."""

from subventions.paiements.regles.situation import Situation
from tests.subventions.paiements.situations import A, Ecrit, P, R, S, situation

AU_REEL: dict[str, tuple[Situation, list[Ecrit], str | None]] = {
    # --- the réel is known
    "réel sans acompte": (
        situation(droits=R),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "du")],
        "64800.00",
    ),
    "réel sans prévisionnel": (
        situation(droits={"reel": "100.10"}),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "100.10", "du")],
        "100.10",
    ),
    "réel après un acompte": (
        situation(droits=R, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris"), (S, 1, "39600.00", "du")],
        "39600.00",
    ),
    "réel bas après un acompte": (
        situation(droits=P | {"reel": "20000"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-5200.00",
    ),
    "réel nul": (
        situation(droits=P | {"reel": "0"}),
        [(A, 1, "", "repris"), (A, 2, "", "repris")],
        "0.00",
    ),
    "réel nul après un acompte": (
        situation(droits=P | {"reel": "0"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-25200.00",
    ),
    "réel et acompte rejeté": (
        situation(droits=R, versements=[(A, 1, "25200", "rejete"), (A, 2, "25200", "paye")]),
        [(A, 1, "", "repris"), (A, 2, "25200.00", "paye"), (S, 1, "39600.00", "du")],
        "39600.00",
    ),
    "solde proposé": (
        situation(droits=R, versements=[(S, 1, "64800", "propose")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "propose")],
        "0.00",
    ),
    "solde rejeté": (
        situation(droits=R, versements=[(S, 1, "64800", "rejete")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "du")],
        "64800.00",
    ),
    "complément après rectificative": (
        situation(droits=P | {"reel": "70000"}, versements=[(S, 1, "64800", "paye")]),
        [
            *((A, 1, "", "repris"), (A, 2, "", "repris")),
            *((S, 1, "64800.00", "paye"), (S, 2, "5200.00", "du")),
        ],
        "5200.00",
    ),
    "trop-perçu après rectificative": (
        situation(droits=P | {"reel": "60000"}, versements=[(S, 1, "64800", "paye")]),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "paye")],
        "-4800.00",
    ),
    "trop-perçu rendu en partie": (
        situation(
            droits=P | {"reel": "60000"},
            versements=[(S, 1, "64800", "paye")],
            rembourse="1800.00",
        ),
        [(A, 1, "", "repris"), (A, 2, "", "repris"), (S, 1, "64800.00", "paye")],
        "-3000.00",
    ),
    "trop-perçu rendu, réel relevé": (
        situation(
            droits=P | {"reel": "64800"},
            versements=[(S, 1, "64800", "paye")],
            rembourse="4800.00",
        ),
        [
            *((A, 1, "", "repris"), (A, 2, "", "repris")),
            *((S, 1, "64800.00", "paye"), (S, 2, "4800.00", "du")),
        ],
        "4800.00",
    ),
    # --- suspended
    "suspendu avant tout": (
        situation(droits=P, suspendu=True),
        [(A, 1, "25200.00", "suspendu"), (A, 2, "25200.00", "suspendu"), (S, 1, "", "attend")],
        None,
    ),
    "suspendu après un acompte": (
        situation(droits=R, suspendu=True, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris"), (S, 1, "39600.00", "suspendu")],
        "39600.00",
    ),
    "suspendu, trop-perçu": (
        situation(
            droits=P | {"reel": "20000"}, suspendu=True, versements=[(A, 1, "25200", "paye")]
        ),
        [(A, 1, "25200.00", "paye"), (A, 2, "", "repris")],
        "-5200.00",
    ),
}
