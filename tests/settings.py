"""The product's settings, with a data folder that is removed afterwards; only the database may come from outside."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools import memory

FOLDER = "ATTENDING_TEST_DATA"  # handed down to the processes that pytest-xdist starts
TEMPLATE = "ATTENDING_TEST_TEMPLATE"  # where ./attending test keeps the migrated database that its parts copy

if FOLDER not in os.environ:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="attending-test-", dir=memory.folder())
    atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
for name in [name for name in os.environ if name.startswith("ATTENDING_")]:
    if name not in {FOLDER, TEMPLATE, "ATTENDING_DATABASE", "ATTENDING_CHROMIUM", "ATTENDING_PG_BIN"}:
        del os.environ[name]
os.environ["ATTENDING_DATA"] = str(Path(os.environ[FOLDER], os.environ.get("PYTEST_XDIST_WORKER", "main")))

from attending.web.settings import *  # noqa: E402  (the environment must be set first)

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
WHITENOISE_USE_FINDERS = False  # each test client would look for every file again; the live server has its own way
ATTENDING_PATIENCE_SECONDS = 600  # a page under test waits for its charts
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes meet the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
