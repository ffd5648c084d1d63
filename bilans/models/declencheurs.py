"""What the database asks of a bilan over its two tables: a check constraint reads but one.

Refused as a check constraint is: an IntegrityError that bears the name of the rule.
"""

import pgtrigger

from bilans.regles.etats import ENVOYES, Etat
from portal.dossiers.models.declencheurs import refuser

# Of every bilan among the files; which questionnaire it answers is their ``numero``.
NATURE = "bilan"

_ENVOYES = ", ".join(f"'{etat.value}'" for etat in sorted(ENVOYES))

_SANS_ENVOI = refuser("bilan_envoye_a_un_envoi", "un bilan transmis a un envoi")

DU_DOSSIER = [
    pgtrigger.Trigger(
        name="bilan_etat_connu",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__nature=NATURE)
        & ~pgtrigger.Q(new__etat__in=sorted(etat.value for etat in Etat)),
        func=refuser("bilan_etat_connu", "cet état n’existe pas"),
    ),
    # The row of the file comes first: its bilan is looked at when it is inserted.
    pgtrigger.Trigger(
        name="bilan_envoye_a_un_envoi",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__nature=NATURE)
        & pgtrigger.Q(new__etat__in=sorted(etat.value for etat in ENVOYES)),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM bilans_bilan
                 WHERE dossier_id = NEW.id AND dernier_envoi_id IS NOT NULL
            ) THEN
                {_SANS_ENVOI}
            END IF;
            RETURN NEW;
        """,
    ),
]
"""Those of the row of the file, on the table of all the files."""

DU_BILAN = [
    pgtrigger.Trigger(
        name="bilan_envoye_a_un_envoi",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__dernier_envoi__isnull=True),
        func=f"""
            IF EXISTS (
                SELECT FROM dossiers_dossier
                 WHERE id = NEW.dossier_id AND etat IN ({_ENVOYES})
            ) THEN
                {_SANS_ENVOI}
            END IF;
            RETURN NEW;
        """,
    ),
    # What was counted of it is to be counted again, whatever wrote it (decision 0038).
    pgtrigger.Trigger(
        name="bilan_a_denombrer",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__dernier_envoi__isnull=False),
        func="""
            IF TG_OP = 'INSERT'
               OR NEW.arretees IS DISTINCT FROM OLD.arretees
               OR NEW.dernier_envoi_id IS DISTINCT FROM OLD.dernier_envoi_id
            THEN
                INSERT INTO bilans_bilanadenombrer (bilan_id) VALUES (NEW.dossier_id)
                    ON CONFLICT (bilan_id) DO UPDATE SET bilan_id = EXCLUDED.bilan_id;
            END IF;
            RETURN NULL;
        """,
    ),
    # A bilan begun stays on its version, with its own conditions.
    pgtrigger.Protect(
        name="bilan_version_gardee",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__version__df=pgtrigger.F("new__version"))
        | pgtrigger.Q(old__complement__df=pgtrigger.F("new__complement")),
    ),
]
"""Those of its own row."""
