"""How often each check fired, for one reader: counted live, or for the nation as arrested.

What is counted is in ``services.releves``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from declarations.grilles import toutes_les_grilles
from declarations.models import ReleveControles
from declarations.regles.lecteurs import DU_MONTANT, champs_reserves, roles_qui_lisent_tout
from declarations.services.releves import COMPTES, Releve, compter, parametres
from habilitations.models import Caf
from habilitations.models.droits import FONCTIONS_INSTRUCTION, ROLES_DECLARATION
from habilitations.permissions import Acteur

# A constat that names a reserved field, or is about a reserved amount, is counted only for who
# reads it, as ``regles.lecteurs.constat_est_lisible`` says: ``lues`` are the équipements of which
# this person reads every field. An account stands for all accounts.
_LISIBLES = f"""
SELECT constat ->> 'code', {COMPTES}
   AND (dossier.caf_id = ANY(%(cafs)s) OR dossier.equipement_id = ANY(%(equipements)s))
   AND (dossier.caf_id = ANY(%(cafs)s)
        OR dossier.equipement_id = ANY(%(lues)s)
        OR dossier.dispositif <> ALL(%(dispositifs_reserves)s)
        OR NOT (constat ->> 'cle' LIKE %(du_montant)s
                OR EXISTS (SELECT FROM jsonb_array_elements_text(constat -> 'chemins') chemin
                            WHERE (dossier.dispositif, CASE
                                     WHEN starts_with(chemin, 'comptes.') THEN 'comptes'
                                     WHEN split_part(chemin, '.', 3) = '' THEN chemin
                                     ELSE split_part(chemin, '.', 3)
                                   END) IN (SELECT * FROM unnest(%(dispositifs_reserves)s::text[],
                                                                 %(champs_reserves)s::text[])))))
 GROUP BY 1
"""  # noqa: S608 -- ours, no value in it


@dataclass(frozen=True)
class Arrete:
    """Since when the totals of the nation stand: the oldest and the latest of the Cafs.

    ``a_l_instant``: Cafs that were never arrested, counted live beside the others.
    """

    du: datetime
    au: datetime
    a_l_instant: int

    @property
    def d_une_nuit(self) -> bool:
        return timezone.localdate(self.du) == timezone.localdate(self.au)


@dataclass(frozen=True)
class Releves:
    """By code of check. ``arrete`` is None when all was counted live."""

    par_code: dict[str, Releve] = field(default_factory=dict)
    arrete: Arrete | None = None


def releves(acteur: Acteur, dispositif: str = "") -> Releves | None:
    """Count over the declarations this person reads; one query.

    The national administrator, who reads no declaration, gets the totals of all, as they were
    arrested. None for those who read none and have no total either.
    """
    if acteur.est_national:
        return _du_pays(dispositif)
    if not (acteur.est_partenaire or acteur.est_instructeur):
        return None
    grilles = toutes_les_grilles()
    reserves = sorted({(d, code.partition(".")[0]) for d, code in champs_reserves(grilles)})
    lecteurs = roles_qui_lisent_tout(grilles, ROLES_DECLARATION)
    valeurs: dict[str, Any] = parametres(dispositif) | {
        "cafs": sorted(acteur.cafs_comme(FONCTIONS_INSTRUCTION)),
        "equipements": sorted(acteur.equipements_comme(ROLES_DECLARATION)),
        "lues": sorted(acteur.equipements_comme(lecteurs)),
        "du_montant": f"%{DU_MONTANT}",
        "dispositifs_reserves": [d for d, _ in reserves],
        "champs_reserves": [code for _, code in reserves],
    }
    with connection.cursor() as curseur:
        curseur.execute(_LISIBLES, valeurs)
        return Releves({code: Releve(*nombres) for code, *nombres in curseur.fetchall()})


def _du_pays(dispositif: str) -> Releves:
    """Sum what was arrested; Cafs that never were are counted live: all of them, on a first day."""
    moments = dict(Caf.objects.order_by().values_list("pk", "arrete_releves__le"))
    arretees = {caf: le for caf, le in moments.items() if le is not None}
    par_code: defaultdict[str, Releve] = defaultdict(Releve)
    for code, releve in _arretes(arretees, dispositif):
        par_code[code] += releve
    absentes = moments.keys() - arretees.keys()
    if absentes:
        for _, _, code, releve in compter(absentes, dispositif):
            par_code[code] += releve
    if not arretees:
        return Releves(dict(par_code))
    arrete = Arrete(min(arretees.values()), max(arretees.values()), len(absentes))
    return Releves(dict(par_code), arrete)


def _arretes(cafs: Iterable[int], dispositif: str) -> Iterator[tuple[str, Releve]]:
    rangees = ReleveControles.objects.filter(caf__in=cafs)
    if dispositif:
        rangees = rangees.filter(dispositif=dispositif)
    sommes = [Sum(champ.name) for champ in fields(Releve)]
    for code, *nombres in rangees.order_by().values_list("code").annotate(*sommes):
        yield code, Releve(*nombres)
