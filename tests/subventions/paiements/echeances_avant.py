"""Schedules as a table: the worked cases of the domain, and what comes before the réel."""

from subventions.paiements.regles.situation import Situation
from tests.subventions.paiements.situations import N2, A, Ecrit, P, R, S, situation

# What it starts from → each step, and what is left (None while the réel is unknown).
AVANT: dict[str, tuple[Situation, list[Ecrit], str | None]] = {
    # --- the worked cases of the domain
    "N-2 justifié": (
        situation("reel_n2", droits=N2, ecart_accepte=True),
        [(A, 1, "21000.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 non justifié": (
        situation("reel_n2", droits=N2),
        [(A, 1, "21000.00", "du"), (A, 2, "19600.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 payé, réel 64 800": (
        situation(
            "reel_n2",
            droits=N2 | {"reel": "64800"},
            ecart_accepte=True,
            versements=[(A, 1, "21000", "paye"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "25200.00", "paye"), (S, 1, "18600.00", "du")],
        "18600.00",
    ),
    "N-2 payé, réel 40 000": (
        situation(
            "reel_n2",
            droits=N2 | {"reel": "40000"},
            versements=[(A, 1, "21000", "paye"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "25200.00", "paye")],
        "-6200.00",
    ),
    # --- nothing yet, or not all
    "sans profil": (situation("", droits=R), [], None),
    "rien de connu": (
        situation(),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel seul": (
        situation(droits=P),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel provisoire": (
        situation(provisoires=frozenset({"previsionnel"})),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "prévisionnel nul": (
        situation(droits={"previsionnel": "0"}),
        [(A, 1, "0.00", "nul"), (A, 2, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "une fois": (
        situation("une_fois_70", droits=P),
        [(A, 1, "50400.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "une fois, centimes": (
        situation("une_fois_70", droits={"previsionnel": "0.01"}),
        [(A, 1, "0.01", "du"), (S, 1, "", "attend")],
        None,
    ),
    "une fois, moins qu’un centime": (
        situation("une_fois_70", droits={"previsionnel": "0.00"}),
        [(A, 1, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "nouvel équipement sans actualisée": (
        situation("nouvel_equipement", droits=P),
        [(A, 1, "25200.00", "du"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "nouvel équipement actualisé": (
        situation("nouvel_equipement", droits=P | {"actualise": "80000"}),
        [(A, 1, "25200.00", "du"), (A, 2, "28000.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-2": (
        situation("reel_n2", droits={"reel_n1": "58000", "previsionnel": "72000"}),
        [(A, 1, "", "attend"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-1": (
        situation("reel_n2", droits={"reel_n2": "60000", "previsionnel": "72000"}),
        [(A, 1, "21000.00", "du"), (A, 2, "", "attend"), (S, 1, "", "attend")],
        None,
    ),
    "N-2 sans N-1, écart accepté": (
        situation(
            "reel_n2", droits={"reel_n2": "60000", "previsionnel": "72000"}, ecart_accepte=True
        ),
        [(A, 1, "21000.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2, écart de 10 % juste": (
        situation(
            "reel_n2", droits={"reel_n2": "60000", "reel_n1": "50000", "previsionnel": "55000"}
        ),
        [(A, 1, "21000.00", "du"), (A, 2, "17500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    # --- in preparation, ordered, paid
    "premier proposé": (
        situation(droits=P, versements=[(A, 1, "25200", "propose")]),
        [(A, 1, "25200.00", "propose"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier ordonné": (
        situation(droits=P, versements=[(A, 1, "25200", "ordonne")]),
        [(A, 1, "25200.00", "ordonne"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier payé, prévisionnel baissé": (
        situation(droits={"previsionnel": "10000"}, versements=[(A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "3500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "N-2, premier payé au-delà du plafond": (
        situation(
            "reel_n2",
            droits=N2 | {"previsionnel": "20000"},
            ecart_accepte=True,
            versements=[(A, 1, "21000", "paye")],
        ),
        [(A, 1, "21000.00", "paye"), (A, 2, "0.00", "nul"), (S, 1, "", "attend")],
        None,
    ),
    "tout payé, réel inconnu": (
        situation(droits=P, versements=[(A, 1, "25200", "paye"), (A, 2, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "25200.00", "paye"), (S, 1, "", "attend")],
        None,
    ),
    # --- withdrawn, sent back
    "premier retiré": (
        situation(droits=P, versements=[(A, 1, "25200", "retire")]),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté": (
        situation(droits=P, versements=[(A, 1, "25200", "rejete")]),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté puis payé": (
        situation(droits=P, versements=[(A, 1, "25200", "rejete"), (A, 1, "25200", "paye")]),
        [(A, 1, "25200.00", "paye"), (A, 2, "25200.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté, prévisionnel changé": (
        situation(droits={"previsionnel": "70000"}, versements=[(A, 1, "25200", "rejete")]),
        [(A, 1, "24500.00", "du"), (A, 2, "24500.00", "du"), (S, 1, "", "attend")],
        None,
    ),
    "premier rejeté, second payé": (
        situation(
            droits={"previsionnel": "70000"},
            versements=[(A, 1, "25200", "rejete"), (A, 2, "25200", "paye")],
        ),
        [(A, 1, "25200.00", "du"), (A, 2, "25200.00", "paye"), (S, 1, "", "attend")],
        None,
    ),
}
