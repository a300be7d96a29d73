"""PostgreSQL refuses to run as root: how root runs it as somebody else."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from backend.local.processes import ChildFailed


class Unprivileged:
    """What to put before a command so that it does not run as root; nothing for an ordinary user.

    First choice: a user namespace in which root bears another user's number. Files stay root's own and no
    parent folder has to be opened. Where the machine refuses that (containers do): become that user.
    """

    def __init__(self, folder: Path, executable: Path) -> None:
        self.prefix: list[str] = []
        self._owner: pwd.struct_passwd | None = None
        if os.geteuid() != 0:
            return
        # PostgreSQL asks for the name of its user, so the number must be one that has a name.
        somebody = next((user for user in pwd.getpwall() if user.pw_name == "nobody"), None)
        somebody = somebody or next(user for user in pwd.getpwall() if user.pw_uid != 0)
        namespace = ["unshare", "--user", f"--map-user={somebody.pw_uid}"]
        become = ["setpriv", f"--reuid={somebody.pw_uid}", f"--regid={somebody.pw_gid}", "--clear-groups"]
        if works([*namespace, "true"]):
            self.prefix = namespace
        elif works([*become, "test", "-x", str(executable)]) and works([*become, "test", "-x", str(folder)]):
            self.prefix = become
            self._owner = somebody
        else:
            raise ChildFailed(
                "PostgreSQL does not run as root, this machine refuses user namespaces, and user "
                f"{somebody.pw_name} cannot reach {executable}: run as an ordinary user"
            )

    def own(self, *paths: Path) -> None:
        """Hand these to the user that the command becomes; nothing to do in a user namespace."""
        for path in paths:
            if self._owner:
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)


def works(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True).returncode == 0
