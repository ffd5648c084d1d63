"""A reminder names a file, whatever its kind: a declaration has the id of its own, rows keep theirs."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('declarations', '0012_dossier'),
        ('dossiers', '0003_pieces'),
        ('relances', '0005_passages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name='relance', name='insert_insert'),
        pgtrigger.migrations.RemoveTrigger(model_name='relance', name='update_update'),
        migrations.RemoveConstraint(model_name='relance', name='relance_unique'),
        migrations.RemoveIndex(model_name='relance', name='relance_declaration'),
        migrations.RenameField('relance', 'declaration', 'dossier'),
        migrations.RenameField('relanceevent', 'declaration', 'dossier'),
        migrations.AlterField(
            model_name='relance',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relances', to='dossiers.dossier'),
        ),
        migrations.AlterField(
            model_name='relanceevent',
            name='dossier',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dossiers.dossier'),
        ),
        migrations.AddIndex(
            model_name='relance',
            index=models.Index(fields=['dossier', 'echeance'], name='relance_dossier'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "relances_relanceevent" ("dossier_id", "ecartee_le", "ecartee_motif", "ecartee_par_id", "echeance", "envoi_id", "etape", "id", "manque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "utilisateur_id") VALUES (NEW."dossier_id", NEW."ecartee_le", NEW."ecartee_motif", NEW."ecartee_par_id", NEW."echeance", NEW."envoi_id", NEW."etape", NEW."id", NEW."manque", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."utilisateur_id"); RETURN NULL;', hash='de06390cb7fbea7ea9436fe8f47144dcc707a79a', operation='INSERT', pgid='pgtrigger_insert_insert_6a5a1', table='relances_relance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "relances_relanceevent" ("dossier_id", "ecartee_le", "ecartee_motif", "ecartee_par_id", "echeance", "envoi_id", "etape", "id", "manque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "utilisateur_id") VALUES (NEW."dossier_id", NEW."ecartee_le", NEW."ecartee_motif", NEW."ecartee_par_id", NEW."echeance", NEW."envoi_id", NEW."etape", NEW."id", NEW."manque", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."utilisateur_id"); RETURN NULL;', hash='14f16ff9793484dafd8c2f64ad245d75a2db98fd', operation='UPDATE', pgid='pgtrigger_update_update_1efab', table='relances_relance', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='relance',
            constraint=models.UniqueConstraint(condition=models.Q(('retiree_le__isnull', True)), fields=('utilisateur', 'dossier', 'echeance', 'etape'), name='relance_unique', violation_error_message='Cette relance est déjà partie, ou écartée.'),
        ),
    ]
