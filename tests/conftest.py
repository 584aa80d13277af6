"""Settings of the property tests."""

import os

from hypothesis import settings

# The time of one example says nothing on a busy machine, or while a model loads. The gate tries the same examples each time, so
# that it says the same of the same code; everybody else's runs look for new ones.
settings.register_profile("unspin", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("unspin")
