-- How a day was covered. Frozen: later changes are new files beside this one.

CREATE TABLE day_cover (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE INDEX day_cover_by_day ON day_cover (on_date);
