"""Who works here: teams, people with a role, their absences, and the tokens of machines."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q

from winnow.prospects.words import Role


class Team(models.Model):
    """A desk with its own working hours; `name` is also the key of its hours in the procedure."""

    name = models.CharField(max_length=80, unique=True)
    timezone = models.CharField(max_length=64, default="Europe/Berlin")

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from `role`; what they can take, from the lists."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    territories = models.JSONField(default=list, blank=True)  # ISO countries; empty: everywhere
    languages = models.JSONField(default=list, blank=True)  # ISO 639-1; empty: any
    skills = models.JSONField(default=list, blank=True)
    niches = models.JSONField(default=list, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)  # open prospects at once; None: procedure's
    hourly_cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    timezone = models.CharField(max_length=64, blank=True)  # empty: the team's
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(
        default=True
    )  # single-key shortcuts on (WCAG 2.1.4: can be switched off)
    joined_at = models.DateTimeField()

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(hourly_cost__gte=0), name="user_hourly_cost_not_negative"),
            CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> str:
        return self.timezone or (self.team.timezone if self.team else "UTC")


class Absence(models.Model):
    """Days on which a person gets nothing new; both ends included."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(ends__gte=F("starts")), name="absence_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.starts}–{self.ends}"


class Load(models.Model):
    """How many working prospects a person holds; kept by `prospects.transitions`, checked by the doctor."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="load")
    working = models.IntegerField(default=0)

    class Meta:
        constraints = [CheckConstraint(condition=Q(working__gte=0), name="load_not_negative")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.working}"


class Token(models.Model):
    """A machine's key: only its hash is kept; it can do what its scopes say until revoked."""

    name = models.CharField(max_length=120)
    hash = models.CharField(max_length=64, unique=True)  # hex SHA-256 of a 256-bit random token
    prefix = models.CharField(max_length=12)  # shown, so that people can tell tokens apart
    scopes = models.JSONField(default=list)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="tokens")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SignInLink(models.Model):
    """A one-time link: for the first admin, for a reset, for the demo. Used once, or expired."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.user_id}"


class Counted(models.Model):
    """What all processes count together for a while, such as failed attempts to sign in; Django's cache writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_counted"
        verbose_name_plural = "counted"

    def __str__(self) -> str:
        return self.cache_key
