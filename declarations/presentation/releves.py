"""How often each check fired and what became of it, counted in what was sent.

A constat is counted each time a version sent carries it. A justification is accepted when that
version was validated; it waits while the version is the one at work; otherwise the version went
back to the partner and another replaced it.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from declarations.grilles import toutes_les_grilles
from declarations.regles.etats import Etat
from declarations.regles.lecteurs import DU_MONTANT, champs_reserves, roles_qui_lisent_tout
from habilitations.models.droits import FONCTIONS_INSTRUCTION, ROLES_DECLARATION
from habilitations.permissions import Acteur

# A constat that names a reserved field, or is about a reserved amount, is counted only for who
# reads it, as ``regles.lecteurs.constat_est_lisible`` says: ``lues`` are the équipements of which
# this person reads every field. An account stands for all accounts.
_REQUETE = """
SELECT constat ->> 'code',
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
   AND (%(toutes)s OR dossier.caf_id = ANY(%(cafs)s)
        OR dossier.equipement_id = ANY(%(equipements)s))
   AND (%(dispositif)s = '' OR dossier.dispositif = %(dispositif)s)
   AND (%(toutes)s OR dossier.caf_id = ANY(%(cafs)s)
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
"""


@dataclass(frozen=True)
class Releve:
    """What became of the constats of one check; ``justifies`` = accepted + waiting + returned."""

    constats: int = 0
    transmissions: int = 0
    justifies: int = 0
    acceptes: int = 0
    en_attente: int = 0

    @property
    def renvoyes(self) -> int:
        return self.justifies - self.acceptes - self.en_attente


def releves(acteur: Acteur, dispositif: str = "") -> dict[str, Releve] | None:
    """Count by code of check, over the declarations this person reads; one query.

    The national administrator, who reads no declaration, gets the totals of all. None for those
    who read none and have no total either.
    """
    if not (acteur.est_national or acteur.est_partenaire or acteur.est_instructeur):
        return None
    grilles = toutes_les_grilles()
    reserves = sorted({(d, code.partition(".")[0]) for d, code in champs_reserves(grilles)})
    lecteurs = roles_qui_lisent_tout(grilles, ROLES_DECLARATION)
    parametres: dict[str, Any] = {
        "sans_objet": Etat.SANS_OBJET,
        "toutes": acteur.est_national,
        "cafs": sorted(acteur.cafs_comme(FONCTIONS_INSTRUCTION)),
        "equipements": sorted(acteur.equipements_comme(ROLES_DECLARATION)),
        "lues": sorted(acteur.equipements_comme(lecteurs)),
        "dispositif": dispositif,
        "du_montant": f"%{DU_MONTANT}",
        "dispositifs_reserves": [d for d, _ in reserves],
        "champs_reserves": [code for _, code in reserves],
    }
    with connection.cursor() as curseur:
        curseur.execute(_REQUETE, parametres)
        return {code: Releve(*nombres) for code, *nombres in curseur.fetchall()}
