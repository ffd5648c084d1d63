"""Papers hang on the file: their table and rows go with it.

A declaration has the id of its file: the rows keep theirs, and what they name. In place of the keys
of the declaration's versions they hold their numbers, which a file of any kind has. The trigger is
made again under the new name.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

REPRENDRE = """
    DO $$
    DECLARE
        suivi record;
    BEGIN
        FOR suivi IN
            SELECT tgname, tgfoid::regprocedure AS fonction FROM pg_trigger
             WHERE tgrelid = 'declarations_piecejointe'::regclass AND NOT tgisinternal
        LOOP
            EXECUTE format('DROP TRIGGER %I ON declarations_piecejointe', suivi.tgname);
            EXECUTE format('DROP FUNCTION %s', suivi.fonction);
        END LOOP;
        FOR suivi IN
            SELECT conname FROM pg_constraint
             WHERE conrelid = 'declarations_piecejointe'::regclass
               AND confrelid = 'declarations_declaration'::regclass
        LOOP
            EXECUTE format('ALTER TABLE declarations_piecejointe DROP CONSTRAINT %I', suivi.conname);
        END LOOP;
    END
    $$;
    ALTER TABLE declarations_piecejointe RENAME TO dossiers_piecejointe;
    ALTER TABLE dossiers_piecejointe RENAME COLUMN declaration_id TO dossier_id;
    ALTER TABLE dossiers_piecejointe
        ADD CONSTRAINT dossiers_piecejointe_dossier_id_fk
            FOREIGN KEY (dossier_id) REFERENCES dossiers_dossier (id) DEFERRABLE INITIALLY DEFERRED,
        ADD COLUMN version smallint CHECK (version >= 0),
        ADD COLUMN retiree_version smallint CHECK (retiree_version >= 0);
    UPDATE dossiers_piecejointe AS piece
       SET version = jointe.numero,
           retiree_version =
               (SELECT numero FROM declarations_version WHERE id = piece.retiree_version_id)
      FROM declarations_version AS jointe
     WHERE jointe.id = piece.version_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE dossiers_piecejointe
        ALTER COLUMN version SET NOT NULL,
        DROP CONSTRAINT piece_retrait_complet,
        DROP COLUMN version_id,
        DROP COLUMN retiree_version_id;
"""
RETRAIT_COMPLET = models.CheckConstraint(
    condition=models.Q(
        ("retiree_le__isnull", True),
        ("retiree_par__isnull", True),
        ("retiree_version__isnull", True),
        ("retrait_motif", ""),
    )
    | models.Q(
        ("retiree_le__isnull", False),
        ("retiree_par__isnull", False),
        ("retiree_version__gte", models.F("version")),
        models.Q(("retrait_motif", ""), _negated=True),
    ),
    name="piece_retrait_complet",
    violation_error_message="Un retrait porte sa date, son auteur et son motif.",
)


class Migration(migrations.Migration):

    dependencies = [
        ("declarations", "0014_echanges_des_dossiers"),
        ("dossiers", "0002_echanges"),
        ("socle", "0002_document"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(REPRENDRE),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PieceJointe',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('cle', models.CharField(blank=True, max_length=200, verbose_name='ce qu’elle accompagne')),
                        ('libelle', models.CharField(max_length=150, verbose_name='ce que c’est')),
                        ('lecteurs', models.JSONField(default=list, verbose_name='rôles qui la lisent')),
                        ('cote_caf', models.BooleanField(verbose_name='jointe par la Caf')),
                        ('jeton', models.UUIDField(verbose_name='jeton du formulaire')),
                        ('jointe_le', models.DateTimeField(verbose_name='jointe le')),
                        ('retiree_le', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('retiree_version', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='version de son retrait')),
                        ('retrait_motif', models.TextField(blank=True, verbose_name='motif du retrait')),
                        ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='socle.document')),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='dossiers.dossier')),
                        ('jointe_par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='dossiers.messagedossier')),
                        ('retiree_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'pièce jointe',
                        'verbose_name_plural': 'pièces jointes',
                        'ordering': ['pk'],
                        'constraints': [
                            models.UniqueConstraint(fields=('dossier', 'jointe_par', 'jeton'), name='piece_jeton_unique', violation_error_message='Cette pièce est déjà jointe.'),
                            models.CheckConstraint(condition=models.Q(('libelle', ''), _negated=True), name='piece_libelle_present', violation_error_message='Dites ce qu’est cette pièce.'),
                            models.CheckConstraint(condition=models.Q(('message', None), ('cle', ''), _connector='OR'), name='piece_constat_ou_message', violation_error_message='Une pièce accompagne un message ou un endroit du dossier, pas les deux.'),
                        ],
                    },
                ),
            ],
        ),
        migrations.AddConstraint('piecejointe', RETRAIT_COMPLET),
        pgtrigger.migrations.AddTrigger(
            model_name='piecejointe',
            trigger=pgtrigger.compiler.Trigger(name='piece_gardee', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE' OR OLD.retiree_le IS NOT NULL\n                       OR to_jsonb(NEW) - 'retiree_le' - 'retiree_par_id'\n                          - 'retiree_version' - 'retrait_motif'\n                          IS DISTINCT FROM to_jsonb(OLD) - 'retiree_le' - 'retiree_par_id'\n                          - 'retiree_version' - 'retrait_motif'\n                    THEN\n                        RAISE EXCEPTION 'pièce jointe : elle se retire une fois, rien de plus';\n                    END IF;\n                    RETURN NEW;\n                ", hash='04f81379b0b4dea2dd65155c58426eee35c31362', operation='UPDATE OR DELETE', pgid='pgtrigger_piece_gardee_f316c', table='dossiers_piecejointe', when='BEFORE')),
        ),
    ]
