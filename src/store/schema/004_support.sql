-- What the planner must know of pupils and weeks. Frozen: later changes are new files beside this one.

CREATE TABLE support_needs (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE set_task (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE class_week (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
ALTER TABLE week_slot ADD COLUMN task BLOB REFERENCES set_task (id);
