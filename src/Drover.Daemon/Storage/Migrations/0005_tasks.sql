-- Work for agents. What their agents print, and all that happens with them, is in their logs; here is what they are and where they are.

CREATE TABLE tasks (
    id                TEXT    NOT NULL PRIMARY KEY,      -- UUID: folder of its log
    status            TEXT    NOT NULL,
    status_reason     TEXT,
    workspace         TEXT    NOT NULL,                  -- folder
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    spec              TEXT    NOT NULL,                  -- what was asked for, JSON
    siblings          TEXT    NOT NULL,                  -- ids, JSON
    waiting           INTEGER NOT NULL,                  -- 1: starts as soon as there is room
    worktree          TEXT,                              -- JSON
    head_commit       TEXT,
    diff_stat         TEXT,
    runner_session_id TEXT,
    approved_at       INTEGER,
    merged_at         INTEGER,
    cleaned_at        INTEGER,
    working_since     INTEGER,                           -- of the attempt that runs
    extra_minutes     INTEGER NOT NULL,
    answered_seq      INTEGER NOT NULL,                  -- last line whose answer was written to the agent
    checks            TEXT    NOT NULL,                  -- JSON
    door              TEXT,                              -- way out of the sandbox of the attempt that runs, JSON
    state             TEXT    NOT NULL,                  -- of its process
    reason            TEXT,
    run_number        INTEGER NOT NULL,
    run_id            TEXT    NOT NULL,
    pid               INTEGER,
    holder_pid        INTEGER,
    started_at        INTEGER,
    ended_at          INTEGER,
    exit_kind         TEXT,
    exit_code         INTEGER,
    exit_text         TEXT,
    output            TEXT    NOT NULL,
    first_seq         INTEGER NOT NULL,
    stop_wanted       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE attempts (
    task_id TEXT    NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    attempt TEXT    NOT NULL,                            -- JSON
    PRIMARY KEY (task_id, number)
) WITHOUT ROWID;

CREATE TABLE approvals (
    task_id    TEXT    NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    request_id TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    approval   TEXT    NOT NULL,                         -- JSON
    PRIMARY KEY (task_id, number)
) WITHOUT ROWID;

CREATE TABLE comments (
    task_id TEXT    NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    comment TEXT    NOT NULL,                            -- JSON
    PRIMARY KEY (task_id, number)
) WITHOUT ROWID;

ALTER TABLE events ADD COLUMN task_id TEXT;
