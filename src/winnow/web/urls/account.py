"""Signing in and one's own account. Of the library only what is wanted: no sign-up, no mail, no social accounts."""

from allauth.account import views as library
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path

from winnow.web.access import PUBLIC, SIGNED_IN, Rules
from winnow.web.views import account

urlpatterns = [
    path("in/<str:secret>/", account.sign_in_link, name="sign_in_link"),
    path("account/", account.account, name="account"),
    path("accounts/login/", library.login, name="account_login"),
    path("accounts/logout/", library.logout, name="account_logout"),
    path("accounts/inactive/", library.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", library.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", library.password_change, name="account_change_password"),
    path("accounts/password/set/", account.new_password, name="account_set_password"),
    path("accounts/password/forgotten/", account.forgotten, name="account_reset_password"),
    path("accounts/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("accounts/2fa/", mfa.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/2fa/codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("accounts/2fa/keys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/2fa/keys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/2fa/keys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/2fa/keys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("accounts/2fa/keys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("accounts/2fa/keys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
FOR_ALL = {
    "sign_in_link",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
RULES: Rules = {str(route.name): PUBLIC if route.name in FOR_ALL else SIGNED_IN for route in urlpatterns}
