"""A PostgreSQL server of the tests' own: no port, a socket in a folder of its own, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

OTHERS_END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
DROP_ALL = """
SELECT format('DROP %s IF EXISTS %I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, relname)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
"""Everything but what belongs to PostGIS."""
SMALL_FILES = 4096
"""Blocks (of 512 or 1,024 bytes, by shell) that a file may have on a server started small."""


class Server:
    """One server; as root it runs as Debian's user postgres, for it refuses to run as root."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        assert found, "the store's tests need PostgreSQL: sh tests/postgres/install_postgres.sh"
        self.programs = found[-1].parent
        self.folder = Path(tempfile.mkdtemp(prefix="frontlines-postgres-"))
        self.data = self.folder / "data"
        self.user: str | None = None
        if os.geteuid() == 0:
            self.user = "postgres"
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        command = [self.programs / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--no-sync"]
        command += ["--locale=C.UTF-8", "--encoding=UTF8", "--wal-segsize=1"]
        subprocess.run(
            command, user=self.user, cwd=self.folder, check=True, capture_output=True, env={"PATH": os.environ["PATH"]}
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.made = 0
        self.shared = ""

    def start(self, *, small: bool = False) -> None:
        """Start and wait until it answers; ``small``: no file may grow beyond a few megabytes, as on a full disk."""
        limit = f"ulimit -f {SMALL_FILES}; " if small else ""
        options = f"-c listen_addresses= -k '{self.folder}' -c fsync=off -c logging_collector=off -c jit=off"
        self.process = subprocess.Popen(
            [
                "sh",
                "-c",
                f"{limit}exec '{self.programs}/postgres' -D '{self.data}' {options} >> '{self.folder}/log' 2>&1",
            ],
            user=self.user,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"]},
        )
        last = time.monotonic() + 30
        while True:
            try:
                with psycopg.connect(self._address("postgres")):
                    return
            except psycopg.OperationalError:
                assert time.monotonic() < last, (self.folder / "log").read_text()
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop at once, as an administrator would who is in a hurry: open transactions are lost."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Stop as a crash would: nothing is put in order, the next start recovers."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        if self.process:
            self.kill()
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Make an empty database with PostGIS; give its address for the store."""
        self.made += 1
        name = f"frontlines_{self.made}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(self._address(name)) as connection:
            connection.execute("CREATE EXTENSION postgis")
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def empty_database(self) -> str:
        """Give the address of one database, emptied of what the last test left there: quicker than a new one."""
        self.shared = self.shared or self.new_database()
        with psycopg.connect(self.shared.replace("+psycopg", "")) as connection:
            connection.execute(OTHERS_END)
            for statement in connection.execute(DROP_ALL).fetchall():
                connection.execute(statement[0])
        return self.shared

    def _end(self, how: int) -> None:
        assert self.process
        self.process.send_signal(how)
        self.process.wait(20)
        self.process = None

    def _address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"
