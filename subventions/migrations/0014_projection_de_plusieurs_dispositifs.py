"""A projection of several dispositifs: values tried, totals and forecasts are kept by dispositif."""

import django.contrib.postgres.fields
from django.db import migrations, models

# One statement; a projection computed before keeps its totals.
PAR_DISPOSITIF = """
    UPDATE subventions_projection
       SET dispositifs = ARRAY[dispositif],
           essais = jsonb_build_object(dispositif, essais),
           prevision = CASE WHEN prevision = '{}'::jsonb THEN prevision
                            ELSE jsonb_build_object(dispositif, prevision) END,
           lignes = (SELECT coalesce(jsonb_agg(l || jsonb_build_object('dispositif', dispositif)),
                                     '[]'::jsonb)
                       FROM jsonb_array_elements(lignes) AS l)
"""


class Migration(migrations.Migration):

    dependencies = [('subventions', '0013_versements_et_indus')]

    operations = [
        migrations.AddField(
            model_name='projection',
            name='dispositifs',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='dispositifs'),
            preserve_default=False,
        ),
        migrations.RunSQL(PAR_DISPOSITIF, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='projection', name='projection_dispositif_connu'),
        migrations.RemoveField(model_name='projection', name='dispositif'),
        migrations.AlterField(
            model_name='projection',
            name='lignes',
            field=models.JSONField(default=list, verbose_name='totaux par dispositif et portefeuille'),
        ),
        migrations.AddConstraint(
            model_name='projection',
            constraint=models.CheckConstraint(condition=models.Q(('dispositifs__contained_by', ['cct', 'diagnostic', 'clas', 'er']), models.Q(('dispositifs', []), _negated=True)), name='projection_dispositifs_connus', violation_error_message='Une projection porte sur des dispositifs connus.'),
        ),
    ]
