-- The first schema. Frozen: later changes are new files beside this one.
-- Days are ISO text, moments are Unix milliseconds, times of day are minutes since midnight.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE term (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_day (date TEXT PRIMARY KEY, why TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE period (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
    is_break INTEGER NOT NULL CHECK (is_break IN (0, 1)), CHECK (starts < ends)
) STRICT, WITHOUT ROWID;

CREATE TABLE need_type (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, area TEXT NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id BLOB PRIMARY KEY, forename TEXT NOT NULL, surname TEXT NOT NULL, role TEXT NOT NULL,
    email TEXT, minutes_per_week INTEGER, left_on TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_day (
    staff BLOB NOT NULL REFERENCES staff (id), weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    starts INTEGER NOT NULL, ends INTEGER NOT NULL, unpaid INTEGER NOT NULL,
    PRIMARY KEY (staff, weekday), CHECK (starts < ends)
) STRICT, WITHOUT ROWID;

CREATE TABLE pupil (
    id BLOB PRIMARY KEY, forename TEXT NOT NULL, surname TEXT NOT NULL, preferred TEXT, upn TEXT,
    birth_date TEXT, year INTEGER, form TEXT, must_know TEXT NOT NULL, left_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX pupil_by_upn ON pupil (upn) WHERE upn IS NOT NULL;

CREATE TABLE pupil_need (
    pupil BLOB NOT NULL REFERENCES pupil (id), rank INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (pupil, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE sen_status (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id),
    status TEXT NOT NULL CHECK (status IN ('N', 'K', 'E')), since TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sen_status_by_pupil ON sen_status (pupil, since);

CREATE TABLE key_link (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id),
    staff BLOB NOT NULL REFERENCES staff (id), role TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX key_link_by_pupil ON key_link (pupil);
CREATE INDEX key_link_by_staff ON key_link (staff);

CREATE TABLE portrait (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id), version INTEGER NOT NULL,
    state TEXT NOT NULL, checked_against BLOB, approved_by BLOB, approved_by_name TEXT NOT NULL,
    approved_on TEXT, review_on TEXT, UNIQUE (pupil, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE portrait_text (
    portrait BLOB NOT NULL REFERENCES portrait (id), field TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (portrait, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id), kind TEXT NOT NULL,
    starts TEXT NOT NULL, review_due TEXT, ended_on TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_by_pupil ON plan (pupil);

CREATE TABLE outcome (
    id BLOB PRIMARY KEY, plan BLOB NOT NULL REFERENCES plan (id), body TEXT NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_by_plan ON outcome (plan);

CREATE TABLE provision (
    id BLOB PRIMARY KEY, plan BLOB NOT NULL REFERENCES plan (id), outcome BLOB REFERENCES outcome (id),
    what TEXT NOT NULL, times INTEGER, minutes INTEGER, per TEXT NOT NULL, group_size INTEGER NOT NULL,
    who TEXT NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX provision_by_plan ON provision (plan);

CREATE TABLE target (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id), outcome BLOB REFERENCES outcome (id),
    will TEXT NOT NULL, condition TEXT NOT NULL, measure TEXT NOT NULL CHECK (json_valid(measure)),
    better TEXT NOT NULL CHECK (better IN ('up', 'down')), baseline REAL NOT NULL, starts TEXT NOT NULL,
    goal REAL NOT NULL, in_a_row INTEGER NOT NULL, by TEXT NOT NULL, instructions TEXT NOT NULL,
    pupil_words TEXT NOT NULL, state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX target_by_pupil ON target (pupil);

CREATE TABLE week_slot (
    id BLOB PRIMARY KEY, weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    period BLOB NOT NULL REFERENCES period (id), pupil BLOB NOT NULL REFERENCES pupil (id),
    staff BLOB NOT NULL REFERENCES staff (id), place TEXT NOT NULL, target BLOB REFERENCES target (id),
    provision BLOB REFERENCES provision (id), starts TEXT NOT NULL, ends TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX week_slot_by_staff ON week_slot (staff);
CREATE INDEX week_slot_by_pupil ON week_slot (pupil);

-- A version of what happened is never overwritten: only `superseded_by` is set when a correction comes.
CREATE TABLE session (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id),
    staff BLOB NOT NULL REFERENCES staff (id), slot BLOB REFERENCES week_slot (id),
    provision BLOB REFERENCES provision (id), on_date TEXT NOT NULL, began INTEGER,
    minutes INTEGER NOT NULL, reason TEXT, note TEXT NOT NULL, supersedes BLOB REFERENCES session (id),
    superseded_by BLOB REFERENCES session (id), entered_at INTEGER NOT NULL, entered_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_pupil ON session (pupil, on_date);
CREATE INDEX session_by_staff ON session (staff, on_date);
CREATE INDEX session_by_slot ON session (slot, on_date) WHERE slot IS NOT NULL;

CREATE TABLE record (
    id BLOB PRIMARY KEY, session BLOB NOT NULL REFERENCES session (id),
    target BLOB NOT NULL REFERENCES target (id), reading TEXT NOT NULL CHECK (json_valid(reading)),
    value REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_session ON record (session);
CREATE INDEX record_by_target ON record (target);

CREATE TABLE review (
    id BLOB PRIMARY KEY, pupil BLOB NOT NULL REFERENCES pupil (id), plan BLOB REFERENCES plan (id),
    from_date TEXT NOT NULL, to_date TEXT NOT NULL, held_on TEXT, state TEXT NOT NULL,
    pupil_views TEXT NOT NULL, family_views TEXT NOT NULL, decisions TEXT NOT NULL, next_steps TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX review_by_pupil ON review (pupil);

CREATE TABLE access (
    id BLOB PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, staff BLOB REFERENCES staff (id), ended_on TEXT
) STRICT, WITHOUT ROWID;

-- Unsaved work: neither audited nor undone, gone once it is saved or thrown away.
CREATE TABLE draft (
    person BLOB NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

-- The audit chain. The payload stands apart, so that it can be erased while the chain still verifies.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, payload_commit BLOB NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE audit_payload (
    seq INTEGER PRIMARY KEY REFERENCES audit (seq), salt BLOB NOT NULL, body TEXT NOT NULL
) STRICT;

CREATE TABLE undo_step (
    seq INTEGER PRIMARY KEY REFERENCES audit (seq), person BLOB NOT NULL, name TEXT NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;

-- Search over all records. `search_doc` says what a row of the full-text index stands for.
CREATE TABLE search_doc (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref BLOB NOT NULL, pupil BLOB
) STRICT;
CREATE UNIQUE INDEX search_doc_by_ref ON search_doc (kind, ref);
CREATE VIRTUAL TABLE search_text USING fts5 (
    body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

INSERT INTO need_type (code, name, area, position) VALUES
    ('SPLD', 'Specific learning difficulty', 'Cognition and learning', 1),
    ('MLD', 'Moderate learning difficulty', 'Cognition and learning', 2),
    ('SLD', 'Severe learning difficulty', 'Cognition and learning', 3),
    ('PMLD', 'Profound and multiple learning difficulty', 'Cognition and learning', 4),
    ('SLCN', 'Speech, language and communication needs', 'Communication and interaction', 5),
    ('ASD', 'Autistic spectrum disorder', 'Communication and interaction', 6),
    ('SEMH', 'Social, emotional and mental health', 'Social, emotional and mental health', 7),
    ('HI', 'Hearing impairment', 'Sensory and/or physical', 8),
    ('VI', 'Vision impairment', 'Sensory and/or physical', 9),
    ('MSI', 'Multi-sensory impairment', 'Sensory and/or physical', 10),
    ('PD', 'Physical disability', 'Sensory and/or physical', 11),
    ('DS', 'Down syndrome', 'Other', 12),
    ('OTH', 'Other difficulty or disability', 'Other', 13),
    ('NSA', 'SEN Support, no specialist assessment of type of need', 'Other', 14);

CREATE TRIGGER search_pupil_insert AFTER INSERT ON pupil BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('pupil', new.id, new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'pupil' AND ref = new.id), new.forename || ' ' || new.surname || ' ' || coalesce(new.preferred, '') || ' ' || coalesce(new.upn, '') || ' ' || coalesce(new.form, '') || ' ' || new.must_know);
END;
CREATE TRIGGER search_pupil_update AFTER UPDATE ON pupil BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'pupil' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'pupil' AND ref = new.id), new.forename || ' ' || new.surname || ' ' || coalesce(new.preferred, '') || ' ' || coalesce(new.upn, '') || ' ' || coalesce(new.form, '') || ' ' || new.must_know);
END;
CREATE TRIGGER search_pupil_delete AFTER DELETE ON pupil BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'pupil' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'pupil' AND ref = old.id;
END;

CREATE TRIGGER search_staff_insert AFTER INSERT ON staff BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('staff', new.id, NULL);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'staff' AND ref = new.id), new.forename || ' ' || new.surname || ' ' || new.role || ' ' || coalesce(new.email, ''));
END;
CREATE TRIGGER search_staff_update AFTER UPDATE ON staff BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'staff' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'staff' AND ref = new.id), new.forename || ' ' || new.surname || ' ' || new.role || ' ' || coalesce(new.email, ''));
END;
CREATE TRIGGER search_staff_delete AFTER DELETE ON staff BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'staff' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'staff' AND ref = old.id;
END;

CREATE TRIGGER search_session_insert AFTER INSERT ON session WHEN new.note <> '' BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('session', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'session' AND ref = new.id), new.note);
END;
CREATE TRIGGER search_session_delete AFTER DELETE ON session WHEN old.note <> '' BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'session' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'session' AND ref = old.id;
END;

CREATE TRIGGER search_target_insert AFTER INSERT ON target BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('target', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'target' AND ref = new.id), new.will || ' ' || new.condition || ' ' || new.instructions || ' ' || new.pupil_words);
END;
CREATE TRIGGER search_target_update AFTER UPDATE ON target BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'target' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'target' AND ref = new.id), new.will || ' ' || new.condition || ' ' || new.instructions || ' ' || new.pupil_words);
END;
CREATE TRIGGER search_target_delete AFTER DELETE ON target BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'target' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'target' AND ref = old.id;
END;

CREATE TRIGGER search_outcome_insert AFTER INSERT ON outcome BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('outcome', new.id, (SELECT pupil FROM plan WHERE id = new.plan));
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'outcome' AND ref = new.id), new.body);
END;
CREATE TRIGGER search_outcome_update AFTER UPDATE ON outcome BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'outcome' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'outcome' AND ref = new.id), new.body);
END;
CREATE TRIGGER search_outcome_delete AFTER DELETE ON outcome BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'outcome' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'outcome' AND ref = old.id;
END;

CREATE TRIGGER search_provision_insert AFTER INSERT ON provision BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('provision', new.id, (SELECT pupil FROM plan WHERE id = new.plan));
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'provision' AND ref = new.id), new.what || ' ' || new.who);
END;
CREATE TRIGGER search_provision_update AFTER UPDATE ON provision BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'provision' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'provision' AND ref = new.id), new.what || ' ' || new.who);
END;
CREATE TRIGGER search_provision_delete AFTER DELETE ON provision BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'provision' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'provision' AND ref = old.id;
END;

CREATE TRIGGER search_portrait_text_insert AFTER INSERT ON portrait_text BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('portrait/' || new.field, new.portrait, (SELECT pupil FROM portrait WHERE id = new.portrait));
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'portrait/' || new.field AND ref = new.portrait), new.body);
END;
CREATE TRIGGER search_portrait_text_update AFTER UPDATE ON portrait_text BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'portrait/' || new.field AND ref = new.portrait);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'portrait/' || new.field AND ref = new.portrait), new.body);
END;
CREATE TRIGGER search_portrait_text_delete AFTER DELETE ON portrait_text BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'portrait/' || old.field AND ref = old.portrait);
    DELETE FROM search_doc WHERE kind = 'portrait/' || old.field AND ref = old.portrait;
END;

CREATE TRIGGER search_review_insert AFTER INSERT ON review BEGIN
    INSERT INTO search_doc (kind, ref, pupil) VALUES ('review', new.id, new.pupil);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'review' AND ref = new.id), new.pupil_views || ' ' || new.family_views || ' ' || new.decisions || ' ' || new.next_steps);
END;
CREATE TRIGGER search_review_update AFTER UPDATE ON review BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'review' AND ref = new.id);
    INSERT INTO search_text (rowid, body) VALUES ((SELECT id FROM search_doc WHERE kind = 'review' AND ref = new.id), new.pupil_views || ' ' || new.family_views || ' ' || new.decisions || ' ' || new.next_steps);
END;
CREATE TRIGGER search_review_delete AFTER DELETE ON review BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT id FROM search_doc WHERE kind = 'review' AND ref = old.id);
    DELETE FROM search_doc WHERE kind = 'review' AND ref = old.id;
END;
