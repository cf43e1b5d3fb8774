-- Folders that are known by a name.

CREATE TABLE workspaces (
    path       TEXT    NOT NULL PRIMARY KEY,             -- real path
    name       TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    used_at    INTEGER NOT NULL                          -- last registered
) WITHOUT ROWID;
