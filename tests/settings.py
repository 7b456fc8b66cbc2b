"""Winnow's own settings over a temporary home, so that no test sees or changes a real installation."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="winnow-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["WINNOW_HOME"] = _home
os.mkdir(os.path.join(_home, "static"))  # as `winnow serve` does

from winnow.config.settings import *  # noqa: E402, F403

# A slow hash protects real passwords; the passwords here are written in the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files are looked for when they are asked for: every client of a test would list them all anew.
WHITENOISE_AUTOREFRESH = True
