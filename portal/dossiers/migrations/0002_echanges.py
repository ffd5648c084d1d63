"""Messages, readings of messages and dérogations hang on the file: tables and rows go with them.

They were those of the declarations, which have the id of their file: the rows keep theirs, and what
they name. Triggers are made again under the new names.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

REPRENDRE = """
    DO $$
    DECLARE
        nom text;
        suivi record;
    BEGIN
        FOREACH nom IN ARRAY ARRAY[
            'messagedossier', 'lecturemessages', 'derogation', 'derogationevent'
        ] LOOP
            FOR suivi IN
                SELECT tgname, tgfoid::regprocedure AS fonction FROM pg_trigger
                 WHERE tgrelid = ('declarations_' || nom)::regclass AND NOT tgisinternal
            LOOP
                EXECUTE format('DROP TRIGGER %I ON %I', suivi.tgname, 'declarations_' || nom);
                EXECUTE format('DROP FUNCTION %s', suivi.fonction);
            END LOOP;
            FOR suivi IN
                SELECT conname FROM pg_constraint
                 WHERE conrelid = ('declarations_' || nom)::regclass
                   AND confrelid = 'declarations_declaration'::regclass
            LOOP
                EXECUTE format(
                    'ALTER TABLE %I DROP CONSTRAINT %I', 'declarations_' || nom, suivi.conname
                );
            END LOOP;
            EXECUTE format('ALTER TABLE %I RENAME TO %I', 'declarations_' || nom, 'dossiers_' || nom);
            EXECUTE format(
                'ALTER TABLE %I RENAME COLUMN declaration_id TO dossier_id', 'dossiers_' || nom
            );
            IF nom <> 'derogationevent' THEN
                EXECUTE format(
                    'ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (dossier_id)'
                    ' REFERENCES dossiers_dossier (id) DEFERRABLE INITIALLY DEFERRED',
                    'dossiers_' || nom, 'dossiers_' || nom || '_dossier_id_fk'
                );
            END IF;
        END LOOP;
    END
    $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0012_dossier'),
        ('dossiers', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(REPRENDRE),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Derogation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('accordee_le', models.DateTimeField(verbose_name='accordée le')),
                        ('expire_le', models.DateField(verbose_name='expire le')),
                        ('accordee_par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='derogations', to='dossiers.dossier')),
                    ],
                    options={
                        'verbose_name': 'dérogation',
                        'ordering': ['-accordee_le', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='DerogationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('accordee_le', models.DateTimeField(verbose_name='accordée le')),
                        ('expire_le', models.DateField(verbose_name='expire le')),
                        ('accordee_par', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('dossier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dossiers.dossier')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='dossiers.derogation')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='LectureMessages',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('jusqu_a', models.BigIntegerField(default=0, verbose_name='dernier message lu')),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.dossier')),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'lecture des messages',
                    },
                ),
                migrations.CreateModel(
                    name='MessageDossier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cote_caf', models.BooleanField(verbose_name='écrit par la Caf')),
                        ('texte', models.TextField(max_length=4000, verbose_name='message')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('jeton', models.UUIDField(verbose_name='jeton du formulaire')),
                        ('auteur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='dossiers.dossier')),
                    ],
                    options={
                        'verbose_name': 'message',
                        'ordering': ['pk'],
                    },
                ),
                migrations.AddConstraint(
                    model_name='derogation',
                    constraint=models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='derogation_motivee', violation_error_message='Une dérogation demande un motif.'),
                ),
                migrations.AddConstraint(
                    model_name='lecturemessages',
                    constraint=models.UniqueConstraint(fields=('utilisateur', 'dossier'), name='lecture_messages_unique', violation_error_message='Cette lecture est déjà notée.'),
                ),
                migrations.AddIndex(
                    model_name='messagedossier',
                    index=models.Index(fields=['dossier', 'cote_caf', 'id'], name='message_dossier'),
                ),
                migrations.AddConstraint(
                    model_name='messagedossier',
                    constraint=models.UniqueConstraint(fields=('dossier', 'auteur', 'jeton'), name='message_jeton_unique', violation_error_message='Ce message est déjà envoyé.'),
                ),
                migrations.AddConstraint(
                    model_name='messagedossier',
                    constraint=models.CheckConstraint(condition=models.Q(('texte', ''), _negated=True), name='message_texte_present', violation_error_message='Un message a un texte.'),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='derogation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dossiers_derogationevent" ("accordee_le", "accordee_par_id", "dossier_id", "expire_le", "id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."accordee_le", NEW."accordee_par_id", NEW."dossier_id", NEW."expire_le", NEW."id", NEW."motif", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='56a1279b4ac53a0f4296ef1865b5d2847d4ee736', operation='INSERT', pgid='pgtrigger_insert_insert_390f9', table='dossiers_derogation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='derogation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dossiers_derogationevent" ("accordee_le", "accordee_par_id", "dossier_id", "expire_le", "id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."accordee_le", NEW."accordee_par_id", NEW."dossier_id", NEW."expire_le", NEW."id", NEW."motif", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='46126c5ca90d56d500aba54909c5620a319272f6', operation='UPDATE', pgid='pgtrigger_update_update_db541', table='dossiers_derogation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messagedossier',
            trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6318949a1df9fdb35ee45e3a7a08035d3e0279b9', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_431ac', table='dossiers_messagedossier', when='BEFORE')),
        ),
    ]
