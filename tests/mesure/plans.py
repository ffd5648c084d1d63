"""What the pages really read: every SELECT of a request, asked again with EXPLAIN ANALYZE.

Rows are counted as PostgreSQL read them, kept or thrown away. ``enable_seqscan`` is off: at this
size a table is rightly read whole where an index would do, and the plans of the country are
wanted. A read that no index can serve is still there, and is what is looked for.
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
# A table under this size is never the matter: it does not grow with the country.
LIGNES_MIN = 200
# Part of a table that no page has to read: the widest scope of the set, a Caf, is a tenth.
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


def lues_entieres(vu: Releve, toutes: Mapping[str, int]) -> dict[str, str]:
    """Tables of which one query reads too large a part; table → the beginning of that query."""
    fautives: dict[str, str] = {}
    # The same query asked again reads the same: once is enough.
    distinctes = {(sql, repr(params)): (sql, params) for sql, params in vu.selects}
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
        for sql, params in distinctes.values():
            curseur.execute(f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, FORMAT JSON) {sql}", params)
            brut = curseur.fetchone()[0]
            plan = json.loads(brut) if isinstance(brut, str) else brut
            for table, lues in _lectures(plan[0]["Plan"]).items():
                if lues > PART_MAX * toutes.get(table, float("inf")):
                    fautives.setdefault(table, re.sub(r"\s+", " ", sql)[:300])
        curseur.execute("SET LOCAL enable_seqscan = on")
    return fautives


def _lectures(noeud: Mapping[str, Any]) -> Counter[str]:
    """Rows read in each table by a plan: those kept and those a filter threw away."""
    compte: Counter[str] = Counter()
    if noeud["Node Type"] in LECTURES:
        passees = sum(
            noeud.get(nom, 0)
            for nom in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        compte[noeud["Relation Name"]] += int(passees * noeud["Actual Loops"])
    for enfant in noeud.get("Plans", ()):
        compte += _lectures(enfant)
    return compte
