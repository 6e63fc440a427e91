"""`send_once.py SETTINGS-JSON [FAILPOINT]`: one run of the sender, in a process that a test may let die."""

import json
import sys

from services.notifications.channels import Channels
from services.notifications.sender import send_due
from shared import failpoints
from shared.db import Database
from shared.settings import Settings


def main() -> None:
    settings = Settings(**json.loads(sys.argv[1]))
    for name in sys.argv[2:]:
        failpoints.arm(name)
    email = Channels.of(settings).email
    assert email is not None
    send_due(Database(settings.database_url), email)


if __name__ == "__main__":
    main()
