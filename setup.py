"""Carries `blueprints/` and `policies/` inside the wheel, as `generator/bundled/`; everything else is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithData(build_py):
    """Copy the two folders beside the built package; a checkout reads them where they are."""

    def run(self) -> None:
        """Build the package, then add its data."""
        super().run()
        if self.editable_mode:
            return
        for name in ("blueprints", "policies"):
            target = Path(self.build_lib) / "generator" / "bundled" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(name, target, ignore=shutil.ignore_patterns("*_test.rego", "waivers.yaml"))


setup(cmdclass={"build_py": BuildWithData})
