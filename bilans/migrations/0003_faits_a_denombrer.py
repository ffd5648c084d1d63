"""Bilans sent are laid flat again: facts of the files and rows that are named are counted too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bilans", "0002_releves_d_analyse")]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO bilans_bilanadenombrer (bilan_id)
                 SELECT dossier_id FROM bilans_bilan WHERE dernier_envoi_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """,
            # What is laid flat stays true of what the code before it counted.
            migrations.RunSQL.noop,
        ),
    ]
