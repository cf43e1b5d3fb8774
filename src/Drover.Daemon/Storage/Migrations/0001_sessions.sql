-- Times are microseconds since 1970-01-01 UTC. Lists and objects are JSON text.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    id                   TEXT    NOT NULL PRIMARY KEY,   -- UUID
    label                TEXT,
    created_at           INTEGER NOT NULL,
    spec                 TEXT    NOT NULL,               -- what was asked for, environment included: the file is readable by its owner only
    ports                TEXT    NOT NULL,               -- {"PORT":4000,"FREE_PORT":4001}
    state                TEXT    NOT NULL,
    reason               TEXT,
    run_number           INTEGER NOT NULL,               -- of the current or last run; 0 before the first
    run_id               TEXT    NOT NULL,               -- UUID of that run: its directory under runs/
    trigger              TEXT    NOT NULL,
    pid                  INTEGER,
    holder_pid           INTEGER,
    started_at           INTEGER,
    ended_at             INTEGER,
    exit_kind            TEXT,                           -- exited | signaled | failed | lost; null while it lives
    exit_code            INTEGER,                        -- exit code, signal or errno
    exit_text            TEXT,
    output               TEXT    NOT NULL,
    first_seq            INTEGER NOT NULL,               -- first line of that run
    manual_restart_count INTEGER NOT NULL,
    watch_restart_count  INTEGER NOT NULL,
    crash_restart_count  INTEGER NOT NULL,
    stop_wanted          INTEGER NOT NULL,               -- 1: a person or agent stopped it
    next_trigger         TEXT,                           -- the restart that follows the stop under way
    health               TEXT    NOT NULL,
    health_why           TEXT,
    ready_after_us       INTEGER,
    url                  TEXT,
    file_change_count    INTEGER NOT NULL,
    last_change_at       INTEGER,
    last_change_path     TEXT,
    last_stopped_at      INTEGER                         -- end of the last ended run
) WITHOUT ROWID;

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
