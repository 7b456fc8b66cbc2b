"""People's rights: of one prospect's person, and what is to go."""

from django.urls import path

from winnow.web.access import MANAGING, SIGNED_IN, Rules
from winnow.web.views import privacy

urlpatterns = [
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<int:pk>/keep/", privacy.kept, name="privacy_keep"),
    path("prospects/<int:prospect>/rights/", privacy.rights, name="rights"),
    path("prospects/<int:prospect>/rights/note/", privacy.noted, name="rights_note"),
    path("prospects/<int:prospect>/rights/withdraw/", privacy.withdrawn, name="rights_withdraw"),
    path("prospects/<int:prospect>/rights/export/", privacy.given, name="rights_export"),
    path("prospects/<int:prospect>/rights/erase/", privacy.erased, name="rights_erase"),
]
RULES: Rules = {
    "privacy": MANAGING, "privacy_keep": MANAGING, "rights": SIGNED_IN, "rights_note": SIGNED_IN,
    "rights_withdraw": SIGNED_IN, "rights_export": MANAGING, "rights_erase": MANAGING,
}  # fmt: skip
