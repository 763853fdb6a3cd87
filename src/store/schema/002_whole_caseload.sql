-- The whole caseload. Frozen: later changes are new files beside this one.

ALTER TABLE pupil ADD COLUMN support_minutes INTEGER;
ALTER TABLE staff ADD COLUMN lead BLOB REFERENCES staff (id);
ALTER TABLE staff ADD COLUMN weeks_a_year REAL;
ALTER TABLE staff ADD COLUMN pence_an_hour INTEGER;
ALTER TABLE staff ADD COLUMN on_costs_percent REAL;
ALTER TABLE period ADD COLUMN days INTEGER NOT NULL DEFAULT 31;
ALTER TABLE week_slot ADD COLUMN week TEXT CHECK (week IN ('A', 'B'));
ALTER TABLE week_slot ADD COLUMN running BLOB;
ALTER TABLE plan ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE plan ADD COLUMN changed_on TEXT;
ALTER TABLE portrait_text ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE target ADD COLUMN more TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(more));
ALTER TABLE session ADD COLUMN running BLOB;
ALTER TABLE session ADD COLUMN more TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(more));
CREATE INDEX session_by_running ON session (running, on_date) WHERE running IS NOT NULL;
ALTER TABLE review ADD COLUMN more TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(more));

-- Families of things that are kept alike: whom it is about in columns, the rest as JSON.

CREATE TABLE contact (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE training (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE need_spell (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_text (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE read_mark (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE programme (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE running (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE strategy (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE TABLE duty (
    id BLOB PRIMARY KEY, pupil BLOB REFERENCES pupil (id), staff BLOB REFERENCES staff (id), on_date TEXT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_by_pupil ON contact (pupil);
CREATE INDEX need_spell_by_pupil ON need_spell (pupil);
CREATE INDEX plan_text_by_pupil ON plan_text (pupil);
CREATE INDEX read_mark_by_pupil ON read_mark (pupil);
CREATE INDEX strategy_by_pupil ON strategy (pupil);
CREATE INDEX entry_by_pupil ON entry (pupil);
CREATE INDEX training_by_staff ON training (staff);
CREATE INDEX duty_by_staff ON duty (staff);
CREATE INDEX entry_by_staff ON entry (staff);
CREATE INDEX entry_by_day ON entry (on_date);

CREATE TRIGGER search_contact_insert AFTER INSERT ON contact BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('contact', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'contact' AND ref = new.id), coalesce(json_extract(new.body, '$.name'), '') || ' ' || coalesce(json_extract(new.body, '$.relation'), '') || ' ' || coalesce(json_extract(new.body, '$.organisation'), ''));
END;
CREATE TRIGGER search_contact_update AFTER UPDATE ON contact BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'contact' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'contact' AND ref = new.id), coalesce(json_extract(new.body, '$.name'), '') || ' ' || coalesce(json_extract(new.body, '$.relation'), '') || ' ' || coalesce(json_extract(new.body, '$.organisation'), ''));
END;
CREATE TRIGGER search_contact_delete AFTER DELETE ON contact BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'contact' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'contact' AND ref = old.id;
END;

CREATE TRIGGER search_entry_insert AFTER INSERT ON entry BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('entry', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'entry' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_entry_update AFTER UPDATE ON entry BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'entry' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'entry' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_entry_delete AFTER DELETE ON entry BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'entry' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'entry' AND ref = old.id;
END;

CREATE TRIGGER search_strategy_insert AFTER INSERT ON strategy BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('strategy', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'strategy' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_strategy_update AFTER UPDATE ON strategy BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'strategy' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'strategy' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_strategy_delete AFTER DELETE ON strategy BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'strategy' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'strategy' AND ref = old.id;
END;

CREATE TRIGGER search_plan_text_insert AFTER INSERT ON plan_text BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('plan_text', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'plan_text' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_plan_text_update AFTER UPDATE ON plan_text BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'plan_text' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'plan_text' AND ref = new.id), coalesce(json_extract(new.body, '$.text'), ''));
END;
CREATE TRIGGER search_plan_text_delete AFTER DELETE ON plan_text BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'plan_text' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'plan_text' AND ref = old.id;
END;
