"""Every file of the package is in the wheel, and every module of the installed package can be imported.

Run as python -P .ci/whole.py WHEEL, with the Python that has the wheel installed.
"""

import importlib
import pkgutil
import subprocess
import sys
import zipfile

import unspin

tracked = subprocess.run(
    ["git", "ls-files", "src/unspin"], stdout=subprocess.PIPE, text=True, check=True
).stdout.split()
with zipfile.ZipFile(sys.argv[1]) as wheel:
    missing = {name.removeprefix("src/") for name in tracked} - set(wheel.namelist())
if missing:
    sys.exit(f"not in the wheel: {', '.join(sorted(missing))}")
modules = [module.name for module in pkgutil.walk_packages(unspin.__path__, "unspin.")]
for name in modules:
    importlib.import_module(name)
print(f"{len(tracked)} files are in the wheel; {len(modules)} modules can be imported")
