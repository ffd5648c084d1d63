"""How often each check fired and what became of it, counted in what was sent.

A constat is counted each time a version sent carries it. A justification is accepted when that
version was validated; it waits while the version is the one at work; otherwise the version went
back to the partner and another replaced it.
"""

from dataclasses import dataclass

from django.db import connection

from declarations.grilles import patrons
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles import etats
from habilitations.models import Equipement
from habilitations.models.droits import ROLES_DECLARATION, dossiers_accessibles
from habilitations.permissions import Acteur

# Declarations come as subqueries compiled by Django, everything else as parameters. A constat
# that names a reserved field is counted only for who reads it: see ``_lus_en_entier``.
_REQUETE = """
SELECT constat ->> 'code',
       count(*),
       count(DISTINCT version.id),
       count(*) FILTER (WHERE constat ? 'justification'),
       count(*) FILTER (WHERE constat ? 'justification' AND version.validee_le IS NOT NULL),
       count(*) FILTER (WHERE constat ? 'justification' AND version.validee_le IS NULL
                          AND declaration.version_courante_id = version.id
                          AND declaration.etat <> %s)
  FROM declarations_passagecontroles passage
  JOIN declarations_version version ON version.id = passage.version_id
  JOIN declarations_declaration declaration ON declaration.id = version.declaration_id
 CROSS JOIN LATERAL jsonb_array_elements(passage.constats) constat
 WHERE passage.moment = 'envoi'
   AND declaration.id IN ({visibles})
   AND (declaration.id IN ({lues_en_entier})
        OR NOT EXISTS (SELECT FROM jsonb_array_elements_text(constat -> 'chemins') chemin
                        WHERE split_part(chemin, '.', 3) = ANY(%s)))
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
    visibles = _visibles(acteur)
    if dispositif:
        visibles = visibles.filter(dispositif=dispositif)
    reserves, lecteurs = _champs_reserves()
    sql, parametres = _compiler(visibles)
    sql_lues, parametres_lues = _compiler(_lues_en_entier(acteur, lecteurs))
    requete = _REQUETE.format(visibles=sql, lues_en_entier=sql_lues)
    with connection.cursor() as curseur:
        curseur.execute(
            requete, [etats.SANS_OBJET, *parametres, *parametres_lues, sorted(reserves)]
        )
        return {code: Releve(*nombres) for code, *nombres in curseur.fetchall()}


def _visibles(acteur: Acteur) -> DeclarationQuerySet:
    if acteur.est_national:
        return Declaration.objects.all()
    return Declaration.objects.visibles_par(acteur.utilisateur, acteur.jour)


def _lues_en_entier(acteur: Acteur, lecteurs: frozenset[str]) -> DeclarationQuerySet:
    """Declarations of which no field is kept from this person."""
    if acteur.est_national:
        return Declaration.objects.all()
    accessibles = Equipement.objects.filter(
        dossiers_accessibles(acteur.utilisateur, acteur.jour, lecteurs)
    )
    return Declaration.objects.filter(equipement__in=accessibles.values("pk"))


def _champs_reserves() -> tuple[frozenset[str], frozenset[str]]:
    """Codes of the row fields kept for some roles, in every grid, and the roles that read all."""
    codes, lecteurs = set(), set(ROLES_DECLARATION)
    for patron in patrons().values():
        for section in patron.sections:
            for champ in section.champs:
                if champ.lecteurs:
                    codes.add(champ.code)
                    lecteurs &= champ.lecteurs
    return frozenset(codes), frozenset(lecteurs)


def _compiler(declarations: DeclarationQuerySet) -> tuple[str, tuple[object, ...]]:
    sql, parametres = declarations.order_by().values("pk").query.sql_with_params()
    return sql, parametres
