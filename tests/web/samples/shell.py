"""Sign-in, set-up and the front door."""

from tests.web.samples import Sample

SAMPLES = {
    "home": Sample(get=302),
    "account_login": Sample(get=302),  # whoever is signed in already; the test of strangers is its own
    "account_set_password": Sample(
        get=302, post={"password": "other unrelated words"}
    ),  # theirs wants the old one
    "sign_in_link": Sample(lambda world: {"secret": world.link}),
    "setup": Sample(lambda world: {"secret": world.link}, get=404),
    "mfa_authenticate": Sample(get=302),
    "mfa_reauthenticate": Sample(get=302),
    "mfa_reauthenticate_webauthn": Sample(get=302),
    "mfa_login_webauthn": Sample(get=302),
    "mfa_activate_totp": Sample(get=302),
    "mfa_deactivate_totp": Sample(get=404),
    "mfa_view_recovery_codes": Sample(get=404),
    "mfa_generate_recovery_codes": Sample(get=302),
    "mfa_download_recovery_codes": Sample(get=404),
    "mfa_add_webauthn": Sample(get=302),
    "mfa_remove_webauthn": Sample(lambda world: {"pk": 1}, get=302),
    "mfa_edit_webauthn": Sample(lambda world: {"pk": 1}, get=302),
    "notifications_read": Sample(get=405),
    "notification_open": Sample(lambda world: {"pk": world.notice.pk}, get=405, other_team=405),
    "procedure_version": Sample(lambda world: {"number": 1}),
    "procedure_text": Sample(lambda world: {"number": 1}),
    "procedure_diff": Sample(lambda world: {"older": 1, "newer": 1}),
}
