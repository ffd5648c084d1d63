"""Messages, their readings and dérogations are those of the files: their tables are gone there."""

import django.db.models.deletion
from django.db import migrations, models

MESSAGE = models.ForeignKey(
    blank=True,
    null=True,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="pieces",
    to="dossiers.messagedossier",
)


class Migration(migrations.Migration):

    dependencies = [
        ("declarations", "0013_feuille_des_reprises"),
        ("dossiers", "0002_echanges"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("piecejointe", "message", MESSAGE),
                migrations.DeleteModel("DerogationEvent"),
                migrations.DeleteModel("Derogation"),
                migrations.DeleteModel("LectureMessages"),
                migrations.DeleteModel("MessageDossier"),
            ],
        ),
    ]
