from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_whole")]

    operations = [
        migrations.AddIndex(model_name="mail", index=models.Index(fields=["at"], name="mail_at")),
    ]
