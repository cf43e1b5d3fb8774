-- Names and ports of projects stay the same over restarts of everything.

CREATE TABLE projects (
    folder     TEXT    NOT NULL PRIMARY KEY,             -- real path
    name       TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    wanted     TEXT    NOT NULL,                         -- the name its file asked for when it got its own
    file       TEXT    NOT NULL,                         -- the file it was last brought up from
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE project_ports (
    folder  TEXT    NOT NULL,
    process TEXT    NOT NULL,
    port    INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (folder, process)
) WITHOUT ROWID;
