"""Carries `blueprints/`, `policies/` and the cases of the rules inside the wheel, as `generator/bundled/`; everything else
is in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithData(build_py):
    """Copy the folders beside the built package; a checkout reads them where they are."""

    def run(self) -> None:
        """Build the package, then add its data."""
        super().run()
        if self.editable_mode:
            return
        for name in ("blueprints", "policies"):
            target = Path(self.build_lib) / "generator" / "bundled" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(name, target, ignore=shutil.ignore_patterns("*_test.rego", "waivers.yaml"))
        for cases in Path("tests/rules").glob("*/*.yaml"):
            target = Path(self.build_lib) / "generator" / "bundled" / cases
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(cases, target)


setup(cmdclass={"build_py": BuildWithData})
