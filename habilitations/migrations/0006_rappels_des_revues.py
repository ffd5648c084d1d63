from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('habilitations', '0005_adhesions_signees'),
    ]

    operations = [
        migrations.AddField(
            model_name='revuepartenaire',
            name='etape_le',
            field=models.DateField(blank=True, null=True, verbose_name='dernier rappel le'),
        ),
    ]
