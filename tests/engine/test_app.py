"""What Faust is told: values that it would take apart come through whole."""

from pathlib import Path

import pytest

from hub.engine.app import create_app
from hub.engine.settings import EngineSettings
from hub.settings import Settings


@pytest.mark.parametrize("name", ["plain", "{d}", "{conf.id}", "{{a}}", "{", "}", "%s ${x}", "Bürger #1; a=b, c~"])
def test_faust_keeps_its_folder_where_the_instance_is(name: str, tmp_path: Path) -> None:
    settings = EngineSettings.of(Settings(home=tmp_path / name, bootstrap_servers="127.0.0.1:9"), "1")
    assert create_app(settings).conf.datadir == tmp_path / name / "run" / "faust-1"
