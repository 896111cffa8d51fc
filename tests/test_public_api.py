"""What the package offers can be imported, and importing the package loads nothing."""

import subprocess
import sys

import pytest

import screenplay2board


@pytest.mark.parametrize("name", screenplay2board.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert callable(getattr(screenplay2board, name))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute `nonsense`"):
        _ = screenplay2board.nonsense


def test_the_help_loads_no_heavy_module() -> None:
    program = (
        "import sys\nfrom screenplay2board.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'numpy', 'pydantic', 'weasyprint', 'jinja2', 'PIL', 'yaml', 'rich'}))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"
