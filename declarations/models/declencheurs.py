"""What the database asks of a declaration over its two tables: a check constraint reads but one.

Refused as a check constraint is: an IntegrityError that bears the name of the rule.
"""

import pgtrigger

from declarations.models.calendrier import Nature
from declarations.regles.etats import AVANT_ENVOI, Etat
from portal.dossiers.models.declencheurs import refuser

ENVOYEES = sorted(etat.value for etat in Etat if etat not in {*AVANT_ENVOI, Etat.SANS_OBJET})

_EST_DECLARATION = pgtrigger.Q(new__nature__in=Nature.values)


def _a_l_ecriture(nom: str, condition: pgtrigger.Q, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=nom,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=condition,
        func=func,
    )


SANS_VERSION = refuser(
    "declaration_envoyee_a_une_version", "une déclaration envoyée a une version qui compte"
)

DU_DOSSIER = [
    _a_l_ecriture(
        "declaration_etat_connu",
        _EST_DECLARATION & ~pgtrigger.Q(new__etat__in=sorted(etat.value for etat in Etat)),
        refuser("declaration_etat_connu", "cet état n’existe pas"),
    ),
    _a_l_ecriture(
        "declaration_numero_actualisee",
        pgtrigger.Q(new__nature=Nature.ACTUALISEE, new__numero=0)
        | (
            _EST_DECLARATION
            & ~pgtrigger.Q(new__nature=Nature.ACTUALISEE)
            & ~pgtrigger.Q(new__numero=0)
        ),
        refuser("declaration_numero_actualisee", "seules les actualisées sont numérotées"),
    ),
    # The row of the file comes first: its declaration is looked at when it is inserted.
    pgtrigger.Trigger(
        name="declaration_envoyee_a_une_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=_EST_DECLARATION & pgtrigger.Q(new__etat__in=ENVOYEES),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM declarations_declaration
                 WHERE dossier_id = NEW.id AND version_en_vigueur_id IS NOT NULL
            ) THEN
                {SANS_VERSION}
            END IF;
            RETURN NEW;
        """,
    ),
]
"""Those of the row of the file, on the table of all the files."""

DE_LA_DECLARATION = [
    _a_l_ecriture(
        "declaration_envoyee_a_une_version",
        pgtrigger.Q(new__version_en_vigueur__isnull=True),
        f"""
            IF EXISTS (
                SELECT FROM dossiers_dossier
                 WHERE id = NEW.dossier_id AND etat IN ({", ".join(f"'{e}'" for e in ENVOYEES)})
            ) THEN
                {SANS_VERSION}
            END IF;
            RETURN NEW;
        """,
    )
]
"""Those of its own row."""
