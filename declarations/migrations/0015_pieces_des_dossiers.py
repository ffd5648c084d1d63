"""Papers are those of the files: their table is gone there."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("declarations", "0014_echanges_des_dossiers"),
        ("dossiers", "0003_pieces"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("PieceJointe")],
        ),
    ]
