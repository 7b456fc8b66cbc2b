"""Persons, their companies, and the keys by which the same person is known again."""

from django.db import models
from django.db.models import Q


class Company(models.Model):
    """A firm, known by its registrable domain where it has one, else by its name in its country."""

    key = models.CharField(max_length=253, unique=True)  # the domain, or n:folded name|country

    name = models.CharField(max_length=510)
    domain = models.CharField(max_length=253, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name or self.domain


class Person(models.Model):
    """One human being, with what is known of them now; what they wrote stays in their inquiries."""

    name = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    mail_kind = models.CharField(max_length=12, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")  # E.164
    title = models.CharField(max_length=300, blank=True, default="")
    industry = models.CharField(max_length=80, blank=True, default="", db_default="")  # in their words
    country = models.CharField(max_length=2, blank=True, default="")
    city = models.CharField(max_length=160, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    timezone = models.CharField(max_length=64, blank=True, default="")
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="persons")
    do_not_contact_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)  # nothing is known of them any more, and nothing follows

    class Meta:
        indexes = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or f"person {self.pk}"


class Identity(models.Model):
    """A key that belongs to exactly one person: an address, a number, a name at a domain, a sender's own id."""

    key = models.CharField(max_length=200, primary_key=True)  # x:source|id, e:mail, p:phone, n:name|domain
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return self.key
