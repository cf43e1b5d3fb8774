-- Times are microseconds since 1970-01-01 UTC. Lists and objects are JSON text.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    id                   TEXT    NOT NULL PRIMARY KEY,   -- UUID
    label                TEXT,
    spec                 TEXT    NOT NULL,               -- as it was asked for, without the two columns below
    environment          TEXT    NOT NULL,               -- the complete environment of its processes
    command              TEXT    NOT NULL,               -- program and arguments
    cwd                  TEXT    NOT NULL,
    port                 INTEGER,                        -- the one given as PORT
    desired              TEXT    NOT NULL,               -- running | stopped: what a person or agent asked for last
    state                TEXT    NOT NULL,
    reason               TEXT,
    created_at           INTEGER NOT NULL,
    last_started_at      INTEGER,
    last_stopped_at      INTEGER,
    run_number           INTEGER NOT NULL DEFAULT 0,     -- of the current or last run
    run_id               TEXT,                           -- UUID of that run: its directory under runs/
    pid                  INTEGER,
    exit_code            INTEGER,
    term_signal          INTEGER,
    manual_restart_count INTEGER NOT NULL DEFAULT 0,
    watch_restart_count  INTEGER NOT NULL DEFAULT 0,
    crash_restart_count  INTEGER NOT NULL DEFAULT 0,
    file_change_count    INTEGER NOT NULL DEFAULT 0,
    last_change_at       INTEGER,
    last_change_path     TEXT
) WITHOUT ROWID;

CREATE INDEX sessions_by_creation ON sessions (created_at);

CREATE TABLE runs (
    session_id  TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,                        -- 1 for the first
    id          TEXT    NOT NULL,                        -- UUID
    pid         INTEGER,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    exit_code   INTEGER,
    term_signal INTEGER,
    reason      TEXT,
    trigger     TEXT    NOT NULL,                        -- start | manual | watch:path | crash
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;

-- AUTOINCREMENT: numbers are never used again, not even after the newest rows were removed.
CREATE TABLE events (
    seq        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ts         INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    session_id TEXT,
    label      TEXT,
    run        INTEGER,
    state      TEXT,
    reason     TEXT,
    exit_code  INTEGER
);
