from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("qualify", "0006_a_change_without_a_model")]

    operations = [
        migrations.AlterField(
            model_name="learnedmodel", name="method", field=models.CharField(max_length=200)
        ),
    ]
