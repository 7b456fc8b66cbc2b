"""Mail: written, read, held back, checked; and the page on which people say what they want of it."""

from django.urls import path

from winnow.web.access import ADMIN, MANAGING, MARKETING, PUBLIC, SIGNED_IN, Rules
from winnow.web.views import mail, mail_held, mail_servers, mail_suppressed, mail_wishes, mail_write

urlpatterns = [
    path("mail/", mail.overview, name="mail"),
    path("mail/templates/", mail_write.templates, name="mail_templates"),
    path("mail/held/", mail_held.held, name="mail_held"),
    path("mail/held/<int:mail>/let-in/", mail_held.let_in, name="mail_let_in"),
    path("mail/held/<int:mail>/dismiss/", mail_held.dismiss, name="mail_dismiss"),
    path("mail/suppressed/", mail_suppressed.suppressed, name="mail_suppressed"),
    path("mail/suppressed/<int:pk>/lift/", mail_suppressed.lift, name="mail_lift"),
    path("mail/servers/<slug:kind>/", mail_servers.server, name="mail_server"),
    path("mail/check/", mail_servers.check, name="mail_check"),
    path("mail/<int:mail>/", mail.message, name="mail_message"),
    path("mail/attachments/<int:attachment>/", mail.attachment, name="mail_attachment"),
    path("prospects/<int:prospect>/mail/", mail_write.write, name="mail_write"),
    path("account/log-address/", mail.log_address, name="mail_log_address"),
    path("u/<str:token>/", mail_wishes.wishes, name="mail_wishes"),
]
RULES: Rules = {
    "mail": MARKETING, "mail_templates": SIGNED_IN, "mail_held": MANAGING, "mail_let_in": MANAGING,
    "mail_dismiss": MANAGING, "mail_suppressed": MARKETING, "mail_lift": MANAGING, "mail_server": ADMIN,
    "mail_check": ADMIN, "mail_message": SIGNED_IN, "mail_attachment": SIGNED_IN, "mail_write": SIGNED_IN,
    "mail_log_address": SIGNED_IN, "mail_wishes": PUBLIC,
}  # fmt: skip
