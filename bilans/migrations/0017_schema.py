import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.socle.schema
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('bilans', '0001_initial'), ('bilans', '0001_schema'), ('bilans', '0002_analyse'), ('bilans', '0002_releves_d_analyse'), ('bilans', '0002_schema'), ('bilans', '0003_ecarts_expliques'), ('bilans', '0003_faits_a_denombrer'), ('bilans', '0004_adresse_des_vues'), ('bilans', '0004_suspension_nationale_des_campagnes'), ('bilans', '0005_repondants')]

    initial = True

    dependencies = [
        ('dossiers', '0017_schema'),
        ('habilitations', '0017_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        portal.socle.schema.EnUneFois(
            operations=[
                migrations.CreateModel(
                    name='DossierDeBilan',
                    fields=[
                    ],
                    options={
                        'proxy': True,
                        'default_permissions': (),
                    },
                    bases=('dossiers.dossier',),
                ),
                migrations.CreateModel(
                    name='Bilan',
                    fields=[
                        ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, parent_link=True, primary_key=True, related_name='bilan', serialize=False, to='dossiers.dossier')),
                        ('faits_annonces', models.JSONField(blank=True, default=dict, verbose_name='faits annoncés')),
                        ('ouvert_le', models.DateTimeField(verbose_name='ouvert le')),
                        ('arretees', models.JSONField(default=dict, verbose_name='réponses qui comptent')),
                        ('valide_le', models.DateTimeField(blank=True, null=True, verbose_name='validé le')),
                        ('valide_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('campagne', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bilans', to='bilans.campagnebilan')),
                        ('dernier_envoi', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilans.envoibilan')),
                        ('complement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilans.versionquestionnaire')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bilans', to='bilans.versionquestionnaire')),
                    ],
                    options={
                        'verbose_name': 'bilan',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('valide_le__isnull', True), ('valide_par__isnull', True)), models.Q(('dernier_envoi__isnull', False), ('valide_le__isnull', False), ('valide_par__isnull', False)), _connector='OR'), name='bilan_validation_complete', violation_error_message='Une validation porte sur un bilan transmis, avec sa date et son auteur.')],
                    },
                    bases=('dossiers.dossier',),
                ),
                migrations.CreateModel(
                    name='Annotation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chemin', models.CharField(blank=True, max_length=200, verbose_name='question')),
                        ('texte', models.TextField(max_length=4000, verbose_name='note')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('jeton', models.UUIDField(verbose_name='jeton du formulaire')),
                        ('par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to='bilans.bilan')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('bilan', 'par', 'jeton'), name='annotation_jeton_unique', violation_error_message='Cette note est déjà écrite.'), models.CheckConstraint(condition=models.Q(('texte', ''), _negated=True), name='annotation_texte_present', violation_error_message='Une note a un texte.')],
                    },
                ),
                migrations.CreateModel(
                    name='CampagneBilan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('ouvre_le', models.DateField(verbose_name='ouverture')),
                        ('echeance_le', models.DateField(verbose_name='échéance annoncée')),
                        ('ferme_le', models.DateField(verbose_name='fin de saisie')),
                        ('suspendue_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue le')),
                        ('suspendue_motif', models.TextField(blank=True, verbose_name='motif de la suspension')),
                        ('caf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campagnes_bilans', to='habilitations.caf')),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campagnes', to='bilans.questionnaire')),
                        ('suspension_nationale_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue par la nation le')),
                        ('suspension_nationale_motif', models.TextField(blank=True, verbose_name='motif de la suspension nationale')),
                    ],
                    options={
                        'verbose_name': 'campagne de bilans',
                        'verbose_name_plural': 'campagnes de bilans',
                        'ordering': ['-annee', 'questionnaire', 'caf'],
                        'constraints': [models.UniqueConstraint(fields=('caf', 'questionnaire', 'annee'), name='campagne_bilan_unique', violation_error_message='Cette campagne existe déjà.'), models.CheckConstraint(condition=models.Q(('ouvre_le__lte', models.F('echeance_le')), ('echeance_le__lte', models.F('ferme_le'))), name='campagne_bilan_dates_ordonnees', violation_error_message='L’ouverture précède l’échéance, qui précède la fin de saisie.'), models.CheckConstraint(condition=models.Q(models.Q(('suspendue_le__isnull', True), ('suspendue_motif', '')), models.Q(('suspendue_le__isnull', False), models.Q(('suspendue_motif', ''), _negated=True)), _connector='OR'), name='campagne_bilan_suspension_motivee', violation_error_message='Une suspension demande un motif.'), models.CheckConstraint(condition=models.Q(models.Q(('suspension_nationale_le__isnull', True), ('suspension_nationale_motif', '')), models.Q(('suspension_nationale_le__isnull', False), models.Q(('suspension_nationale_motif', ''), _negated=True)), _connector='OR'), name='campagne_bilan_suspension_nationale_motivee', violation_error_message='Une suspension nationale demande un motif.')],
                        'indexes': [models.Index(fields=['annee', 'questionnaire', 'caf'], name='campagne_bilan_par_annee'), models.Index(condition=models.Q(('suspendue_le', None), ('suspension_nationale_le', None), _negated=True), fields=['annee'], name='campagne_bilan_suspendues')],
                    },
                ),
                migrations.CreateModel(
                    name='DemandeComplement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('questions', models.JSONField(default=list, verbose_name='questions à compléter')),
                        ('demandee_le', models.DateTimeField(verbose_name='demandée le')),
                        ('pour_le', models.DateField(verbose_name='à compléter pour le')),
                        ('satisfaite_le', models.DateTimeField(blank=True, null=True, verbose_name='satisfaite le')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demandes', to='bilans.bilan')),
                        ('demandee_par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'demande de complément',
                        'ordering': ['-demandee_le', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('satisfaite_le__isnull', True)), fields=('bilan',), name='demande_complement_une_a_la_fois', violation_error_message='Un complément est déjà demandé.'), models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='demande_complement_motivee', violation_error_message='Une demande de complément demande un motif.')],
                    },
                ),
                migrations.CreateModel(
                    name='EnvoiBilan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('numero', models.PositiveSmallIntegerField(default=1, verbose_name='numéro')),
                        ('le', models.DateTimeField(verbose_name='envoyé le')),
                        ('nom', models.CharField(max_length=200, verbose_name='envoyé par')),
                        ('reference', models.CharField(max_length=200, verbose_name='définition')),
                        ('reponses', models.JSONField(default=dict, verbose_name='réponses')),
                        ('faits', models.JSONField(default=dict, verbose_name='faits')),
                        ('lignes', models.JSONField(default=dict, verbose_name='lignes')),
                        ('mentions', models.JSONField(blank=True, default=dict, verbose_name='mentions du récépissé')),
                        ('echeance_le', models.DateField(verbose_name='échéance annoncée à l’envoi')),
                        ('empreinte', models.CharField(max_length=64, verbose_name='empreinte')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envois', to='bilans.bilan')),
                        ('gestionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='habilitations.gestionnaire')),
                        ('par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'envoi d’un bilan',
                        'ordering': ['bilan_id', 'numero'],
                        'indexes': [models.Index(fields=['empreinte'], name='envoi_bilan_empreinte')],
                        'constraints': [models.UniqueConstraint(fields=('bilan', 'numero'), name='envoi_bilan_numero_unique'), models.CheckConstraint(condition=models.Q(('empreinte__regex', '^[0-9a-f]{64}$')), name='envoi_bilan_empreinte_presente', violation_error_message='Un envoi porte son empreinte.')],
                    },
                ),
                migrations.CreateModel(
                    name='FeuilleBilan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('donnees', models.JSONField(default=dict, verbose_name='données')),
                        ('auteurs', models.JSONField(default=dict, verbose_name='auteurs des valeurs')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                        ('a_confirmer', models.JSONField(default=dict, verbose_name='valeurs reprises à confirmer')),
                        ('modifie_le', models.DateTimeField(blank=True, null=True, verbose_name='modifié le')),
                        ('lignes', models.JSONField(default=dict, verbose_name='lignes ajoutées')),
                        ('retirees', models.JSONField(default=dict, verbose_name='lignes retirées')),
                        ('ouvertes', models.JSONField(blank=True, null=True, verbose_name='questions à compléter')),
                        ('bilan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feuille', to='bilans.bilan')),
                        ('modifie_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'feuille de bilan',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('modifie_le__isnull', True), ('modifie_par__isnull', True)), models.Q(('modifie_le__isnull', False), ('modifie_par__isnull', False)), _connector='OR'), name='feuille_bilan_modification_complete', violation_error_message='Une modification porte sa date et son auteur.')],
                    },
                ),
                migrations.CreateModel(
                    name='FeuilleBilanEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('donnees', models.JSONField(default=dict, verbose_name='données')),
                        ('auteurs', models.JSONField(default=dict, verbose_name='auteurs des valeurs')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                        ('a_confirmer', models.JSONField(default=dict, verbose_name='valeurs reprises à confirmer')),
                        ('modifie_le', models.DateTimeField(blank=True, null=True, verbose_name='modifié le')),
                        ('lignes', models.JSONField(default=dict, verbose_name='lignes ajoutées')),
                        ('retirees', models.JSONField(default=dict, verbose_name='lignes retirées')),
                        ('ouvertes', models.JSONField(blank=True, null=True, verbose_name='questions à compléter')),
                        ('bilan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.bilan')),
                        ('modifie_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.feuillebilan')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ModificationCaf',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chemin', models.CharField(max_length=200, verbose_name='question')),
                        ('avant', models.JSONField(verbose_name='avant')),
                        ('apres', models.JSONField(verbose_name='après')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('revision', models.PositiveIntegerField(verbose_name='révision de la feuille')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modifications', to='bilans.bilan')),
                        ('par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'modification par la Caf',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='modification_caf_motivee', violation_error_message='Une modification demande un motif.'), models.UniqueConstraint(fields=('bilan', 'chemin', 'revision'), name='modification_caf_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='Questionnaire',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('numero', models.PositiveSmallIntegerField(unique=True, verbose_name='numéro')),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('titre', models.CharField(max_length=200, verbose_name='titre')),
                        ('archive_le', models.DateTimeField(blank=True, null=True, verbose_name='archivé le')),
                        ('caf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='habilitations.caf')),
                        ('complete', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complements', to='bilans.questionnaire')),
                    ],
                    options={
                        'ordering': ['titre', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('code', 'caf'), name='questionnaire_code_unique', nulls_distinct=False, violation_error_message='Un questionnaire porte déjà ce code.'), models.UniqueConstraint(condition=models.Q(('complete__isnull', False)), fields=('complete', 'caf'), name='questionnaire_complement_unique', violation_error_message='Votre Caf complète déjà ce questionnaire.'), models.CheckConstraint(condition=models.Q(models.Q(('caf__isnull', True), ('complete__isnull', True)), models.Q(('caf__isnull', False), ('complete__isnull', False)), _connector='OR'), name='questionnaire_d_une_caf_complete', violation_error_message='Le questionnaire d’une Caf en complète un de la Cnaf.')],
                    },
                ),
                migrations.CreateModel(
                    name='CampagneBilanEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('ouvre_le', models.DateField(verbose_name='ouverture')),
                        ('echeance_le', models.DateField(verbose_name='échéance annoncée')),
                        ('ferme_le', models.DateField(verbose_name='fin de saisie')),
                        ('suspendue_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue le')),
                        ('suspendue_motif', models.TextField(blank=True, verbose_name='motif de la suspension')),
                        ('caf', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.campagnebilan')),
                        ('questionnaire', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.questionnaire')),
                        ('suspension_nationale_le', models.DateTimeField(blank=True, null=True, verbose_name='suspendue par la nation le')),
                        ('suspension_nationale_motif', models.TextField(blank=True, verbose_name='motif de la suspension nationale')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='QuestionnaireEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('numero', models.PositiveSmallIntegerField(verbose_name='numéro')),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('titre', models.CharField(max_length=200, verbose_name='titre')),
                        ('archive_le', models.DateTimeField(blank=True, null=True, verbose_name='archivé le')),
                        ('caf', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf')),
                        ('complete', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.questionnaire')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.questionnaire')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReponseEcartee',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chemin', models.CharField(max_length=120, verbose_name='champ')),
                        ('valeur', models.JSONField(verbose_name='valeur écartée')),
                        ('revision', models.PositiveIntegerField(verbose_name='révision')),
                        ('le', models.DateTimeField(verbose_name='écartée le')),
                        ('feuille', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ecartees', to='bilans.feuillebilan')),
                        ('par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'réponse écartée',
                        'constraints': [models.UniqueConstraint(fields=('feuille', 'chemin', 'valeur', 'revision', 'par'), name='reponse_ecartee_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='VersionQuestionnaire',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.CharField(max_length=20, verbose_name='version')),
                        ('definition', models.TextField(verbose_name='définition')),
                        ('etat', models.CharField(choices=[('brouillon', 'Brouillon'), ('publiee', 'Publiée'), ('archivee', 'Archivée')], default='brouillon', max_length=10, verbose_name='état')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                        ('cree_le', models.DateTimeField(verbose_name='créée le')),
                        ('modifie_le', models.DateTimeField(blank=True, null=True, verbose_name='modifiée le')),
                        ('publiee_le', models.DateTimeField(blank=True, null=True, verbose_name='publiée le')),
                        ('vaut_le', models.DateField(blank=True, null=True, verbose_name='vaut à partir du')),
                        ('modifie_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('publiee_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='bilans.questionnaire')),
                    ],
                    options={
                        'verbose_name': 'version d’un questionnaire',
                        'ordering': ['questionnaire', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('questionnaire', 'version'), name='version_questionnaire_unique', violation_error_message='Cette version existe déjà.'), models.UniqueConstraint(condition=models.Q(('etat', 'brouillon')), fields=('questionnaire',), name='version_questionnaire_un_brouillon', violation_error_message='Ce questionnaire a déjà un brouillon.'), models.CheckConstraint(condition=models.Q(models.Q(('etat', 'brouillon'), ('publiee_le__isnull', True), ('publiee_par__isnull', True), ('vaut_le__isnull', True)), models.Q(models.Q(('etat', 'brouillon'), _negated=True), ('publiee_le__isnull', False), ('vaut_le__isnull', False)), _connector='OR'), name='version_questionnaire_publication_complete', violation_error_message='Une version publiée porte la date de sa publication et celle à partir de laquelle elle vaut.')],
                    },
                ),
                migrations.CreateModel(
                    name='BilanEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('dossier', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', related_query_name='+', serialize=False, to='dossiers.dossier')),
                        ('faits_annonces', models.JSONField(blank=True, default=dict, verbose_name='faits annoncés')),
                        ('ouvert_le', models.DateTimeField(verbose_name='ouvert le')),
                        ('arretees', models.JSONField(default=dict, verbose_name='réponses qui comptent')),
                        ('valide_le', models.DateTimeField(blank=True, null=True, verbose_name='validé le')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.bilan')),
                        ('valide_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('campagne', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.campagnebilan')),
                        ('dernier_envoi', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.envoibilan')),
                        ('complement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.versionquestionnaire')),
                        ('version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.versionquestionnaire')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='VersionQuestionnaireEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('version', models.CharField(max_length=20, verbose_name='version')),
                        ('definition', models.TextField(verbose_name='définition')),
                        ('etat', models.CharField(choices=[('brouillon', 'Brouillon'), ('publiee', 'Publiée'), ('archivee', 'Archivée')], default='brouillon', max_length=10, verbose_name='état')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                        ('cree_le', models.DateTimeField(verbose_name='créée le')),
                        ('modifie_le', models.DateTimeField(blank=True, null=True, verbose_name='modifiée le')),
                        ('publiee_le', models.DateTimeField(blank=True, null=True, verbose_name='publiée le')),
                        ('vaut_le', models.DateField(blank=True, null=True, verbose_name='vaut à partir du')),
                        ('modifie_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.versionquestionnaire')),
                        ('publiee_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('questionnaire', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.questionnaire')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='BilanADenombrer',
                    fields=[
                        ('bilan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='a_denombrer', serialize=False, to='bilans.bilan')),
                    ],
                ),
                migrations.CreateModel(
                    name='ColonneAnalyse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chemin', models.CharField(max_length=200, verbose_name='chemin')),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='colonnes', to='bilans.questionnaire')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('questionnaire', 'chemin'), name='colonne_analyse_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='ReponseAnalyse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ligne', models.CharField(blank=True, max_length=200, verbose_name='lignes')),
                        ('valeur', models.TextField(blank=True, verbose_name='valeur comptée')),
                        ('mots', models.TextField(blank=True, verbose_name='mots')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='bilans.bilan')),
                        ('colonne', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilans.colonneanalyse')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['colonne', 'valeur'], include=('bilan', 'ligne'), name='reponse_analyse')],
                        'constraints': [models.UniqueConstraint(fields=('bilan', 'colonne', 'ligne'), name='reponse_analyse_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='VueAnalyse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('nom', models.CharField(max_length=100, verbose_name='nom')),
                        ('cree_le', models.DateTimeField(verbose_name='enregistrée le')),
                        ('proprietaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('adresse', models.CharField(max_length=2200, verbose_name='adresse')),
                    ],
                    options={
                        'verbose_name': 'vue enregistrée',
                        'verbose_name_plural': 'vues enregistrées',
                        'ordering': ['-cree_le', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('proprietaire', 'nom'), name='vue_analyse_nom_unique', violation_error_message='Vous avez déjà une vue de ce nom.'), models.CheckConstraint(condition=models.Q(('nom', ''), _negated=True), name='vue_analyse_nommee', violation_error_message='Une vue a un nom.')],
                    },
                ),
                migrations.CreateModel(
                    name='EcartExplique',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chemin', models.CharField(max_length=120, verbose_name='champ de la déclaration')),
                        ('texte', models.TextField(max_length=2000, verbose_name='explication')),
                        ('du_bilan', models.JSONField(verbose_name='valeur du bilan')),
                        ('declaree', models.JSONField(verbose_name='valeur de la déclaration')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ecarts_expliques', to='bilans.bilan')),
                        ('par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'écart expliqué',
                        'verbose_name_plural': 'écarts expliqués',
                        'ordering': ['bilan', 'chemin'],
                        'constraints': [models.UniqueConstraint(fields=('bilan', 'chemin'), name='ecart_explique_unique'), models.CheckConstraint(condition=models.Q(('texte', ''), _negated=True), name='ecart_explique_texte_present', violation_error_message='Une explication a un texte.')],
                    },
                ),
                migrations.CreateModel(
                    name='EcartExpliqueEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('chemin', models.CharField(max_length=120, verbose_name='champ de la déclaration')),
                        ('texte', models.TextField(max_length=2000, verbose_name='explication')),
                        ('du_bilan', models.JSONField(verbose_name='valeur du bilan')),
                        ('declaree', models.JSONField(verbose_name='valeur de la déclaration')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('bilan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.bilan')),
                        ('par', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.ecartexplique')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Repondant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cle', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='clé du lien')),
                        ('serie', models.PositiveSmallIntegerField(default=1, verbose_name='série du lien')),
                        ('invite_le', models.DateTimeField(verbose_name='invité le')),
                        ('expire_le', models.DateField(verbose_name='expire le')),
                        ('ouvert_le', models.DateTimeField(blank=True, null=True, verbose_name='ouvert le')),
                        ('relance_le', models.DateTimeField(blank=True, null=True, verbose_name='dernier rappel le')),
                        ('revoque_le', models.DateTimeField(blank=True, null=True, verbose_name='révoqué le')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repondants', to='bilans.bilan')),
                        ('invite_par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoque_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reponses_par_lien', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'répondant',
                        'ordering': ['bilan', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoque_le__isnull', True)), fields=('bilan',), name='repondant_un_par_bilan', violation_error_message='Une personne répond déjà à ce questionnaire.'), models.CheckConstraint(condition=models.Q(models.Q(('revoque_le__isnull', True), ('revoque_par__isnull', True)), models.Q(('revoque_le__isnull', False), ('revoque_par__isnull', False)), _connector='OR'), name='repondant_revocation_complete', violation_error_message='Une révocation porte sa date et son auteur.')],
                    },
                ),
                migrations.CreateModel(
                    name='CodeAppareil',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('empreinte', models.CharField(max_length=64, verbose_name='empreinte du code')),
                        ('envoye_le', models.DateTimeField(verbose_name='envoyé le')),
                        ('essais', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                        ('utilise_le', models.DateTimeField(blank=True, null=True, verbose_name='utilisé le')),
                        ('repondant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='bilans.repondant')),
                    ],
                    options={
                        'verbose_name': 'code d’appareil',
                        'ordering': ['-envoye_le', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RepondantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('cle', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='clé du lien')),
                        ('serie', models.PositiveSmallIntegerField(default=1, verbose_name='série du lien')),
                        ('invite_le', models.DateTimeField(verbose_name='invité le')),
                        ('expire_le', models.DateField(verbose_name='expire le')),
                        ('ouvert_le', models.DateTimeField(blank=True, null=True, verbose_name='ouvert le')),
                        ('relance_le', models.DateTimeField(blank=True, null=True, verbose_name='dernier rappel le')),
                        ('revoque_le', models.DateTimeField(blank=True, null=True, verbose_name='révoqué le')),
                        ('bilan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='bilans.bilan')),
                        ('invite_par', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='bilans.repondant')),
                        ('revoque_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('utilisateur', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='ReleveAnalyse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ligne', models.CharField(blank=True, max_length=100, verbose_name='ligne')),
                        ('valeurs', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None, verbose_name='valeurs')),
                        ('bilan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='bilans.bilan')),
                        ('rubrique', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilans.colonneanalyse')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('rubrique', 'bilan', 'ligne'), name='releve_analyse_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='ValeurAnalyse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valeur', models.TextField(blank=True, verbose_name='valeur comptée')),
                        ('colonne', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilans.colonneanalyse')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('colonne', 'valeur'), name='valeur_analyse_unique')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dossierdebilan',
                    trigger=pgtrigger.compiler.Trigger(name='bilan_etat_connu', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."nature" = \'bilan\' AND NOT (NEW."etat" IN (\'a_completer\', \'a_remplir\', \'en_cours\', \'en_validation\', \'sans_objet\', \'transmis\', \'valide\')))', func="RAISE EXCEPTION 'bilan_etat_connu : cet état n’existe pas' USING ERRCODE = 'check_violation', CONSTRAINT = 'bilan_etat_connu';", hash='d4aa50af12db0fb0fcd5702c37dce58479156a32', operation='INSERT OR UPDATE', pgid='pgtrigger_bilan_etat_connu_48885', table='dossiers_dossier', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dossierdebilan',
                    trigger=pgtrigger.compiler.Trigger(name='bilan_envoye_a_un_envoi', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."nature" = \'bilan\' AND NEW."etat" IN (\'a_completer\', \'en_validation\', \'transmis\', \'valide\'))', func="\n            IF NOT EXISTS (\n                SELECT FROM bilans_bilan\n                 WHERE dossier_id = NEW.id AND dernier_envoi_id IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'bilan_envoye_a_un_envoi : un bilan transmis a un envoi' USING ERRCODE = 'check_violation', CONSTRAINT = 'bilan_envoye_a_un_envoi';\n            END IF;\n            RETURN NEW;\n        ", hash='90972b2c90fc1145f4a78f82a1a83b215ebaedb6', operation='UPDATE', pgid='pgtrigger_bilan_envoye_a_un_envoi_04c30', table='dossiers_dossier', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bilan',
                    trigger=pgtrigger.compiler.Trigger(name='bilan_envoye_a_un_envoi', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."dernier_envoi_id" IS NULL)', func="\n            IF EXISTS (\n                SELECT FROM dossiers_dossier\n                 WHERE id = NEW.dossier_id AND etat IN ('a_completer', 'en_validation', 'transmis', 'valide')\n            ) THEN\n                RAISE EXCEPTION 'bilan_envoye_a_un_envoi : un bilan transmis a un envoi' USING ERRCODE = 'check_violation', CONSTRAINT = 'bilan_envoye_a_un_envoi';\n            END IF;\n            RETURN NEW;\n        ", hash='65a3a4cec038267e357038284928410edf014e36', operation='INSERT OR UPDATE', pgid='pgtrigger_bilan_envoye_a_un_envoi_e33a2', table='bilans_bilan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bilan',
                    trigger=pgtrigger.compiler.Trigger(name='bilan_version_gardee', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."complement_id" IS DISTINCT FROM (NEW."complement_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5538862dfcecf8bf476607231126a07c5a36da96', operation='UPDATE', pgid='pgtrigger_bilan_version_gardee_84206', table='bilans_bilan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bilan',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_bilanevent" ("arretees", "campagne_id", "complement_id", "dernier_envoi_id", "dossier_id", "faits_annonces", "ouvert_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valide_le", "valide_par_id", "version_id") VALUES (NEW."arretees", NEW."campagne_id", NEW."complement_id", NEW."dernier_envoi_id", NEW."dossier_id", NEW."faits_annonces", NEW."ouvert_le", _pgh_attach_context(), NOW(), \'insert\', NEW."dossier_id", NEW."valide_le", NEW."valide_par_id", NEW."version_id"); RETURN NULL;', hash='9aa76659657d57ab5a8894caa92582030f3956e9', operation='INSERT', pgid='pgtrigger_insert_insert_64440', table='bilans_bilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bilan',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."arretees" IS DISTINCT FROM (NEW."arretees") OR OLD."campagne_id" IS DISTINCT FROM (NEW."campagne_id") OR OLD."complement_id" IS DISTINCT FROM (NEW."complement_id") OR OLD."dernier_envoi_id" IS DISTINCT FROM (NEW."dernier_envoi_id") OR OLD."dossier_id" IS DISTINCT FROM (NEW."dossier_id") OR OLD."faits_annonces" IS DISTINCT FROM (NEW."faits_annonces") OR OLD."ouvert_le" IS DISTINCT FROM (NEW."ouvert_le") OR OLD."valide_le" IS DISTINCT FROM (NEW."valide_le") OR OLD."valide_par_id" IS DISTINCT FROM (NEW."valide_par_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))', func='INSERT INTO "bilans_bilanevent" ("arretees", "campagne_id", "complement_id", "dernier_envoi_id", "dossier_id", "faits_annonces", "ouvert_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valide_le", "valide_par_id", "version_id") VALUES (NEW."arretees", NEW."campagne_id", NEW."complement_id", NEW."dernier_envoi_id", NEW."dossier_id", NEW."faits_annonces", NEW."ouvert_le", _pgh_attach_context(), NOW(), \'update\', NEW."dossier_id", NEW."valide_le", NEW."valide_par_id", NEW."version_id"); RETURN NULL;', hash='687c893fd06fa7ab52de1db7f54039d2fb8695ef', operation='UPDATE', pgid='pgtrigger_update_update_40522', table='bilans_bilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bilan',
                    trigger=pgtrigger.compiler.Trigger(name='bilan_a_denombrer', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."dernier_envoi_id" IS NOT NULL)', func="\n            IF TG_OP = 'INSERT'\n               OR NEW.arretees IS DISTINCT FROM OLD.arretees\n               OR NEW.dernier_envoi_id IS DISTINCT FROM OLD.dernier_envoi_id\n            THEN\n                INSERT INTO bilans_bilanadenombrer (bilan_id) VALUES (NEW.dossier_id)\n                    ON CONFLICT (bilan_id) DO UPDATE SET bilan_id = EXCLUDED.bilan_id;\n            END IF;\n            RETURN NULL;\n        ", hash='62874296a5a6938f911ee0aadc0acbe2474b946b', operation='INSERT OR UPDATE', pgid='pgtrigger_bilan_a_denombrer_f40e4', table='bilans_bilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annotation',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c81818ab27406d63d41be482650f0e972366c452', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_71c6c', table='bilans_annotation', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='campagnebilan',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_campagnebilanevent" ("annee", "caf_id", "echeance_le", "ferme_le", "id", "ouvre_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "suspendue_le", "suspendue_motif", "suspension_nationale_le", "suspension_nationale_motif") VALUES (NEW."annee", NEW."caf_id", NEW."echeance_le", NEW."ferme_le", NEW."id", NEW."ouvre_le", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."questionnaire_id", NEW."suspendue_le", NEW."suspendue_motif", NEW."suspension_nationale_le", NEW."suspension_nationale_motif"); RETURN NULL;', hash='98d4ea5282ae65fac273c00a772eca4022bfcd75', operation='INSERT', pgid='pgtrigger_insert_insert_aa21a', table='bilans_campagnebilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='campagnebilan',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_campagnebilanevent" ("annee", "caf_id", "echeance_le", "ferme_le", "id", "ouvre_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "questionnaire_id", "suspendue_le", "suspendue_motif", "suspension_nationale_le", "suspension_nationale_motif") VALUES (NEW."annee", NEW."caf_id", NEW."echeance_le", NEW."ferme_le", NEW."id", NEW."ouvre_le", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."questionnaire_id", NEW."suspendue_le", NEW."suspendue_motif", NEW."suspension_nationale_le", NEW."suspension_nationale_motif"); RETURN NULL;', hash='4805582cff07e2f4ad497263c05f208028d05b9a', operation='UPDATE', pgid='pgtrigger_update_update_36137', table='bilans_campagnebilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='envoibilan',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c915d0df6988e30f882a4023d666551dd656053', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_d7220', table='bilans_envoibilan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feuillebilan',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_feuillebilanevent" ("a_confirmer", "auteurs", "bilan_id", "donnees", "id", "lignes", "modifie_le", "modifie_par_id", "ouvertes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retirees", "revision") VALUES (NEW."a_confirmer", NEW."auteurs", NEW."bilan_id", NEW."donnees", NEW."id", NEW."lignes", NEW."modifie_le", NEW."modifie_par_id", NEW."ouvertes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retirees", NEW."revision"); RETURN NULL;', hash='4a8b76d20bc3d35cedc24f107cc49936d7393f27', operation='INSERT', pgid='pgtrigger_insert_insert_cdfd5', table='bilans_feuillebilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feuillebilan',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_feuillebilanevent" ("a_confirmer", "auteurs", "bilan_id", "donnees", "id", "lignes", "modifie_le", "modifie_par_id", "ouvertes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retirees", "revision") VALUES (NEW."a_confirmer", NEW."auteurs", NEW."bilan_id", NEW."donnees", NEW."id", NEW."lignes", NEW."modifie_le", NEW."modifie_par_id", NEW."ouvertes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retirees", NEW."revision"); RETURN NULL;', hash='8f160ba0ee70494fa712b02bb88ae2ac49cd2344', operation='UPDATE', pgid='pgtrigger_update_update_2dfd6', table='bilans_feuillebilan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='modificationcaf',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='642115fb0431c3029c62aa811d5f6faa28230c89', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_5028c', table='bilans_modificationcaf', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='questionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='numero_et_code_immuables', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."numero" IS DISTINCT FROM (NEW."numero") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."caf_id" IS DISTINCT FROM (NEW."caf_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='583349fadb20c09b50ca97864b9b55637bc990fb', operation='UPDATE', pgid='pgtrigger_numero_et_code_immuables_65034', table='bilans_questionnaire', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='questionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_questionnaireevent" ("archive_le", "caf_id", "code", "complete_id", "id", "numero", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "titre") VALUES (NEW."archive_le", NEW."caf_id", NEW."code", NEW."complete_id", NEW."id", NEW."numero", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."titre"); RETURN NULL;', hash='232743a97a9744efd52d137e5f1e702e56de0e13', operation='INSERT', pgid='pgtrigger_insert_insert_69aa4', table='bilans_questionnaire', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='questionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_questionnaireevent" ("archive_le", "caf_id", "code", "complete_id", "id", "numero", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "titre") VALUES (NEW."archive_le", NEW."caf_id", NEW."code", NEW."complete_id", NEW."id", NEW."numero", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."titre"); RETURN NULL;', hash='335fe92ee252ac566e74b99945020cec5b5c745a', operation='UPDATE', pgid='pgtrigger_update_update_5c0a3', table='bilans_questionnaire', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='versionquestionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='version_publiee_figee', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."etat" = \'brouillon\'))', func="\n                    IF TG_OP = 'DELETE'\n                       OR NEW.etat = 'brouillon'\n                       OR to_jsonb(NEW) - 'etat' IS DISTINCT FROM to_jsonb(OLD) - 'etat'\n                    THEN\n                        RAISE EXCEPTION 'version publiée : elle ne peut plus être modifiée';\n                    END IF;\n                    RETURN NEW;\n                ", hash='91c3bd6781193de3f04c55c161b21881b845d835', operation='UPDATE OR DELETE', pgid='pgtrigger_version_publiee_figee_b0580', table='bilans_versionquestionnaire', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='versionquestionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_versionquestionnaireevent" ("cree_le", "definition", "etat", "id", "modifie_le", "modifie_par_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publiee_le", "publiee_par_id", "questionnaire_id", "revision", "vaut_le", "version") VALUES (NEW."cree_le", NEW."definition", NEW."etat", NEW."id", NEW."modifie_le", NEW."modifie_par_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."publiee_le", NEW."publiee_par_id", NEW."questionnaire_id", NEW."revision", NEW."vaut_le", NEW."version"); RETURN NULL;', hash='386254f4cb4c2b6a5cba71edb49ab13ab491b434', operation='INSERT', pgid='pgtrigger_insert_insert_44768', table='bilans_versionquestionnaire', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='versionquestionnaire',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_versionquestionnaireevent" ("cree_le", "definition", "etat", "id", "modifie_le", "modifie_par_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publiee_le", "publiee_par_id", "questionnaire_id", "revision", "vaut_le", "version") VALUES (NEW."cree_le", NEW."definition", NEW."etat", NEW."id", NEW."modifie_le", NEW."modifie_par_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."publiee_le", NEW."publiee_par_id", NEW."questionnaire_id", NEW."revision", NEW."vaut_le", NEW."version"); RETURN NULL;', hash='8975c6f3e320f9e44f145a07ffc164e81d42d156', operation='UPDATE', pgid='pgtrigger_update_update_6c526', table='bilans_versionquestionnaire', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ecartexplique',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_ecartexpliqueevent" ("bilan_id", "chemin", "declaree", "du_bilan", "id", "le", "par_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "texte") VALUES (NEW."bilan_id", NEW."chemin", NEW."declaree", NEW."du_bilan", NEW."id", NEW."le", NEW."par_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."texte"); RETURN NULL;', hash='ce9abac1c9fe0a166ff66429b2797552f1427d71', operation='INSERT', pgid='pgtrigger_insert_insert_aca8b', table='bilans_ecartexplique', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ecartexplique',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_ecartexpliqueevent" ("bilan_id", "chemin", "declaree", "du_bilan", "id", "le", "par_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "texte") VALUES (NEW."bilan_id", NEW."chemin", NEW."declaree", NEW."du_bilan", NEW."id", NEW."le", NEW."par_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."texte"); RETURN NULL;', hash='8dba04b4ee4f24dccc8f7c2211ca432a49a7c0c4', operation='UPDATE', pgid='pgtrigger_update_update_0a6a2', table='bilans_ecartexplique', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='repondant',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bilans_repondantevent" ("bilan_id", "cle", "expire_le", "id", "invite_le", "invite_par_id", "ouvert_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relance_le", "revoque_le", "revoque_par_id", "serie", "utilisateur_id") VALUES (NEW."bilan_id", NEW."cle", NEW."expire_le", NEW."id", NEW."invite_le", NEW."invite_par_id", NEW."ouvert_le", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."relance_le", NEW."revoque_le", NEW."revoque_par_id", NEW."serie", NEW."utilisateur_id"); RETURN NULL;', hash='1dfe948d3d75ac13319ece0d2a096d5d3cf69d16', operation='INSERT', pgid='pgtrigger_insert_insert_b59e5', table='bilans_repondant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='repondant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "bilans_repondantevent" ("bilan_id", "cle", "expire_le", "id", "invite_le", "invite_par_id", "ouvert_le", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relance_le", "revoque_le", "revoque_par_id", "serie", "utilisateur_id") VALUES (NEW."bilan_id", NEW."cle", NEW."expire_le", NEW."id", NEW."invite_le", NEW."invite_par_id", NEW."ouvert_le", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."relance_le", NEW."revoque_le", NEW."revoque_par_id", NEW."serie", NEW."utilisateur_id"); RETURN NULL;', hash='9b742e3fd2649f24a2082b8f1362cfc16d1d1557', operation='UPDATE', pgid='pgtrigger_update_update_f4c79', table='bilans_repondant', when='AFTER')),
                ),
            ],
        ),
    ]
