"""The row of the files takes from the declarations what every file has; nothing is lost.

A declaration keeps its id: that of its file. Its history is shared out like its columns. There is
no way back: the row of a bilan would have nowhere to go.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

PARTAGEES = (
    "annee",
    "caf",
    "dispositif",
    "equipement",
    "etat",
    "etat_depuis",
    "etat_precedent",
    "gestionnaire",
    "nature",
    "numero",
    "sans_objet_motif",
)
CONTRAINTES = (
    "declaration_unique",
    "declaration_etat_connu",
    "declaration_sans_objet_motivee",
    "declaration_envoyee_a_une_version",
    "declaration_numero_actualisee",
)
COLONNES = ", ".join(f"{c}_id" if c in ("caf", "equipement", "gestionnaire") else c for c in PARTAGEES)
PARENT = {
    "on_delete": django.db.models.deletion.PROTECT,
    "parent_link": True,
    "primary_key": True,
    "related_name": "declaration",
    "serialize": False,
    "to": "dossiers.dossier",
}
PARENT_PASSE = {
    "db_constraint": False,
    "on_delete": django.db.models.deletion.DO_NOTHING,
    "parent_link": True,
    "related_name": "+",
    "related_query_name": "+",
    "serialize": False,
    "to": "dossiers.dossier",
}

# History tells what was done, not this copy of it.
COPIER = f"""
    SELECT set_config(
        'pgtrigger.ignore',
        (SELECT array_agg(tgname)::text FROM pg_trigger
          WHERE tgrelid = 'dossiers_dossier'::regclass AND NOT tgisinternal),
        true
    );
    INSERT INTO dossiers_dossier (id, {COLONNES})
    SELECT id, {COLONNES} FROM declarations_declaration;
    SELECT set_config('pgtrigger.ignore', '', true);
    SELECT setval(pg_get_serial_sequence('dossiers_dossier', 'id'), max(id))
      FROM dossiers_dossier HAVING max(id) IS NOT NULL;
    INSERT INTO dossiers_dossierevent
           (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, {COLONNES})
    SELECT pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, {COLONNES}
      FROM declarations_declarationevent ORDER BY pgh_id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""

HERITER = """
    ALTER TABLE declarations_declaration ALTER COLUMN id DROP IDENTITY IF EXISTS;
    ALTER TABLE declarations_declaration RENAME COLUMN id TO dossier_id;
    ALTER TABLE declarations_declaration
        ADD CONSTRAINT declarations_declaration_dossier_id_fk_dossiers_dossier_id
        FOREIGN KEY (dossier_id) REFERENCES dossiers_dossier (id) DEFERRABLE INITIALLY DEFERRED;
    ALTER TABLE declarations_declarationevent RENAME COLUMN id TO dossier_id;
    CREATE INDEX declarations_declarationevent_dossier_id
        ON declarations_declarationevent (dossier_id);
"""


class Heriter(Operation):
    """The model inherits another one from now on: what Django has no operation for."""

    def __init__(self, model_name: str, base: str) -> None:
        self.model_name, self.base = model_name, base

    def state_forwards(self, app_label, state):
        state.models[app_label, self.model_name].bases = (self.base,)
        state.reload_model(app_label, self.model_name, delay=False)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """The columns are those of the other operations."""

    def describe(self):
        return f"{self.model_name} inherits {self.base}"


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0011_formule_et_mentions"),
        ("dossiers", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger("declaration", "insert_insert"),
        pgtrigger.migrations.RemoveTrigger("declaration", "update_update"),
        migrations.RunSQL(COPIER),
        *(migrations.RemoveConstraint("declaration", nom) for nom in CONTRAINTES),
        migrations.RemoveIndex("declaration", "declaration_file"),
        migrations.RemoveIndex("declaration", "declaration_partenaire"),
        migrations.AlterModelOptions("declaration", {"verbose_name": "déclaration"}),
        *(migrations.RemoveField("declaration", nom) for nom in PARTAGEES),
        *(migrations.RemoveField("declarationevent", nom) for nom in PARTAGEES),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(HERITER)],
            state_operations=[
                migrations.RemoveField("declaration", "id"),
                migrations.AddField("declaration", "dossier", models.OneToOneField(**PARENT)),
                Heriter("declaration", "dossiers.dossier"),
                migrations.RemoveField("declarationevent", "id"),
                migrations.AddField(
                    "declarationevent", "dossier", models.ForeignKey(**PARENT_PASSE)
                ),
            ],
        ),
        migrations.CreateModel(
            name="DossierDeclare",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("dossiers.dossier",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaration',
            trigger=pgtrigger.compiler.Trigger(name='declaration_envoyee_a_une_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."version_en_vigueur_id" IS NULL)', func="\n            IF EXISTS (\n                SELECT FROM dossiers_dossier\n                 WHERE id = NEW.dossier_id AND etat IN ('a_corriger', 'en_instruction', 'transmise', 'validee')\n            ) THEN\n                RAISE EXCEPTION 'declaration_envoyee_a_une_version : une déclaration envoyée a une version qui compte' USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_envoyee_a_une_version';\n            END IF;\n            RETURN NEW;\n        ", hash='8dee6e4ae9fe4a3fb4967677f6982652f890a655', operation='INSERT OR UPDATE', pgid='pgtrigger_declaration_envoyee_a_une_version_09d2c', table='declarations_declaration', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaration',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "declarations_declarationevent" ("appelee_le", "campagne_id", "dossier_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_courante_id", "version_en_vigueur_id") VALUES (NEW."appelee_le", NEW."campagne_id", NEW."dossier_id", _pgh_attach_context(), NOW(), \'insert\', NEW."dossier_id", NEW."version_courante_id", NEW."version_en_vigueur_id"); RETURN NULL;', hash='41b48640e37b9157304cb0fa45b10fc2acf5ef2b', operation='INSERT', pgid='pgtrigger_insert_insert_3a5fc', table='declarations_declaration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declaration',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."appelee_le" IS DISTINCT FROM (NEW."appelee_le") OR OLD."campagne_id" IS DISTINCT FROM (NEW."campagne_id") OR OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."version_courante_id" IS DISTINCT FROM (NEW."version_courante_id") OR OLD."version_en_vigueur_id" IS DISTINCT FROM (NEW."version_en_vigueur_id"))', func='INSERT INTO "declarations_declarationevent" ("appelee_le", "campagne_id", "dossier_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_courante_id", "version_en_vigueur_id") VALUES (NEW."appelee_le", NEW."campagne_id", NEW."dossier_id", _pgh_attach_context(), NOW(), \'update\', NEW."dossier_id", NEW."version_courante_id", NEW."version_en_vigueur_id"); RETURN NULL;', hash='44a81661d0cd143b55a0102148d753d832056590', operation='UPDATE', pgid='pgtrigger_update_update_11bef', table='declarations_declaration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdeclare',
            trigger=pgtrigger.compiler.Trigger(name='declaration_etat_connu', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."nature" IN (\'previsionnelle\', \'actualisee\', \'reelle\') AND NOT (NEW."etat" IN (\'a_approuver\', \'a_corriger\', \'a_saisir\', \'en_instruction\', \'en_saisie\', \'sans_objet\', \'transmise\', \'validee\')))', func="RAISE EXCEPTION 'declaration_etat_connu : cet état n’existe pas' USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_etat_connu';", hash='a5bf3ac68d732111b28b9e8c901006909996c89a', operation='INSERT OR UPDATE', pgid='pgtrigger_declaration_etat_connu_6bb85', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdeclare',
            trigger=pgtrigger.compiler.Trigger(name='declaration_numero_actualisee', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((NEW."nature" = \'actualisee\' AND NEW."numero" = 0) OR (NEW."nature" IN (\'previsionnelle\', \'actualisee\', \'reelle\') AND NOT (NEW."nature" = \'actualisee\') AND NOT (NEW."numero" = 0)))', func="RAISE EXCEPTION 'declaration_numero_actualisee : seules les actualisées sont numérotées' USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_numero_actualisee';", hash='e8929e68053eda7dcb73595269c982f3ed365953', operation='INSERT OR UPDATE', pgid='pgtrigger_declaration_numero_actualisee_cf29b', table='dossiers_dossier', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dossierdeclare',
            trigger=pgtrigger.compiler.Trigger(name='declaration_envoyee_a_une_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."nature" IN (\'previsionnelle\', \'actualisee\', \'reelle\') AND NEW."etat" IN (\'a_corriger\', \'en_instruction\', \'transmise\', \'validee\'))', func="\n            IF NOT EXISTS (\n                SELECT FROM declarations_declaration\n                 WHERE dossier_id = NEW.id AND version_en_vigueur_id IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'declaration_envoyee_a_une_version : une déclaration envoyée a une version qui compte' USING ERRCODE = 'check_violation', CONSTRAINT = 'declaration_envoyee_a_une_version';\n            END IF;\n            RETURN NEW;\n        ", hash='22b467f485050876eecc1444081ce6fae3fa65a1', operation='UPDATE', pgid='pgtrigger_declaration_envoyee_a_une_version_525ab', table='dossiers_dossier', when='BEFORE')),
        ),
    ]
