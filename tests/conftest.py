"""Settings of the property tests, and the browser that pages are looked at in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The time of one example says nothing on a busy machine, or while a model loads. The gate tries the same examples each time, so
# that it says the same of the same code; everybody else's runs look for new ones.
settings.register_profile("unspin", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("unspin")


# As long as it runs no other test of the process can have an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium)
        yield started
        started.close()
