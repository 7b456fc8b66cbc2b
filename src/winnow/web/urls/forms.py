"""The marketer's forms."""

from django.urls import path

from winnow.prospects.words import Role
from winnow.web.access import Rules, roles
from winnow.web.views import forms_admin

urlpatterns = [
    path("forms/", forms_admin.form_list, name="forms"),
    path("forms/add/", forms_admin.form_add, name="form_add"),
    path("forms/<int:pk>/", forms_admin.form_page, name="form"),
    path("forms/<int:pk>/edit/", forms_admin.form_edit, name="form_edit"),
    path("forms/<int:pk>/try/", forms_admin.form_try, name="form_try"),
    path("forms/<int:pk>/close/", forms_admin.form_close, name="form_close"),
    path("forms/<int:pk>/reopen/", forms_admin.form_reopen, name="form_reopen"),
]
RULES: Rules = {str(route.name): roles(Role.MARKETER, Role.ADMIN) for route in urlpatterns}
