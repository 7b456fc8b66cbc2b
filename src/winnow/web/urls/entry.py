"""Phone and paper: whoever answers the telephone may enter what was asked."""

from django.urls import path

from winnow.web.access import SIGNED_IN, Rules
from winnow.web.views import entry, entry_batch

urlpatterns = [
    path("entry/", entry.entry, name="entry"),
    path("entry/known/", entry.known, name="entry_known"),
    path("entry/batch/", entry_batch.batch, name="entry_batch"),
]
RULES: Rules = {pattern.name: SIGNED_IN for pattern in urlpatterns if pattern.name}
