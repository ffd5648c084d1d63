import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import portal.socle.schema
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('socle', '0001_initial'), ('socle', '0001_schema'), ('socle', '0002_courriels_par_adresse_lectures_par_caf'), ('socle', '0002_document'), ('socle', '0002_schema'), ('socle', '0003_courriels'), ('socle', '0003_documents_sans_partenaire'), ('socle', '0004_sceaux_et_lectures'), ('socle', '0005_sceau_par_rang'), ('socle', '0006_courriels_relus')]

    initial = True

    dependencies = [
    ]

    operations = [
        portal.socle.schema.EnUneFois(
            operations=[
                migrations.CreateModel(
                    name='ChaineJournal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cle', models.CharField(max_length=60, unique=True, verbose_name='chaîne')),
                        ('numero', models.PositiveBigIntegerField(default=0, verbose_name='dernier numéro')),
                        ('empreinte', models.CharField(blank=True, max_length=64, verbose_name='dernière empreinte')),
                    ],
                    options={
                        'verbose_name': 'chaîne du journal',
                        'verbose_name_plural': 'chaînes du journal',
                    },
                ),
                migrations.CreateModel(
                    name='LigneJournal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('numero', models.PositiveBigIntegerField(verbose_name='numéro')),
                        ('le', models.DateTimeField(verbose_name='le')),
                        ('action', models.CharField(max_length=60, verbose_name='action')),
                        ('auteur_id', models.BigIntegerField(null=True, verbose_name='auteur')),
                        ('auteur_libelle', models.CharField(max_length=220, verbose_name='nom de l’auteur')),
                        ('gestionnaire_id', models.BigIntegerField(null=True, verbose_name='gestionnaire')),
                        ('caf_id', models.BigIntegerField(null=True, verbose_name='Caf')),
                        ('objet_type', models.CharField(max_length=60, verbose_name='type d’objet')),
                        ('objet_id', models.BigIntegerField(null=True, verbose_name='objet')),
                        ('motif', models.TextField(blank=True, verbose_name='motif')),
                        ('details', models.JSONField(default=dict, verbose_name='détails')),
                        ('precedente', models.CharField(blank=True, max_length=64, verbose_name='empreinte précédente')),
                        ('empreinte', models.CharField(max_length=64, verbose_name='empreinte')),
                        ('chaine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lignes', to='socle.chainejournal')),
                    ],
                    options={
                        'verbose_name': 'ligne du journal',
                        'verbose_name_plural': 'journal',
                        'ordering': ['-le', '-pk'],
                        'indexes': [models.Index(fields=['objet_type', 'objet_id', 'le'], name='journal_objet'), models.Index(fields=['gestionnaire_id', 'le'], name='journal_gestionnaire'), models.Index(fields=['caf_id', 'le'], name='journal_caf')],
                        'constraints': [models.UniqueConstraint(fields=('chaine', 'numero'), name='journal_numero_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('identifiant', models.UUIDField(unique=True, verbose_name='identifiant')),
                        ('nom', models.CharField(max_length=150, verbose_name='nom du fichier')),
                        ('taille', models.PositiveIntegerField(verbose_name='taille en octets')),
                        ('type', models.CharField(max_length=10, verbose_name='type constaté')),
                        ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                        ('depose_par_id', models.BigIntegerField(verbose_name='déposé par')),
                        ('gestionnaire_id', models.BigIntegerField(null=True, verbose_name='gestionnaire')),
                        ('caf_id', models.BigIntegerField(null=True, verbose_name='Caf')),
                        ('depose_le', models.DateTimeField(verbose_name='déposé le')),
                    ],
                    options={
                        'verbose_name': 'document',
                        'ordering': ['-depose_le', '-pk'],
                        'indexes': [models.Index(fields=['gestionnaire_id', 'depose_le'], name='document_gestionnaire')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('taille__gt', 0), models.Q(('nom', ''), _negated=True)), name='document_contenu_present', violation_error_message='Un document a un nom et un contenu.'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='document_empreinte_presente', violation_error_message='Un document porte l’empreinte de son contenu.')],
                    },
                ),
                migrations.CreateModel(
                    name='Courriel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('destinataire', models.EmailField(max_length=254, verbose_name='destinataire')),
                        ('destinataire_id', models.BigIntegerField(blank=True, null=True, verbose_name='personne')),
                        ('objet', models.CharField(max_length=200, verbose_name='objet')),
                        ('texte', models.TextField(verbose_name='texte')),
                        ('html', models.TextField(blank=True, verbose_name='version HTML')),
                        ('confidentiel', models.BooleanField(default=False, verbose_name='effacé une fois envoyé')),
                        ('objet_type', models.CharField(blank=True, max_length=60, verbose_name='type d’objet')),
                        ('objet_id', models.BigIntegerField(blank=True, null=True, verbose_name='objet concerné')),
                        ('gestionnaire_id', models.BigIntegerField(blank=True, null=True, verbose_name='gestionnaire')),
                        ('caf_id', models.BigIntegerField(blank=True, null=True, verbose_name='Caf')),
                        ('message_id', models.CharField(max_length=200, unique=True, verbose_name='identifiant du message')),
                        ('cree_le', models.DateTimeField(default=django.utils.timezone.now, verbose_name='créé le')),
                        ('etat', models.CharField(choices=[('a_envoyer', 'À envoyer'), ('en_cours', 'Envoi en cours'), ('envoye', 'Envoyé'), ('echec', 'Échec, nouvel essai prévu'), ('abandonne', 'Non envoyé'), ('retire', 'Retiré avant l’envoi')], default='a_envoyer', max_length=20, verbose_name='état')),
                        ('essais', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                        ('prochain_essai_le', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='prochain essai le')),
                        ('reservation', models.UUIDField(blank=True, null=True, verbose_name='réservé par')),
                        ('reserve_jusqu_a', models.DateTimeField(blank=True, null=True, verbose_name='réservé jusqu’à')),
                        ('remise_le', models.DateTimeField(blank=True, null=True, verbose_name='remise commencée le')),
                        ('reprises', models.PositiveSmallIntegerField(default=0, verbose_name='remises sans réponse')),
                        ('envoye_le', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                        ('erreur', models.TextField(blank=True, verbose_name='dernière erreur')),
                        ('echecs', models.JSONField(blank=True, default=list, verbose_name='échecs')),
                        ('parametres', models.JSONField(blank=True, default=dict, verbose_name='ce que le relecteur doit savoir')),
                        ('reecrit_le', models.DateTimeField(blank=True, null=True, verbose_name='réécrit le')),
                        ('relecteur', models.CharField(blank=True, max_length=60, verbose_name='relu avant l’envoi par')),
                    ],
                    options={
                        'verbose_name': 'courriel',
                        'ordering': ['-cree_le', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('etat__in', ('a_envoyer', 'echec'))), fields=['prochain_essai_le'], name='courriel_en_attente'), models.Index(fields=['objet_type', 'objet_id'], name='courriel_objet'), models.Index(fields=['destinataire', 'cree_le'], name='courriel_destinataire')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('destinataire', ''), _negated=True), models.Q(('objet', ''), _negated=True), models.Q(('objet__contains', '\n'), _negated=True)), name='courriel_adresse', violation_error_message='Un courriel a un destinataire et un objet d’une ligne.'), models.CheckConstraint(condition=models.Q(models.Q(('etat', 'envoye'), ('envoye_le__isnull', False)), models.Q(models.Q(('etat', 'envoye'), _negated=True), ('envoye_le__isnull', True)), _connector='OR'), name='courriel_envoye_date', violation_error_message='Un courriel envoyé porte sa date, et lui seul.'), models.CheckConstraint(condition=models.Q(models.Q(('etat', 'en_cours'), ('reservation__isnull', False), ('reserve_jusqu_a__isnull', False)), models.Q(models.Q(('etat', 'en_cours'), _negated=True), ('reservation__isnull', True), ('reserve_jusqu_a__isnull', True)), _connector='OR'), name='courriel_reserve_pendant_envoi', violation_error_message='Un courriel est réservé le temps de son envoi, et lui seul.'), models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ('a_envoyer', 'echec')), ('prochain_essai_le__isnull', False)), models.Q(('etat__in', ('a_envoyer', 'echec')), _negated=True), _connector='OR'), name='courriel_attend_une_heure', violation_error_message='Un courriel à envoyer porte l’heure du prochain essai.'), models.CheckConstraint(condition=models.Q(('etat__in', ['a_envoyer', 'en_cours', 'envoye', 'echec', 'abandonne', 'retire'])), name='courriel_etat_connu', violation_error_message='Cet état n’existe pas.'), models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ('echec', 'abandonne', 'retire')), _negated=True), models.Q(('erreur', ''), _negated=True), _connector='OR'), name='courriel_echec_explique', violation_error_message='Un échec ou un retrait dit pourquoi.')],
                    },
                ),
                migrations.CreateModel(
                    name='SceauJournal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rang', models.PositiveIntegerField(verbose_name='rang')),
                        ('jour', models.DateField(verbose_name='jour')),
                        ('numero', models.PositiveBigIntegerField(verbose_name='ligne scellée')),
                        ('empreinte', models.CharField(max_length=64, verbose_name='empreinte scellée')),
                        ('scelle_le', models.DateTimeField(verbose_name='scellé le')),
                        ('precedent', models.CharField(blank=True, max_length=128, verbose_name='signature du sceau précédent')),
                        ('cle', models.CharField(max_length=16, verbose_name='clé')),
                        ('signature', models.CharField(max_length=128, verbose_name='signature')),
                        ('chaine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sceaux', to='socle.chainejournal')),
                    ],
                    options={
                        'verbose_name': 'sceau du journal',
                        'verbose_name_plural': 'sceaux du journal',
                        'ordering': ['chaine', 'rang'],
                        'constraints': [models.UniqueConstraint(fields=('chaine', 'rang'), name='sceau_rang_unique'), models.UniqueConstraint(fields=('chaine', 'numero'), name='sceau_ligne_unique')],
                    },
                ),
                migrations.CreateModel(
                    name='LectureSensible',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('action', models.CharField(choices=[('lecture.dossier_hors_portefeuille', 'Dossier ouvert hors de son portefeuille'), ('lecture.recepisse', 'Récépissé téléchargé'), ('lecture.export', 'Liste exportée')], max_length=60, verbose_name='action')),
                        ('personne_id', models.BigIntegerField(verbose_name='personne')),
                        ('personne_libelle', models.CharField(max_length=220, verbose_name='nom de la personne')),
                        ('objet_type', models.CharField(blank=True, max_length=60, verbose_name='type d’objet')),
                        ('objet_id', models.BigIntegerField(null=True, verbose_name='objet')),
                        ('precision', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                        ('gestionnaire_id', models.BigIntegerField(null=True, verbose_name='gestionnaire')),
                        ('caf_id', models.BigIntegerField(null=True, verbose_name='Caf')),
                        ('jour', models.DateField(verbose_name='jour')),
                        ('le', models.DateTimeField(verbose_name='le')),
                    ],
                    options={
                        'verbose_name': 'lecture sensible',
                        'verbose_name_plural': 'lectures sensibles',
                        'ordering': ['-le', '-pk'],
                        'indexes': [models.Index(fields=['caf_id', 'jour'], name='lecture_caf_jour')],
                        'constraints': [models.UniqueConstraint(fields=('personne_id', 'action', 'objet_type', 'objet_id', 'precision', 'caf_id', 'jour'), name='lecture_une_par_jour', nulls_distinct=False)],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lignejournal',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0890d178f762c00f257ad42b8e3a80e7515aac3e', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_c3a30', table='socle_lignejournal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='document',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4aaeafd62075eea33174ee0e50bda1dc5426a255', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_c3cb6', table='socle_document', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sceaujournal',
                    trigger=pgtrigger.compiler.Trigger(name='ajout_seul', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3d7f139dd7301a02a1b0db376edaee0958315df', operation='UPDATE OR DELETE', pgid='pgtrigger_ajout_seul_b92d5', table='socle_sceaujournal', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lecturesensible',
                    trigger=pgtrigger.compiler.Trigger(name='jamais_modifiee', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='40c06c94702cb2be81e71f30cfa5dff43ecdae6d', operation='UPDATE', pgid='pgtrigger_jamais_modifiee_37d50', table='socle_lecturesensible', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lecturesensible',
                    trigger=pgtrigger.compiler.Trigger(name='six_mois_gardee', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.jour > CURRENT_DATE - 180)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c17dd1336ae23fae6345c6df5fd837866d6cf4cb', operation='DELETE', pgid='pgtrigger_six_mois_gardee_06eac', table='socle_lecturesensible', when='BEFORE')),
                ),
            ],
        ),
    ]
