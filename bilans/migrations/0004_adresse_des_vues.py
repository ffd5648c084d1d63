"""A view kept is an address: nothing was kept before there were pages to keep."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bilans", "0003_ecarts_expliques")]

    operations = [
        migrations.RemoveField("vueanalyse", "page"),
        migrations.RemoveField("vueanalyse", "question"),
        migrations.AddField(
            "vueanalyse",
            "adresse",
            models.CharField("adresse", max_length=2200, default="/"),
            preserve_default=False,
        ),
    ]
