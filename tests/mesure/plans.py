"""What the pages really read: every SELECT of a request, asked again with EXPLAIN ANALYZE.

Rows are counted as PostgreSQL read them, kept or thrown away. Sequential scans and the joins that
read both sides whole are off: at this size they are rightly preferred to an index that would do,
and the plans of the country are wanted. A read that no index can serve is still there, and is what
is looked for.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

LECTURES = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Parallel Seq Scan")
METHODES_ENTIERES = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
REGLER = "SELECT " + ", ".join(f"set_config('{m}', %s, true)" for m in METHODES_ENTIERES)
EXPLIQUER = "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, FORMAT JSON)"
# A table under this size is never the matter: it does not grow with the country.
LIGNES_MIN = 200
# Rows of a look-up by key.
PAR_CLE = 10
# Part of a table that no page has to read: the widest scope of the set is a Caf, a twenty-fifth.
PART_MAX = 0.4


@dataclass
class Releve:
    """The queries of one request."""

    selects: list[tuple[str, Any]] = field(default_factory=list)
    requetes: int = 0


@contextmanager
def releve() -> Iterator[Releve]:
    """Keep the queries made meanwhile."""
    rendu = Releve()

    def noter(executer: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
        rendu.requetes += 1
        if not many and sql.lstrip().upper().startswith("SELECT") and "FOR UPDATE" not in sql:
            rendu.selects.append((sql, params))
        return executer(sql, params, many, contexte)

    with connection.execute_wrapper(noter):
        yield rendu


def tailles() -> dict[str, int]:
    """Rows of each table large enough to matter."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND reltuples >= %s",
            [LIGNES_MIN],
        )
        return dict(curseur.fetchall())


class Plans:
    """Explains queries; the same one, asked by several pages, once."""

    def __init__(self, toutes: Mapping[str, int]) -> None:
        self._toutes = toutes
        self._connues: dict[tuple[str, str], Counter[str]] = {}

    def lues_entieres(self, vu: Releve) -> dict[str, str]:
        """Tables of which one query reads too large a part; table → the beginning of the query."""
        self._apprendre(vu)
        fautives: dict[str, str] = {}
        for sql, params in vu.selects:
            for table, lues in self._connues[sql, repr(params)].items():
                if lues > PART_MAX * self._toutes.get(table, float("inf")):
                    fautives.setdefault(table, re.sub(r"\s+", " ", sql)[:300])
        return fautives

    def _apprendre(self, vu: Releve) -> None:
        """Explain those that no request has asked yet, all under the same settings."""
        nouvelles = {(sql, repr(params)): params for sql, params in vu.selects}
        nouvelles = {cle: p for cle, p in nouvelles.items() if cle not in self._connues}
        if not nouvelles:
            return
        with connection.cursor() as curseur:
            curseur.execute(REGLER, ["off"] * len(METHODES_ENTIERES))
            for (sql, lus), params in nouvelles.items():
                curseur.execute(f"{EXPLIQUER} {sql}", params)
                brut = curseur.fetchone()[0]
                plan = json.loads(brut) if isinstance(brut, str) else brut
                self._connues[sql, lus] = _lectures(plan[0]["Plan"])
            curseur.execute(REGLER, ["on"] * len(METHODES_ENTIERES))


def _lectures(noeud: Mapping[str, Any]) -> Counter[str]:
    """Rows read in each table by a plan: those kept and those a filter threw away.

    A scan made again for each row of another is counted once when it looks a few rows up by their
    key: how many times is for the scan that drives it to answer for.
    """
    compte: Counter[str] = Counter()
    if noeud["Node Type"] in LECTURES:
        passees = sum(
            noeud.get(nom, 0)
            for nom in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        fois = noeud["Actual Loops"] if passees > PAR_CLE else min(noeud["Actual Loops"], 1)
        compte[noeud["Relation Name"]] += int(passees * fois)
    for enfant in noeud.get("Plans", ()):
        compte += _lectures(enfant)
    return compte
