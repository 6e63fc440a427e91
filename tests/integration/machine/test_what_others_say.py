"""Our contracts and events before programs that we did not write, in two languages."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

EXAMPLES = sorted((Path(__file__).parents[3] / "contracts" / "examples").glob("*.json"))


def held(node_examples: Path, *words: str, given: str = "") -> Any:
    command = ["node", str(node_examples / "hold.mjs"), *words]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_parser_of_the_asyncapi_initiative_finds_no_error(node_examples, repository, tmp_path):
    index = repository / "contracts" / "asyncapi.yaml"
    found = held(node_examples, "asyncapi", str(index))
    assert found["errors"] == []
    assert found["channels"] == len(EXAMPLES)
    spoiled = tmp_path / "asyncapi.yaml"
    spoiled.write_text(
        index.read_text(encoding="utf-8").replace("action: send", "action: shout"), encoding="utf-8"
    )
    assert held(node_examples, "asyncapi", str(spoiled))["errors"]


def test_the_cloudevents_sdk_for_javascript_accepts_every_example(node_examples):
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES]
    read = held(node_examples, "cloudevents", given="\n".join(json.dumps(one) for one in examples))
    for one, wanted in zip(read, examples, strict=True):
        assert one == {name: wanted[name] for name in ("id", "type", "subject", "sequence", "data")}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_cloudevents_sdk_for_python_accepts_every_example(path):
    read = JSONFormat().read(CloudEvent, path.read_bytes())
    wanted = json.loads(path.read_bytes())
    assert (read.get_id(), read.get_type(), read.get_subject()) == (
        wanted["id"],
        wanted["type"],
        wanted["subject"],
    )
    assert read.get_extension("sequence") == wanted["sequence"]
    assert read.get_data() == wanted["data"]
