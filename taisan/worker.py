"""All services' relays, subscribers and jobs in one process: `python -m taisan.worker RUN_FILE`."""

import os
import sys
from functools import partial
from pathlib import Path

from shared import logs
from shared.bus import make_bus
from shared.peers import Peers
from shared.process import application_of, stop_at_signal, worker_of
from shared.runtime import Worker
from shared.settings import Settings
from taisan.services import APIS
from taisan.serving import LateApplication, read_settings


def main(run_file: Path) -> None:
    """Work until SIGTERM or SIGINT, then finish what is in hand."""
    logs.configure("worker")
    os.nice(5)  # a person waits for the web; events wait a little longer without harm
    stop = stop_at_signal()
    settings = read_settings(run_file)
    workers = [_worker(name, settings) for name in APIS]
    make_bus(settings["web"].bus_url).declare(
        [worker.subscription for worker in workers if worker.subscription.topics]
    )
    threads = [thread for worker in workers for thread in worker.threads(stop)]
    for thread in threads:
        thread.join()


def _worker(service: str, settings: dict[str, Settings]) -> Worker:
    """The worker of one service; its peers live in this process, so that no web server need be up."""
    inside = {name: LateApplication(partial(application_of, name, settings[name])) for name in APIS}
    return worker_of(service, settings[service], peers=Peers(settings[service], inside))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
