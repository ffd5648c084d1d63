import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.socle.schema
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('dossiers', '0001_initial'), ('dossiers', '0001_schema'), ('dossiers', '0002_echanges'), ('dossiers', '0002_schema'), ('dossiers', '0003_avis_sans_dossier'), ('dossiers', '0003_pieces'), ('dossiers', '0004_avis'), ('dossiers', '0004_derogation_retiree'), ('dossiers', '0005_colonnes_choisies'), ('dossiers', '0006_avis_chez_un_partenaire')]

    initial = True

    dependencies = [
        ('habilitations', '0017_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('socle', '0017_schema'),
    ]

    operations = [
        portal.socle.schema.EnUneFois(
            operations=[
                migrations.CreateModel(
                    name='Dossier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dispositif', models.CharField(choices=[('cct', 'Chargés de coopération CTG'), ('clas', 'Contrat local d’accompagnement à la scolarité'), ('er', 'Espace de rencontre')], max_length=10, verbose_name='dispositif')),
                        ('nature', models.CharField(max_length=20, verbose_name='nature')),
                        ('numero', models.PositiveSmallIntegerField(default=0, verbose_name='numéro, parmi ceux de sa nature')),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('etat', models.CharField(max_length=20, verbose_name='état')),
                        ('etat_precedent', models.CharField(blank=True, max_length=20, verbose_name='état précédent')),
                        ('etat_depuis', models.DateTimeField(verbose_name='dans cet état depuis')),
                        ('sans_objet_motif', models.TextField(blank=True, verbose_name='motif du « sans objet »')),
                        ('caf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='habilitations.caf')),
                        ('equipement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='habilitations.equipement')),
                        ('gestionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='habilitations.gestionnaire')),
                    ],
                    options={
                        'ordering': ['-annee', 'equipement', 'nature', 'numero'],
                        'indexes': [models.Index(fields=['caf', 'etat', 'annee'], name='dossier_file'), models.Index(fields=['gestionnaire', 'annee'], name='dossier_partenaire')],
                        'constraints': [models.UniqueConstraint(fields=('equipement', 'annee', 'nature', 'numero'), name='dossier_unique', violation_error_message='Ce dossier existe déjà.'), models.UniqueConstraint(condition=models.Q(('equipement', None)), fields=('gestionnaire', 'caf', 'annee', 'nature', 'numero'), name='dossier_sans_equipement_unique', violation_error_message='Ce dossier existe déjà.'), models.CheckConstraint(condition=models.Q(models.Q(('nature', ''), _negated=True), models.Q(('etat', ''), _negated=True)), name='dossier_nature_et_etat_presents', violation_error_message='Un dossier a une nature et un état.'), models.CheckConstraint(condition=models.Q(models.Q(('etat', 'sans_objet'), models.Q(('sans_objet_motif', ''), _negated=True), models.Q(('etat_precedent', ''), _negated=True)), models.Q(models.Q(('etat', 'sans_objet'), _negated=True), ('sans_objet_motif', ''), ('etat_precedent', '')), _connector='OR'), name='dossier_sans_objet_motive', violation_error_message='« Sans objet » demande un motif.')],
                    },
                ),
                migrations.CreateModel(
                    name='DossierEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('dispositif', models.CharField(choices=[('cct', 'Chargés de coopération CTG'), ('clas', 'Contrat local d’accompagnement à la scolarité'), ('er', 'Espace de rencontre')], max_length=10, verbose_name='dispositif')),
                        ('nature', models.CharField(max_length=20, verbose_name='nature')),
                        ('numero', models.PositiveSmallIntegerField(default=0, verbose_name='numéro, parmi ceux de sa nature')),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('etat', models.CharField(max_length=20, verbose_name='état')),
                        ('etat_precedent', models.CharField(blank=True, max_length=20, verbose_name='état précédent')),
                        ('etat_depuis', models.DateTimeField(verbose_name='dans cet état depuis')),
                        ('sans_objet_motif', models.TextField(blank=True, verbose_name='motif du « sans objet »')),
                        ('caf', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf')),
                        ('equipement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.equipement')),
                        ('gestionnaire', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.gestionnaire')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='evenements_du_dossier', to='dossiers.dossier')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Derogation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('accordee_le', models.DateTimeField(verbose_name='accordée le')),
                        ('expire_le', models.DateField(verbose_name='expire le')),
                        ('accordee_par', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='derogations', to='dossiers.dossier')),
                        ('retiree_le', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('retiree_motif', models.TextField(blank=True, verbose_name='motif du retrait')),
                        ('retiree_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'dérogation',
                        'ordering': ['-accordee_le', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='derogation_motivee', violation_error_message='Une dérogation demande un motif.'), models.CheckConstraint(condition=models.Q(models.Q(('retiree_le', None), ('retiree_motif', ''), ('retiree_par', None)), models.Q(('retiree_le__isnull', False), ('retiree_par__isnull', False), models.Q(('retiree_motif', ''), _negated=True)), _connector='OR'), name='derogation_retrait_complet', violation_error_message='Un retrait porte sa date, son auteur et son motif.')],
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
                        ('retiree_le', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('retiree_motif', models.TextField(blank=True, verbose_name='motif du retrait')),
                        ('retiree_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
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
                        'constraints': [models.UniqueConstraint(fields=('utilisateur', 'dossier'), name='lecture_messages_unique', violation_error_message='Cette lecture est déjà notée.')],
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
                        'indexes': [models.Index(fields=['dossier', 'cote_caf', 'id'], name='message_dossier')],
                        'constraints': [models.UniqueConstraint(fields=('dossier', 'auteur', 'jeton'), name='message_jeton_unique', violation_error_message='Ce message est déjà envoyé.'), models.CheckConstraint(condition=models.Q(('texte', ''), _negated=True), name='message_texte_present', violation_error_message='Un message a un texte.')],
                    },
                ),
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
                        'constraints': [models.UniqueConstraint(fields=('dossier', 'jointe_par', 'jeton'), name='piece_jeton_unique', violation_error_message='Cette pièce est déjà jointe.'), models.CheckConstraint(condition=models.Q(('libelle', ''), _negated=True), name='piece_libelle_present', violation_error_message='Dites ce qu’est cette pièce.'), models.CheckConstraint(condition=models.Q(('message', None), ('cle', ''), _connector='OR'), name='piece_constat_ou_message', violation_error_message='Une pièce accompagne un message ou un endroit du dossier, pas les deux.'), models.CheckConstraint(condition=models.Q(models.Q(('retiree_le__isnull', True), ('retiree_par__isnull', True), ('retiree_version__isnull', True), ('retrait_motif', '')), models.Q(('retiree_le__isnull', False), ('retiree_par__isnull', False), ('retiree_version__gte', models.F('version')), models.Q(('retrait_motif', ''), _negated=True)), _connector='OR'), name='piece_retrait_complet', violation_error_message='Un retrait porte sa date, son auteur et son motif.')],
                    },
                ),
                migrations.CreateModel(
                    name='Avis',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('acte', models.CharField(max_length=40, verbose_name='acte')),
                        ('titre', models.CharField(max_length=120, verbose_name='titre')),
                        ('phrase', models.TextField(verbose_name='ce qui est dit')),
                        ('sujet', models.CharField(max_length=300, verbose_name='dossier, en clair')),
                        ('chemin', models.CharField(max_length=200, verbose_name='adresse de la page')),
                        ('points', models.JSONField(blank=True, default=list, verbose_name='ce qui est nommé')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('lu_le', models.DateTimeField(blank=True, null=True, verbose_name='lu le')),
                        ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='avis', to='dossiers.dossier')),
                        ('personne', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='avis', to=settings.AUTH_USER_MODEL)),
                        ('caf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='habilitations.caf')),
                        ('gestionnaire', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='habilitations.gestionnaire')),
                    ],
                    options={
                        'verbose_name': 'avis',
                        'verbose_name_plural': 'avis',
                        'ordering': ['-le', '-pk'],
                        'indexes': [models.Index(fields=['personne', '-le', '-id'], name='avis_liste'), models.Index(condition=models.Q(('lu_le', None)), fields=['personne'], name='avis_non_lus'), models.Index(fields=['le'], name='avis_purge')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acte', ''), _negated=True), models.Q(('titre', ''), _negated=True), models.Q(('phrase', ''), _negated=True)), name='avis_dit_quelque_chose', violation_error_message='Un avis dit quel acte il annonce.'), models.CheckConstraint(condition=models.Q(('chemin__startswith', '/'), models.Q(('chemin__startswith', '//'), _negated=True)), name='avis_mene_au_portail', violation_error_message='Un avis mène à une page du portail.'), models.CheckConstraint(condition=models.Q(('lu_le', None), ('lu_le__gte', models.F('le')), _connector='OR'), name='avis_lu_apres', violation_error_message='Un avis se lit après l’acte qu’il annonce.'), models.CheckConstraint(condition=models.Q(models.Q(('caf', None), ('gestionnaire', None)), models.Q(('caf__isnull', False), ('dossier', None)), _connector='OR'), name='avis_chez_qui', violation_error_message='Un avis sans dossier dit de quelle Caf il vient, et chez quel partenaire il se lit.')],
                    },
                ),
                migrations.CreateModel(
                    name='ColonnesChoisies',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('liste', models.CharField(max_length=30, verbose_name='liste')),
                        ('colonnes', models.JSONField(blank=True, default=list, verbose_name='colonnes montrées')),
                        ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'colonnes choisies',
                        'verbose_name_plural': 'colonnes choisies',
                        'constraints': [models.UniqueConstraint(fields=('utilisateur', 'liste'), name='colonnes_choisies_uniques', violation_error_message='Ces colonnes sont déjà choisies pour cette liste.')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dossier',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dossiers_dossierevent" ("annee", "caf_id", "dispositif", "equipement_id", "etat", "etat_depuis", "etat_precedent", "gestionnaire_id", "id", "nature", "numero", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sans_objet_motif") VALUES (NEW."annee", NEW."caf_id", NEW."dispositif", NEW."equipement_id", NEW."etat", NEW."etat_depuis", NEW."etat_precedent", NEW."gestionnaire_id", NEW."id", NEW."nature", NEW."numero", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sans_objet_motif"); RETURN NULL;', hash='80a4ce0e5d639fca275769614f356795a8e03a9f', operation='INSERT', pgid='pgtrigger_insert_insert_d9b06', table='dossiers_dossier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dossier',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dossiers_dossierevent" ("annee", "caf_id", "dispositif", "equipement_id", "etat", "etat_depuis", "etat_precedent", "gestionnaire_id", "id", "nature", "numero", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sans_objet_motif") VALUES (NEW."annee", NEW."caf_id", NEW."dispositif", NEW."equipement_id", NEW."etat", NEW."etat_depuis", NEW."etat_precedent", NEW."gestionnaire_id", NEW."id", NEW."nature", NEW."numero", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sans_objet_motif"); RETURN NULL;', hash='49a682e0d6452d3ce6152d293b4e226748e2b3b8', operation='UPDATE', pgid='pgtrigger_update_update_9cdce', table='dossiers_dossier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='derogation',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dossiers_derogationevent" ("accordee_le", "accordee_par_id", "dossier_id", "expire_le", "id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "retiree_par_id") VALUES (NEW."accordee_le", NEW."accordee_par_id", NEW."dossier_id", NEW."expire_le", NEW."id", NEW."motif", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."retiree_par_id"); RETURN NULL;', hash='4d280b4bbea3546c81ebb71524d6e9adfb1bfe3b', operation='INSERT', pgid='pgtrigger_insert_insert_390f9', table='dossiers_derogation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='derogation',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dossiers_derogationevent" ("accordee_le", "accordee_par_id", "dossier_id", "expire_le", "id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retiree_le", "retiree_motif", "retiree_par_id") VALUES (NEW."accordee_le", NEW."accordee_par_id", NEW."dossier_id", NEW."expire_le", NEW."id", NEW."motif", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retiree_le", NEW."retiree_motif", NEW."retiree_par_id"); RETURN NULL;', hash='2cfc8b52a6fcf3b057c058258d98025ae5f5ca9c', operation='UPDATE', pgid='pgtrigger_update_update_db541', table='dossiers_derogation', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='messagedossier',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6318949a1df9fdb35ee45e3a7a08035d3e0279b9', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_431ac', table='dossiers_messagedossier', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='piecejointe',
                    trigger=pgtrigger.compiler.Trigger(name='piece_gardee', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE' OR OLD.retiree_le IS NOT NULL\n                       OR to_jsonb(NEW) - 'retiree_le' - 'retiree_par_id'\n                          - 'retiree_version' - 'retrait_motif'\n                          IS DISTINCT FROM to_jsonb(OLD) - 'retiree_le' - 'retiree_par_id'\n                          - 'retiree_version' - 'retrait_motif'\n                    THEN\n                        RAISE EXCEPTION 'pièce jointe : elle se retire une fois, rien de plus';\n                    END IF;\n                    RETURN NEW;\n                ", hash='04f81379b0b4dea2dd65155c58426eee35c31362', operation='UPDATE OR DELETE', pgid='pgtrigger_piece_gardee_f316c', table='dossiers_piecejointe', when='BEFORE')),
                ),
            ],
        ),
    ]
