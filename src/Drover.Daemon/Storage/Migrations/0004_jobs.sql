-- Commands that run once. What they were given to read and their environment are stored nowhere: a job is never started a second time.

CREATE TABLE jobs (
    id          TEXT    NOT NULL PRIMARY KEY,            -- j_…
    uuid        TEXT    NOT NULL UNIQUE,                 -- folder of its log
    workspace   TEXT    NOT NULL,                        -- folder
    cwd         TEXT    NOT NULL,                        -- absolute
    cmd         TEXT    NOT NULL,
    timeout_us  INTEGER NOT NULL,
    ports       TEXT    NOT NULL,                        -- {"FREE_PORT":4000}
    created_at  INTEGER NOT NULL,
    ending      TEXT,                                    -- why it was asked to end: Timeout | Cancelled
    end_seq     INTEGER,                                 -- lines below this number came before its end was told
    duration_us INTEGER,
    state       TEXT    NOT NULL,
    reason      TEXT,
    run_number  INTEGER NOT NULL,                        -- 0 before the start, then 1
    run_id      TEXT    NOT NULL,                        -- UUID: its directory under runs/
    pid         INTEGER,
    holder_pid  INTEGER,
    started_at  INTEGER,
    ended_at    INTEGER,
    exit_kind   TEXT,                                    -- exited | signaled | failed | lost; null while it lives
    exit_code   INTEGER,                                 -- exit code, signal or errno
    exit_text   TEXT,
    output      TEXT    NOT NULL,
    first_seq   INTEGER NOT NULL,
    stop_wanted INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE recent_commands (
    workspace TEXT    NOT NULL,                          -- folder
    cwd       TEXT    NOT NULL,                          -- relative to it
    cmd       TEXT    NOT NULL,                          -- without secrets
    exit_code INTEGER,
    ran_at    INTEGER NOT NULL,
    job_id    TEXT    NOT NULL,
    PRIMARY KEY (workspace, cwd, cmd)
) WITHOUT ROWID;

ALTER TABLE events ADD COLUMN job_id TEXT;
