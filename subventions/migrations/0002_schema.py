import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import portal.socle.schema
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('subventions', '0001_initial'), ('subventions', '0001_schema'), ('subventions', '0002_statut_en_attente'), ('subventions', '0003_version_du_moteur'), ('subventions', '0004_suspensions')]

    initial = True

    dependencies = [
        ('habilitations', '0002_schema'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        portal.socle.schema.EnUneFois(
            operations=[
                migrations.CreateModel(
                    name='LigneBareme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dispositif', models.CharField(choices=[('cct', 'Chargés de coopération CTG'), ('diagnostic', 'Diagnostic CTG'), ('clas', 'Contrat local d’accompagnement à la scolarité'), ('er', 'Espace de rencontre')], max_length=20, verbose_name='dispositif')),
                        ('parametre', models.CharField(choices=[('taux', 'taux'), ('plafond_etp', 'plafond par ETP'), ('prorata_plafond', 'prorata du plafond'), ('plafond', 'plafond'), ('plafond_collectif', 'plafond par collectif'), ('bonus_enfants', 'bonus enfants par collectif'), ('bonus_parents', 'bonus parents par collectif'), ('comptes_exclus', 'comptes exclus du prix de revient'), ('plafond_horaire', 'plafond horaire'), ('cap_organisation', 'part d’organisation admise')], max_length=40, verbose_name='paramètre')),
                        ('valeur', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='valeur')),
                        ('texte', models.CharField(blank=True, help_text='Pour un paramètre qui n’est pas un nombre\xa0: prorata du plafond (etp_mois ou aucun), comptes exclus (864, ou aucun).', max_length=60, verbose_name='valeur en toutes lettres')),
                        ('debut', models.PositiveSmallIntegerField(help_text='Année où l’exercice commence\xa0: 2024 pour 2024-2025.', verbose_name='premier exercice')),
                        ('fin', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: sans fin prévue.', null=True, verbose_name='dernier exercice')),
                        ('source', models.CharField(max_length=300, verbose_name='source')),
                        ('marque', models.CharField(choices=[('S', 'S – énoncée par les documents du projet'), ('P', 'P – publiée'), ('H', 'H – hypothèse, à confirmer'), ('S/H', 'S/H – valeur énoncée, lecture à confirmer')], max_length=3, verbose_name='marque')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='à confirmer')),
                        ('caf', models.ForeignKey(blank=True, help_text='Vide\xa0: ligne nationale. Une ligne propre à une Caf l’emporte sur elle.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lignes_bareme', to='habilitations.caf', verbose_name='Caf')),
                    ],
                    options={
                        'verbose_name': 'ligne de barème',
                        'verbose_name_plural': 'lignes de barème',
                        'ordering': ['dispositif', 'parametre', models.OrderBy(models.F('caf'), nulls_first=True), 'debut'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('dispositif', 'cct'), ('parametre__in', ['taux', 'plafond_etp', 'prorata_plafond'])), models.Q(('dispositif', 'diagnostic'), ('parametre__in', ['taux', 'plafond'])), models.Q(('dispositif', 'clas'), ('parametre__in', ['taux', 'plafond_collectif', 'bonus_enfants', 'bonus_parents', 'comptes_exclus'])), models.Q(('dispositif', 'er'), ('parametre__in', ['taux', 'plafond_horaire', 'cap_organisation', 'comptes_exclus'])), _connector='OR'), name='ligne_bareme_parametre_connu', violation_error_message='Ce paramètre n’entre pas dans le calcul de ce dispositif.'), models.CheckConstraint(condition=models.Q(models.Q(('parametre__in', ['comptes_exclus', 'prorata_plafond']), ('valeur__isnull', True), models.Q(('texte', ''), _negated=True)), models.Q(models.Q(('parametre__in', ['comptes_exclus', 'prorata_plafond']), _negated=True), ('texte', ''), ('valeur__isnull', False)), _connector='OR'), name='ligne_bareme_une_valeur', violation_error_message='Indiquez une valeur, et une seule\xa0: un nombre, ou un texte pour le prorata du plafond et les comptes exclus.'), models.CheckConstraint(condition=models.Q(('valeur__isnull', True), ('valeur__gte', 0), _connector='OR'), name='ligne_bareme_valeur_positive', violation_error_message='La valeur ne peut pas être négative.'), models.CheckConstraint(condition=models.Q(models.Q(('parametre__in', ['taux']), _negated=True), ('valeur__isnull', True), ('valeur__lte', 1), _connector='OR'), name='ligne_bareme_taux_au_plus_un', violation_error_message='Un taux est compris entre 0 et 1\xa0: 0,60 pour 60\xa0%%.'), models.CheckConstraint(condition=models.Q(('texte', ''), models.Q(('parametre', 'prorata_plafond'), ('texte__in', ('etp_mois', 'aucun'))), models.Q(('parametre', 'comptes_exclus'), ('texte__regex', '^(aucun|[0-9]{2,6}(,[0-9]{2,6})*)$')), _connector='OR'), name='ligne_bareme_texte_admis', violation_error_message='Ce texte n’est pas une valeur possible\xa0: etp_mois ou aucun pour le prorata\xa0; des numéros de compte séparés par des virgules, ou aucun, pour les comptes exclus.'), models.CheckConstraint(condition=models.Q(('debut__gte', 2000), ('debut__lte', 2100), models.Q(('fin__isnull', True), models.Q(('fin__gte', models.F('debut')), ('fin__lte', 2100)), _connector='OR')), name='ligne_bareme_exercices_ordonnes', violation_error_message='Le dernier exercice ne peut pas précéder le premier, et tous deux vont de 2000 à 2100.'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='ligne_bareme_source_dite', violation_error_message='Indiquez la source de cette valeur.'), models.CheckConstraint(condition=models.Q(('marque__in', ['S', 'P', 'H', 'S/H'])), name='ligne_bareme_marque_connue', violation_error_message='Indiquez si la valeur est énoncée, publiée ou supposée.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(django.db.models.functions.comparison.Coalesce('caf', models.Value(0), output_field=models.BigIntegerField()), '='), ('dispositif', '='), ('parametre', '='), (models.Func(models.F('debut'), models.F('fin'), models.Value('[]'), function='int4range', output_field=django.contrib.postgres.fields.ranges.IntegerRangeField()), '&&')], name='ligne_bareme_sans_chevauchement', violation_error_message='Une autre ligne donne déjà ce paramètre, pour la même portée, sur un de ces exercices\xa0: fixez d’abord son dernier exercice.')],
                    },
                ),
                migrations.CreateModel(
                    name='LigneBaremeEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('dispositif', models.CharField(choices=[('cct', 'Chargés de coopération CTG'), ('diagnostic', 'Diagnostic CTG'), ('clas', 'Contrat local d’accompagnement à la scolarité'), ('er', 'Espace de rencontre')], max_length=20, verbose_name='dispositif')),
                        ('parametre', models.CharField(choices=[('taux', 'taux'), ('plafond_etp', 'plafond par ETP'), ('prorata_plafond', 'prorata du plafond'), ('plafond', 'plafond'), ('plafond_collectif', 'plafond par collectif'), ('bonus_enfants', 'bonus enfants par collectif'), ('bonus_parents', 'bonus parents par collectif'), ('comptes_exclus', 'comptes exclus du prix de revient'), ('plafond_horaire', 'plafond horaire'), ('cap_organisation', 'part d’organisation admise')], max_length=40, verbose_name='paramètre')),
                        ('valeur', models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True, verbose_name='valeur')),
                        ('texte', models.CharField(blank=True, help_text='Pour un paramètre qui n’est pas un nombre\xa0: prorata du plafond (etp_mois ou aucun), comptes exclus (864, ou aucun).', max_length=60, verbose_name='valeur en toutes lettres')),
                        ('debut', models.PositiveSmallIntegerField(help_text='Année où l’exercice commence\xa0: 2024 pour 2024-2025.', verbose_name='premier exercice')),
                        ('fin', models.PositiveSmallIntegerField(blank=True, help_text='Vide\xa0: sans fin prévue.', null=True, verbose_name='dernier exercice')),
                        ('source', models.CharField(max_length=300, verbose_name='source')),
                        ('marque', models.CharField(choices=[('S', 'S – énoncée par les documents du projet'), ('P', 'P – publiée'), ('H', 'H – hypothèse, à confirmer'), ('S/H', 'S/H – valeur énoncée, lecture à confirmer')], max_length=3, verbose_name='marque')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='à confirmer')),
                        ('caf', models.ForeignKey(blank=True, db_constraint=False, help_text='Vide\xa0: ligne nationale. Une ligne propre à une Caf l’emporte sur elle.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf', verbose_name='Caf')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subventions.lignebareme')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Calcul',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dispositif', models.CharField(choices=[('cct', 'Chargés de coopération CTG'), ('diagnostic', 'Diagnostic CTG'), ('clas', 'Contrat local d’accompagnement à la scolarité'), ('er', 'Espace de rencontre')], max_length=20, verbose_name='dispositif')),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice')),
                        ('statut', models.CharField(choices=[('estime', 'Estimé'), ('bareme_non_publie', 'Barème non publié'), ('invalide', 'Données à corriger'), ('en_attente', 'En attente d’une donnée de la Caf')], max_length=20, verbose_name='statut')),
                        ('montant', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='montant')),
                        ('donnees', models.JSONField(verbose_name='données')),
                        ('bareme', models.JSONField(default=list, verbose_name='barème')),
                        ('etapes', models.JSONField(default=list, verbose_name='étapes')),
                        ('manquants', models.JSONField(default=list, verbose_name='paramètres manquants')),
                        ('mesures', models.JSONField(default=dict, verbose_name='mesures')),
                        ('empreinte', models.CharField(max_length=64, verbose_name='empreinte')),
                        ('cree_le', models.DateTimeField(default=django.utils.timezone.now, verbose_name='calculé le')),
                        ('caf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calculs', to='habilitations.caf')),
                        ('equipement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calculs', to='habilitations.equipement')),
                        ('gestionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calculs', to='habilitations.gestionnaire')),
                        ('moteur', models.PositiveSmallIntegerField(default=1, verbose_name='version du moteur')),
                    ],
                    options={
                        'verbose_name': 'calcul',
                        'ordering': ['-cree_le', '-pk'],
                        'indexes': [models.Index(fields=['gestionnaire', 'annee'], name='calcul_gestionnaire'), models.Index(fields=['caf', 'annee'], name='calcul_caf')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('montant__isnull', False), ('statut', 'estime')), models.Q(models.Q(('statut', 'estime'), _negated=True), ('montant__isnull', True)), _connector='OR'), name='calcul_montant_si_estime', violation_error_message='Un montant accompagne une estimation, et elle seule.'), models.CheckConstraint(condition=models.Q(('montant__isnull', True), ('montant__gte', 0), _connector='OR'), name='calcul_montant_positif', violation_error_message='Un montant calculé n’est jamais négatif.'), models.CheckConstraint(condition=models.Q(('dispositif__in', ['cct', 'diagnostic', 'clas', 'er'])), name='calcul_dispositif_connu', violation_error_message='Ce dispositif est inconnu.'), models.CheckConstraint(condition=models.Q(('empreinte__regex', '^[0-9a-f]{64}$')), name='calcul_empreinte_sha256', violation_error_message='L’empreinte du calcul est mal formée.'), models.CheckConstraint(condition=models.Q(('statut__in', ('estime', 'bareme_non_publie', 'en_attente'))), name='calcul_statut_fige', violation_error_message='Des données à corriger ne se figent pas.')],
                    },
                ),
                migrations.CreateModel(
                    name='SuspensionDroit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('cause', models.CharField(choices=[('bilan', 'Bilan non transmis'), ('controle', 'Contrôle en cours'), ('piece', 'Pièce manquante')], max_length=20, verbose_name='cause')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('suspendue_le', models.DateTimeField(verbose_name='suspendue le')),
                        ('levee_le', models.DateTimeField(blank=True, null=True, verbose_name='levée le')),
                        ('levee_motif', models.TextField(blank=True, verbose_name='motif de la levée')),
                        ('caf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='habilitations.caf')),
                        ('equipement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='habilitations.equipement')),
                        ('levee_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('suspendue_par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'suspension d’un droit',
                        'verbose_name_plural': 'suspensions de droits',
                        'ordering': ['-suspendue_le', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('levee_le__isnull', True)), fields=('equipement', 'annee', 'cause'), name='suspension_droit_une_par_cause', violation_error_message='Ce droit est déjà suspendu pour cette cause.'), models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='suspension_droit_motivee', violation_error_message='Une suspension demande un motif.'), models.CheckConstraint(condition=models.Q(models.Q(('levee_le__isnull', True), ('levee_motif', ''), ('levee_par__isnull', True)), models.Q(('levee_le__isnull', False), models.Q(('levee_motif', ''), _negated=True)), _connector='OR'), name='suspension_droit_levee_complete', violation_error_message='Une levée porte sa date et son motif.')],
                    },
                ),
                migrations.CreateModel(
                    name='SuspensionDroitEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('annee', models.PositiveSmallIntegerField(verbose_name='exercice (première année)')),
                        ('cause', models.CharField(choices=[('bilan', 'Bilan non transmis'), ('controle', 'Contrôle en cours'), ('piece', 'Pièce manquante')], max_length=20, verbose_name='cause')),
                        ('motif', models.TextField(verbose_name='motif')),
                        ('suspendue_le', models.DateTimeField(verbose_name='suspendue le')),
                        ('levee_le', models.DateTimeField(blank=True, null=True, verbose_name='levée le')),
                        ('levee_motif', models.TextField(blank=True, verbose_name='motif de la levée')),
                        ('caf', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.caf')),
                        ('equipement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='habilitations.equipement')),
                        ('levee_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='subventions.suspensiondroit')),
                        ('suspendue_par', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lignebareme',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "subventions_lignebaremeevent" ("caf_id", "debut", "dispositif", "fin", "id", "marque", "note", "parametre", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "texte", "valeur") VALUES (NEW."caf_id", NEW."debut", NEW."dispositif", NEW."fin", NEW."id", NEW."marque", NEW."note", NEW."parametre", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."texte", NEW."valeur"); RETURN NULL;', hash='7b125224ed84b9499cdc20aa40eb9b08f49a363a', operation='INSERT', pgid='pgtrigger_insert_insert_0f6e8', table='subventions_lignebareme', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lignebareme',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "subventions_lignebaremeevent" ("caf_id", "debut", "dispositif", "fin", "id", "marque", "note", "parametre", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "texte", "valeur") VALUES (NEW."caf_id", NEW."debut", NEW."dispositif", NEW."fin", NEW."id", NEW."marque", NEW."note", NEW."parametre", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."texte", NEW."valeur"); RETURN NULL;', hash='85fbe0f441966082591e2507f529000853c6ea7e', operation='UPDATE', pgid='pgtrigger_update_update_f3f7d', table='subventions_lignebareme', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calcul',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='725d859a7ad375f0496fd1fa9deb0b94e1c7c7bb', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_79224', table='subventions_calcul', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='suspensiondroit',
                    trigger=pgtrigger.compiler.Trigger(name='suspension_levee_figee', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE'\n                       OR OLD.levee_le IS NOT NULL\n                       OR to_jsonb(NEW) - 'levee_le' - 'levee_par_id' - 'levee_motif'\n                          IS DISTINCT FROM\n                          to_jsonb(OLD) - 'levee_le' - 'levee_par_id' - 'levee_motif'\n                    THEN\n                        RAISE EXCEPTION 'suspension d''un droit : elle se lève, et rien d''autre';\n                    END IF;\n                    RETURN NEW;\n                ", hash='df3526c113fd8c6933be8e3ef466f3dcf5278323', operation='UPDATE OR DELETE', pgid='pgtrigger_suspension_levee_figee_d5288', table='subventions_suspensiondroit', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='suspensiondroit',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "subventions_suspensiondroitevent" ("annee", "caf_id", "cause", "equipement_id", "id", "levee_le", "levee_motif", "levee_par_id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "suspendue_le", "suspendue_par_id") VALUES (NEW."annee", NEW."caf_id", NEW."cause", NEW."equipement_id", NEW."id", NEW."levee_le", NEW."levee_motif", NEW."levee_par_id", NEW."motif", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."suspendue_le", NEW."suspendue_par_id"); RETURN NULL;', hash='ebb4c1f893753b1909ae67229ec793ae5052a56f', operation='INSERT', pgid='pgtrigger_insert_insert_a0ee7', table='subventions_suspensiondroit', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='suspensiondroit',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "subventions_suspensiondroitevent" ("annee", "caf_id", "cause", "equipement_id", "id", "levee_le", "levee_motif", "levee_par_id", "motif", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "suspendue_le", "suspendue_par_id") VALUES (NEW."annee", NEW."caf_id", NEW."cause", NEW."equipement_id", NEW."id", NEW."levee_le", NEW."levee_motif", NEW."levee_par_id", NEW."motif", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."suspendue_le", NEW."suspendue_par_id"); RETURN NULL;', hash='ca6269ade02e732b7203237c342a0553a3e4251e', operation='UPDATE', pgid='pgtrigger_update_update_de8df', table='subventions_suspensiondroit', when='AFTER')),
                ),
            ],
        ),
    ]
