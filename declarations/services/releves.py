"""How often each check fired in what was sent, and what became of it: one definition of the count.

A constat is counted each time a version sent carries it. A justification is accepted when that
version was validated; it waits while the version is the one at work; otherwise the version went
back to the partner and another replaced it.

Who reads declarations counts them live (``presentation.releves``); the nation reads totals of
each Caf arrested at night by the same SQL (docs/decisions/0077).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from declarations.models import ArreteReleves, ReleveControles
from declarations.regles.etats import Etat
from habilitations.models import Caf

# What is counted, and in what: shared by every query that counts. Two parameters.
COMPTES = """
       count(*),
       count(DISTINCT version.id),
       count(*) FILTER (WHERE constat ? 'justification'),
       count(*) FILTER (WHERE constat ? 'justification' AND version.validee_le IS NOT NULL),
       count(*) FILTER (WHERE constat ? 'justification' AND version.validee_le IS NULL
                          AND declaration.version_courante_id = version.id
                          AND dossier.etat <> %(sans_objet)s)
  FROM declarations_declaration declaration
  JOIN dossiers_dossier dossier ON dossier.id = declaration.dossier_id
  JOIN declarations_version version ON version.declaration_id = declaration.dossier_id
  JOIN declarations_passagecontroles passage ON passage.version_id = version.id
 CROSS JOIN LATERAL jsonb_array_elements(passage.constats) constat
 WHERE passage.moment = 'envoi'
   AND (%(dispositif)s = '' OR dossier.dispositif = %(dispositif)s)
"""
# A version belongs to one dispositif of one Caf: distinct ones of each add up to those of all.
_PAR_CAF = f"""
SELECT dossier.caf_id, dossier.dispositif, constat ->> 'code', {COMPTES}
   AND dossier.caf_id = ANY(%(cafs)s)
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Releve:
    """What became of the constats of one check; ``justifies`` = accepted + waiting + returned."""

    constats: int = 0
    transmissions: int = 0
    justifies: int = 0
    acceptes: int = 0
    en_attente: int = 0

    def __add__(self, autre: "Releve") -> "Releve":
        sommes = (getattr(self, c.name) + getattr(autre, c.name) for c in fields(self))
        return Releve(*sommes)

    @property
    def renvoyes(self) -> int:
        return self.justifies - self.acceptes - self.en_attente


def parametres(dispositif: str) -> dict[str, Any]:
    """Those of ``COMPTES``."""
    return {"sans_objet": Etat.SANS_OBJET, "dispositif": dispositif}


def compter(cafs: Collection[int], dispositif: str = "") -> Iterator[tuple[int, str, str, Releve]]:
    """Count live all that these Cafs were sent, by Caf, dispositif and code; one query."""
    with connection.cursor() as curseur:
        curseur.execute(_PAR_CAF, parametres(dispositif) | {"cafs": sorted(cafs)})
        for caf_id, lequel, code, *nombres in curseur.fetchall():
            yield caf_id, lequel, code, Releve(*nombres)


@transaction.atomic
def arreter(caf_id: int, maintenant: datetime) -> int:
    """Replace the totals of a Caf by what is counted now; return how many rows they take.

    Whoever reads meanwhile finds those of before. Two at once: the second waits on the row of the
    Caf, then counts again.
    """
    ArreteReleves.objects.bulk_create(
        [ArreteReleves(caf_id=caf_id, le=maintenant)],
        update_conflicts=True,
        unique_fields=["caf"],
        update_fields=["le"],
    )
    ReleveControles.objects.filter(caf=caf_id).delete()
    rangees = [
        ReleveControles(caf_id=caf, dispositif=dispositif, code=code, **vars(releve))
        for caf, dispositif, code, releve in compter([caf_id])
    ]
    ReleveControles.objects.bulk_create(rangees)
    return len(rangees)


def arreter_tout(maintenant: datetime) -> int:
    """All Cafs here, one after the other: for a set that has just been loaded."""
    return sum(arreter(pk, maintenant) for pk in Caf.objects.values_list("pk", flat=True))


def a_arreter(depuis: datetime) -> list[int]:
    """Ids of the Cafs whose totals were not arrested since that moment."""
    cafs = Caf.objects.filter(Q(arrete_releves=None) | Q(arrete_releves__le__lt=depuis))
    return list(cafs.order_by("pk").values_list("pk", flat=True))
