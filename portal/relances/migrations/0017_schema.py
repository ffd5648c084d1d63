import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.socle.schema
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('relances', '0001_initial'), ('relances', '0001_schema'), ('relances', '0002_resume_hebdo'), ('relances', '0002_schema'), ('relances', '0003_envois_avec_droits'), ('relances', '0003_resume_avec_son_courriel'), ('relances', '0004_retraits'), ('relances', '0005_passages'), ('relances', '0006_dossier')]

    initial = True

    dependencies = [
        ('declarations', '0017_schema'),
        ('dossiers', '0017_schema'),
        ('habilitations', '0017_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('socle', '0017_schema'),
    ]

    operations = [
        portal.socle.schema.EnUneFois(
            operations=[
                migrations.CreateModel(
                    name='Envoi',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('jour', models.DateField(verbose_name='jour')),
                        ('courriel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='socle.courriel')),
                        ('decide_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='envoyé sans attendre par')),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envois_relances', to=settings.AUTH_USER_MODEL)),
                        ('droits', models.BooleanField(db_default=False, verbose_name='dit aussi ce qui attend sur les droits')),
                    ],
                    options={
                        'verbose_name': 'envoi de relances',
                        'verbose_name_plural': 'envois de relances',
                        'ordering': ['-jour', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('utilisateur', 'jour'), name='envoi_un_par_personne_et_jour', violation_error_message='Cette personne a déjà reçu ses rappels ce jour-là.')],
                    },
                ),
                migrations.CreateModel(
                    name='EtapeRelance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('jours', models.SmallIntegerField(help_text='À compter de l’échéance : -15 pour quinze jours avant, 1 pour le lendemain.', validators=[django.core.validators.MinValueValidator(-120), django.core.validators.MaxValueValidator(120)], verbose_name='jours')),
                        ('active', models.BooleanField(default=True, help_text='Décochée, l’étape nationale ne vaut pas pour cette Caf.', verbose_name='active')),
                        ('source', models.CharField(max_length=200, verbose_name='source')),
                        ('marque', models.CharField(choices=[('S', 'Règle'), ('P', 'Publié'), ('H', 'Hypothèse, à confirmer')], max_length=1, verbose_name='marque')),
                        ('caf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='etapes_relance', to='habilitations.caf')),
                    ],
                    options={
                        'verbose_name': 'étape de relance',
                        'verbose_name_plural': 'étapes de relance',
                        'ordering': ['jours', 'caf'],
                        'constraints': [models.UniqueConstraint(fields=('caf', 'jours'), name='etape_relance_unique', nulls_distinct=False, violation_error_message='Cette étape existe déjà.'), models.CheckConstraint(condition=models.Q(('jours__gte', -120), ('jours__lte', 120)), name='etape_relance_bornee', violation_error_message='Une étape est à 120 jours au plus de l’échéance.')],
                    },
                ),
                migrations.CreateModel(
                    name='EtapeRelanceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('jours', models.SmallIntegerField(help_text='À compter de l’échéance : -15 pour quinze jours avant, 1 pour le lendemain.', validators=[django.core.validators.MinValueValidator(-120), django.core.validators.MaxValueValidator(120)], verbose_name='jours')),
                        ('active', models.BooleanField(default=True, help_text='Décochée, l’étape nationale ne vaut pas pour cette Caf.', verbose_name='active')),
                        ('source', models.CharField(max_length=200, verbose_name='source')),
                        ('marque', models.CharField(choices=[('S', 'Règle'), ('P', 'Publié'), ('H', 'Hypothèse, à confirmer')], max_length=1, verbose_name='marque')),
                        ('caf', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='relances.etaperelance')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReglageCampagne',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('phrase', models.CharField(blank=True, max_length=500, verbose_name='phrase ajoutée')),
                        ('suspendue_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue le')),
                        ('suspendue_motif', models.TextField(blank=True, verbose_name='motif de la suspension')),
                        ('campagne', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reglage_relances', to='declarations.campagne')),
                        ('suspendue_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'réglage des relances d’une campagne',
                        'verbose_name_plural': 'réglages des relances des campagnes',
                        'ordering': ['campagne'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('suspendue_le__isnull', True), ('suspendue_motif', ''), ('suspendue_par__isnull', True)), models.Q(('suspendue_le__isnull', False), ('suspendue_par__isnull', False), models.Q(('suspendue_motif', ''), _negated=True)), _connector='OR'), name='reglage_suspension_complete', violation_error_message='Une suspension porte sa date, son auteur et son motif.')],
                    },
                ),
                migrations.CreateModel(
                    name='ReglageCampagneEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('phrase', models.CharField(blank=True, max_length=500, verbose_name='phrase ajoutée')),
                        ('suspendue_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue le')),
                        ('suspendue_motif', models.TextField(blank=True, verbose_name='motif de la suspension')),
                        ('campagne', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='declarations.campagne')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='relances.reglagecampagne')),
                        ('suspendue_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Relance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('echeance', models.DateField(verbose_name='échéance')),
                        ('etape', models.SmallIntegerField(verbose_name='étape, en jours')),
                        ('manque', models.CharField(max_length=200, verbose_name='ce qui manque')),
                        ('ecartee_le', models.DateTimeField(blank=True, null=True, verbose_name='écartée le')),
                        ('ecartee_motif', models.TextField(blank=True, verbose_name='motif')),
                        ('ecartee_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('envoi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relances', to='relances.envoi')),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relances', to=settings.AUTH_USER_MODEL)),
                        ('retiree_le', models.DateTimeField(blank=True, null=True, verbose_name='retirée avant l’envoi le')),
                        ('retiree_motif', models.CharField(blank=True, max_length=200, verbose_name='motif du retrait')),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relances', to='dossiers.dossier')),
                    ],
                    options={
                        'verbose_name': 'relance',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['dossier', 'echeance'], name='relance_dossier')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ecartee_le__isnull', True), ('ecartee_motif', ''), ('ecartee_par__isnull', True), ('envoi__isnull', False)), models.Q(('ecartee_le__isnull', False), ('ecartee_par__isnull', False), ('envoi__isnull', True), models.Q(('ecartee_motif', ''), _negated=True)), _connector='OR'), name='relance_envoyee_ou_ecartee', violation_error_message='Une relance est envoyée, ou écartée avec son auteur, sa date et son motif.'), models.CheckConstraint(condition=models.Q(models.Q(('retiree_le__isnull', True), ('retiree_motif', '')), models.Q(('envoi__isnull', False), ('retiree_le__isnull', False), models.Q(('retiree_motif', ''), _negated=True)), _connector='OR'), name='relance_retiree_ecrite', violation_error_message='Seule une relance écrite se retire, avec sa date et son motif.'), models.UniqueConstraint(condition=models.Q(('retiree_le__isnull', True)), fields=('utilisateur', 'dossier', 'echeance', 'etape'), name='relance_unique', violation_error_message='Cette relance est déjà partie, ou écartée.')],
                    },
                ),
                migrations.CreateModel(
                    name='RelanceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('echeance', models.DateField(verbose_name='échéance')),
                        ('etape', models.SmallIntegerField(verbose_name='étape, en jours')),
                        ('manque', models.CharField(max_length=200, verbose_name='ce qui manque')),
                        ('ecartee_le', models.DateTimeField(blank=True, null=True, verbose_name='écartée le')),
                        ('ecartee_motif', models.TextField(blank=True, verbose_name='motif')),
                        ('ecartee_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('envoi', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='relances.envoi')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='relances.relance')),
                        ('utilisateur', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('retiree_le', models.DateTimeField(blank=True, null=True, verbose_name='retirée avant l’envoi le')),
                        ('retiree_motif', models.CharField(blank=True, max_length=200, verbose_name='motif du retrait')),
                        ('dossier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dossiers.dossier')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ResumeHebdo',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('semaine', models.DateField(verbose_name='semaine du')),
                        ('courriel', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='socle.courriel')),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'résumé de la semaine',
                        'verbose_name_plural': 'résumés de la semaine',
                        'ordering': ['-semaine', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('utilisateur', 'semaine'), name='resume_un_par_semaine', violation_error_message='Ce conseiller a déjà son résumé de la semaine.')],
                    },
                ),
                migrations.CreateModel(
                    name='Passage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('jour', models.DateField(verbose_name='jour')),
                        ('commence_le', models.DateTimeField(blank=True, null=True, verbose_name='commencé le')),
                        ('fini_le', models.DateTimeField(blank=True, null=True, verbose_name='fini le')),
                        ('appelees', models.PositiveIntegerField(default=0, verbose_name='déclarations appelées')),
                        ('rappels', models.PositiveIntegerField(default=0, verbose_name='courriels de rappel écrits')),
                        ('resumes', models.PositiveIntegerField(default=0, verbose_name='résumés écrits')),
                        ('erreurs', models.PositiveIntegerField(default=0, verbose_name='personnes laissées après une erreur')),
                        ('caf', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages_relances', to='habilitations.caf')),
                    ],
                    options={
                        'verbose_name': 'passage du jour',
                        'verbose_name_plural': 'passages du jour',
                        'ordering': ['-jour', 'caf'],
                        'constraints': [models.UniqueConstraint(fields=('caf', 'jour'), name='passage_un_par_caf_et_jour', violation_error_message='Cette Caf a déjà son passage ce jour-là.'), models.CheckConstraint(condition=models.Q(('fini_le__isnull', True), models.Q(('commence_le__isnull', False), ('fini_le__gte', models.F('commence_le'))), _connector='OR'), name='passage_commence_avant_de_finir', violation_error_message='Un passage commence avant de finir.')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='etaperelance',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "relances_etaperelanceevent" ("active", "caf_id", "id", "jours", "marque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."active", NEW."caf_id", NEW."id", NEW."jours", NEW."marque", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='2aa0a60b2679a5ceeb1583053d41d3221600dfbe', operation='INSERT', pgid='pgtrigger_insert_insert_12c62', table='relances_etaperelance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='etaperelance',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "relances_etaperelanceevent" ("active", "caf_id", "id", "jours", "marque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."active", NEW."caf_id", NEW."id", NEW."jours", NEW."marque", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='63e9f15039e2cbc58c77364d676d98926f5f7455', operation='UPDATE', pgid='pgtrigger_update_update_afc7a', table='relances_etaperelance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reglagecampagne',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "relances_reglagecampagneevent" ("campagne_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phrase", "suspendue_le", "suspendue_motif", "suspendue_par_id") VALUES (NEW."campagne_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phrase", NEW."suspendue_le", NEW."suspendue_motif", NEW."suspendue_par_id"); RETURN NULL;', hash='35121ef3d1470237086a66fed73afd3a221c07f1', operation='INSERT', pgid='pgtrigger_insert_insert_efa9c', table='relances_reglagecampagne', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reglagecampagne',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "relances_reglagecampagneevent" ("campagne_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phrase", "suspendue_le", "suspendue_motif", "suspendue_par_id") VALUES (NEW."campagne_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phrase", NEW."suspendue_le", NEW."suspendue_motif", NEW."suspendue_par_id"); RETURN NULL;', hash='ca79d177d1b4352cfb7a4ab71ba741ee8bf76e69', operation='UPDATE', pgid='pgtrigger_update_update_d4985', table='relances_reglagecampagne', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relance',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "relances_relanceevent" ("dossier_id", "ecartee_le", "ecartee_motif", "ecartee_par_id", "echeance", "envoi_id", "etape", "id", "manque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "utilisateur_id") VALUES (NEW."dossier_id", NEW."ecartee_le", NEW."ecartee_motif", NEW."ecartee_par_id", NEW."echeance", NEW."envoi_id", NEW."etape", NEW."id", NEW."manque", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."utilisateur_id"); RETURN NULL;', hash='de06390cb7fbea7ea9436fe8f47144dcc707a79a', operation='INSERT', pgid='pgtrigger_insert_insert_6a5a1', table='relances_relance', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='relance',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "relances_relanceevent" ("dossier_id", "ecartee_le", "ecartee_motif", "ecartee_par_id", "echeance", "envoi_id", "etape", "id", "manque", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "utilisateur_id") VALUES (NEW."dossier_id", NEW."ecartee_le", NEW."ecartee_motif", NEW."ecartee_par_id", NEW."echeance", NEW."envoi_id", NEW."etape", NEW."id", NEW."manque", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."utilisateur_id"); RETURN NULL;', hash='14f16ff9793484dafd8c2f64ad245d75a2db98fd', operation='UPDATE', pgid='pgtrigger_update_update_1efab', table='relances_relance', when='AFTER')),
                ),
            ],
        ),
    ]
