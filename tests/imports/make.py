#!/usr/bin/env python3
"""Makes the trap files for the import tests, and the expectation beside each one.

Run it with no argument; it writes into the folder it lives in. It needs openpyxl, and it gives the same
bytes every time. Every person, school and UPN here is invented.

    NN_short-name.csv|txt|xlsx|xml    the file as a school would send it
    NN_short-name.json                what a dry run of the import must say about it

The expectation
---------------
trap               what is wrong with the file, in one sentence
kind               pupils or staff
first              another file of this folder, imported for real before the dry run
rows               the rows the dry run must list, in the order of the file; an absent key is one that the file
                   does not determine, or whose value is too doubtful to take
problems           row, field and severity; "error" holds the row back (row 0: the whole file)
free_problem_rows  rows where more than one answer is reasonable. Their problems are not compared. Such a row
                   may be held back, and a listed key may be missing; but a key that does come must be listed
                   and equal, and a free row that is not listed under "rows" must not come in at all
free_rows          true: only the entries without a row number ("not in file") are a matter of taste; every
                   entry that has a row number is still exact

Compare needs as a list, "changed" as a set, and hours as a number (12 is 12.0).

Rows are counted as Excel shows them: a line break inside quotes starts no new row, a blank line counts.
In a CTF file the row is the pupil's place, 1, 2, 3...

The birthdays agree with the year groups of the school year 2026/27, except where that is the trap.
"""

import csv
import datetime as dt
import io
import json
import re
import unicodedata
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).resolve().parent
KEYS = ["upn", "forename", "surname", "preferred_forename", "dob", "start_date", "review_date", "year_group",
        "form", "sen_status", "needs", "hours_per_week", "key_adult", "email", "role", "working_days"]
WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri"]
NBSP = "\u00a0"


# ---------------------------------------------------------------- UPNs and people

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # A to Z without I, O and S
serial = 0


def check_letter(rest):
    """The check letter for the twelve characters that follow it (a temporary UPN ends in a letter)."""
    value = lambda c: int(c) if c.isdigit() else LETTERS.index(c)
    return LETTERS[sum(value(c) * (i + 2) for i, c in enumerate(rest)) % 23]


assert check_letter("801200005001") == "B" and check_letter("502400200093") == "U"


def upn(year, temporary=False):
    global serial
    serial += 1
    rest = "9389099%02d%03d" % (year % 100, serial)
    if temporary:
        rest = rest[:-1] + LETTERS[serial % 23]
    return check_letter(rest) + rest


def year_of(dob):
    """The year group in 2026/27 of a child born on that day."""
    y, m, _ = map(int, dob.split("-"))
    started = y + (1 if m >= 9 else 0)
    n = 2026 - started - 4
    return {0: "R", -1: "N2", -2: "N1"}.get(n, str(n))


def P(forename, surname, dob, form=None, status=None, needs=(), start=None, review=None, preferred=None,
      hours=None, adult=None, temporary=False):
    """An invented pupil."""
    reception = int(dob[:4]) + (5 if dob[5:7] >= "09" else 4)
    p = {"upn": upn(reception, temporary), "forename": forename, "surname": surname,
         "preferred_forename": preferred, "dob": dob, "start_date": start, "review_date": review,
         "year_group": year_of(dob), "form": form, "sen_status": status, "needs": list(needs) or None,
         "hours_per_week": hours, "key_adult": adult}
    return p


def S(forename, surname, role=None, days=None, hours=None):
    """An invented member of staff."""
    plain = lambda s: re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", s).lower())
    return {"forename": forename, "surname": surname, "role": role, "working_days": days,
            "hours_per_week": hours, "email": plain(forename)[0] + plain(surname) + "@alderbrook.example"}


# ---------------------------------------------------------------- building a trap

def dmy(iso):
    return "" if not iso else "%s/%s/%s" % (iso[8:], iso[5:7], iso[:4])


def mdy(iso):
    return "" if not iso else "%s/%s/%s" % (iso[5:7], iso[8:], iso[:4])


def as_is(iso):
    return iso or ""


def real(iso):
    """A real date cell, for a workbook."""
    return dt.datetime.fromisoformat(iso) if iso else None


class Trap:
    def __init__(self, name, trap, kind="pupils", first=None):
        self.name, self.kind, self.first = name, kind, first
        self.trap = " ".join(trap.split())
        self.lines, self.rows, self.problems, self.free = [], [], [], []
        self.cols, self.date, self.sep = [], dmy, "; "
        self.free_rows = False

    # lines of a table
    def line(self, *cells):
        """A line that is not a person: a title, a blank line, headings, a total."""
        self.lines.append(list(cells))
        return len(self.lines)

    def head(self, *cols, date=dmy, sep="; "):
        """The headings; each is (heading, key), a key starting with _ is a column we do not use."""
        self.cols, self.date, self.sep = cols, date, sep
        return self.line(*[c[0] for c in cols])

    def cell(self, p, key, raw):
        if key in raw:
            return raw[key]
        v = p.get(key)
        if key in ("dob", "start_date", "review_date"):
            return self.date(v)
        if isinstance(v, list):
            return self.sep.join(v)
        return "" if v is None else v

    def p(self, person, raw=None, exp=None, warn=(), error=(), free=False, into=None, action="new", changed=None):
        """One line for a person. raw: cells as written; exp: what differs from the person's true values
        (None: the key must be absent); into: the number of an earlier row this line is joined to."""
        raw, exp = raw or {}, exp or {}
        self.lines.append([self.cell(person, k, raw) for _, k in self.cols])
        row = len(self.lines)
        have = [k for _, k in self.cols]
        if "name" in have:
            have += ["forename", "surname"]
        self.say(row, warn, error, free)
        if into is None and not (error and not (free and exp)):
            self.expect(row, {k: exp[k] if k in exp else person.get(k) for k in set(have) | set(exp)},
                        action, changed)
        return row

    def say(self, row, warn=(), error=(), free=False):
        for field in error:
            self.problems.append({"row": row, "field": field, "severity": "error"})
        for field in warn:
            self.problems.append({"row": row, "field": field, "severity": "warning"})
        if free:
            self.free.append(row)

    def expect(self, row, values, action="new", changed=None):
        out = {} if row is None else {"row": row}
        for k in KEYS:
            if values.get(k) is not None:
                out[k] = float(values[k]) if k == "hours_per_week" else values[k]
        out["action"] = action
        if changed:
            out["changed"] = [k for k in KEYS if k in changed]
        self.rows.append(out)

    def gone(self, person):
        self.free_rows = True
        self.expect(None, {k: person[k] for k in ("upn", "forename", "surname")}, "not in file")

    # writing
    def put(self, ext, data):
        assert len(data) < 40_000, self.name
        (HERE / f"{self.name}.{ext}").write_bytes(data)
        out = {"trap": self.trap, "kind": self.kind}
        if self.first:
            out["first"] = self.first
        out["rows"], out["problems"] = self.rows, sorted(self.problems, key=lambda x: x["row"])
        if self.free:
            out["free_problem_rows"] = sorted(set(self.free))
        if self.free_rows:
            out["free_rows"] = True
        (HERE / f"{self.name}.json").write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", "utf-8")
        made.append(self.name)

    def text(self, ext="csv", encoding="utf-8", bom=b"", delimiter=",", eol="\r\n", quoting=csv.QUOTE_MINIMAL):
        f = io.StringIO(newline="")
        w = csv.writer(f, delimiter=delimiter, lineterminator=eol, quoting=quoting)
        for cells in self.lines:
            w.writerow(cells)
        self.put(ext, bom + f.getvalue().encode(encoding))

    def sheet(self, ws, lines=None):
        for r, cells in enumerate(lines or self.lines, 1):
            for c, v in enumerate(cells, 1):
                if v not in ("", None):
                    cell = ws.cell(r, c, v)
                    if isinstance(v, dt.datetime):
                        cell.number_format = "dd/mm/yyyy"

    def book(self, wb):
        f = io.BytesIO()
        wb.save(f)
        self.put("xlsx", steady(f.getvalue()))


def steady(data):
    """The same workbook without today's date in it, so that every run writes the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as src, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dst:
        for name in src.namelist():
            body = src.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-01T09:00:00Z", body)
            info = zipfile.ZipInfo(name, (2026, 11, 1, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            dst.writestr(info, body)
    return out.getvalue()


made = []

SIMS = [("Forename", "forename"), ("Surname", "surname"), ("UPN", "upn"), ("Year", "year_group"), ("Reg", "form")]
ARBOR = [("First name", "forename"), ("Last name", "surname"), ("UPN", "upn"), ("Year group", "year_group"),
         ("Registration form", "form")]
BROMCOM = [("FirstName", "forename"), ("LastName", "surname"), ("UPN", "upn"), ("YearGroup", "year_group"),
           ("Form", "form")]
FULL = [("UPN", "upn"), ("Legal Surname", "surname"), ("Legal Forename", "forename"), ("Date of Birth", "dob"),
        ("Year Group", "year_group"), ("Reg Group", "form"), ("SEN Status", "sen_status"), ("SEN Needs", "needs")]


# ================================================================ encodings and separators

# 01: a UTF-8 byte order mark right before a quoted first heading, which must still be "Forename"
t = Trap("01_utf8-bom", "A UTF-8 byte order mark stands before the first, quoted heading (SIMS columns).")
t.head(*SIMS)
t.p(P("Amelia", "Hartley", "2017-11-04", "4B"))
t.p(P("Idris", "Mahmood", "2018-03-19", "4B"))
t.p(P("Zoë", "Pemberton", "2016-12-30", "5H"))
t.text(bom=b"\xef\xbb\xbf", quoting=csv.QUOTE_ALL)

# 02: what Excel calls "Unicode Text": UTF-16, little-endian, with tabs
t = Trap("02_utf16-le-tabs", "Excel's Unicode Text: UTF-16 little-endian with a byte order mark, and tabs (Arbor columns).")
t.head(*ARBOR)
t.p(P("Łukasz", "Wiśniewski", "2015-10-11", "6M"))
t.p(P("Niamh", "O'Rourke", "2016-02-08", "6M"))
t.p(P("Renée", "Baptiste", "2016-07-21", "6K"))
t.text("txt", "utf-16-le", b"\xff\xfe", "\t")

# 03: UTF-16, big-endian, with commas
t = Trap("03_utf16-be", "UTF-16 big-endian with a byte order mark, and commas (Bromcom columns).")
t.head(*BROMCOM)
t.p(P("Tomasz", "Żeleński", "2013-09-15", "8R"))
t.p(P("Priya", "Raghunathan", "2014-05-02", "8R"))
t.p(P("Callum", "MacAllister", "2014-01-27", "8T"))
t.text("csv", "utf-16-be", b"\xfe\xff")

# 04: Windows-1252, with the bytes (0x92 to 0x96) that are control characters in ISO 8859-1
t = Trap("04_windows-1252", "Windows-1252 with é, a curly apostrophe (kept), curly quotes and an en dash.")
t.head(*SIMS, ("Date of birth", "dob"), ("Remarks", "_note"))
t.p({**P("Renée", "Dubois", "2017-09-23", "4B"), "_note": "Says “not yet” – give her time"})
t.p({**P("Aoife", "O’Neill", "2018-01-14", "4B"), "_note": "Sister in 6K; café job for Mum… £4 owed"})
t.p({**P("Noël", "Fitzgerald", "2018-06-30", "4H"), "_note": ""})
t.text("csv", "cp1252")

# 05: semicolons, and so commas inside cells and decimal commas
t = Trap("05_semicolons", """Semicolons between cells, commas inside them; the decimal comma in "12,5" is a matter of
    taste (12.5 or a warning, never 125).""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"), ("Class", "form"),
       ("SEN status", "sen_status"), ("SEN need", "needs"), ("Hours per week", "hours_per_week"), sep=", ")
t.p(P("Mateo", "Ferreira", "2018-04-26", "Oak", "K", ["ASD", "SLCN"], hours=15))
t.p(P("Hannah", "Whitcombe", "2017-12-05", "Oak", "E", ["PD"], hours=12.5), raw={"hours_per_week": "12,5"},
    warn=["hours_per_week"], free=True)
t.p(P("Jaydon", "Clarke", "2018-08-13", "Elm", "K", ["MLD"]))
t.text(delimiter=";")

# 06: cells copied in Excel and pasted into Notepad; one cell has a line break, and Excel puts quotes round it
t = Trap("06_pasted-tabs", "Tabs, as pasted from Excel, without a byte order mark, one cell with a line break in it.")
t.head(("Surname", "surname"), ("First name", "forename"), ("Notes", "_note"), ("Year", "year_group"), ("Form", "form"),
       ("D.O.B.", "dob"))
t.p({**P("Ranjit", "Bains", "2014-11-17", "7C"),
     "_note": "likes trains\nneeds a quiet place"})
t.p({**P("Evie", "Sandhurst", "2015-02-28", "7C"), "_note": "sits at the front, please"})
t.p({**P("Kofi", "Asante", "2015-06-09", "7D"), "_note": "\"Mr K\" to his friends"})
t.text("txt", delimiter="\t")

# 07: quoted cells: line breaks of both kinds, commas, doubled quotes, and a heading broken over two lines
t = Trap("07_quoted-breaks", """Quoted cells with line breaks and doubled quotes, a heading broken over two lines, and a
    blank line; only whole rows count.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of\nbirth", "dob"),
       ("Comments", "_note"), ("Year group", "year_group"), ("Class", "form"))
t.p({**P("Freya", "Lindqvist", "2019-10-02", '2 "Oak"'), "_note": 'Says "no" a lot.\r\nMum says: "tired, not cross".'})
t.p({**P("Yusuf", "Demir", "2020-01-25", '2 "Oak"'), "_note": "Glasses,\n\nhearing aid,\nloves maths"})
t.line()
t.p({**P("Poppy", "Ashworth", "2020-07-16", "2 Elm"), "_note": ""})
t.text()

# 08: only carriage returns, as old Mac versions of Excel write
t = Trap("08_mac-returns", "Lines that end in a carriage return only, as Excel for Mac wrote them.")
t.head(*SIMS)
t.p(P("Leo", "Castellano", "2018-10-07", "3P"))
t.p(P("Maisie", "Thornbury", "2019-05-12", "3P"))
t.text(eol="\r")


# ================================================================ titles, headings, totals, sheets

# 09: a report title above the headings, blank rows above them and in the list
t = Trap("09_title-rows", """Three title rows and a blank one above the headings, blank rows and rows of commas inside the
    list.""")
t.line("Alderbrook Primary School")
t.line("SEN register", "", "", "", "", "", "", "Confidential")
t.line("Printed by the office", "", "", "", "", "", "", "Page 1")
t.line()
t.head(*FULL)
t.p(P("Harriet", "Coombes", "2016-10-28", "5H", "K", ["SPLD"]))
t.line()
t.p(P("Dominic", "Okonkwo", "2017-03-15", "5H", "E", ["ASD", "SEMH"]))
t.line(*[""] * 8)
t.p(P("Saffron", "Bell", "2017-08-20", "5M", "N"))
t.line(*[""] * 8)
t.line(*[""] * 8)
t.text()

# 10: two rows of headings: the upper one groups the lower one
t = Trap("10_two-headings", """Two rows of headings, the upper one only groups the lower one ("Pupil", "SEN"); two need
    columns give the rank.""")
t.line("Pupil", "", "", "", "Class", "", "SEN", "", "", "")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"),
       ("Reg", "form"), ("SEN status", "sen_status"), ("SEN start date", "start_date"), ("Primary need", "_n1"),
       ("Secondary need", "_n2"))
for p in [P("Theo", "Marchetti", "2014-12-19", "7A", "E", ["SLCN", "ASD"], "2023-09-18"),
          P("Abigail", "Stokes", "2015-04-22", "7A", "K", ["SPLD"], "2025-01-13"),
          P("Hamza", "Sheikh", "2015-08-31", "7B", "K", ["HI", "MLD"], "2024-11-04")]:
    t.p({**p, "_n1": p["needs"][0], "_n2": (p["needs"] + [""])[1]}, exp={"needs": p["needs"]})
t.text()

# 11: a workbook made pretty: merged titles, two heading rows, headings merged downwards, a class merged over its pupils
t = Trap("11_merged-cells", """Merged titles, two heading rows of which some headings are merged downwards, and a class
    name merged over its pupils (a matter of taste: filled down or left empty, never lost with the pupil).""")
t.line("Alderbrook Primary School: SEN register 2026/27")
t.line("Autumn term")
t.line()
t.line("UPN", "Legal name", "", "Date of birth", "Year", "Class", "SEN", "")
t.head(("", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("", "dob"), ("", "year_group"), ("", "form"),
       ("Status", "sen_status"), ("Need", "needs"), date=real)
t.p(P("Ottilie", "Brandt", "2018-12-03", "Kingfishers", "K", ["SEMH"]))
t.p(P("Rohan", "Desai", "2019-02-14", "Kingfishers", "K", ["SLCN"]), raw={"form": ""}, warn=["form"], free=True)
t.p(P("Gethin", "Pryce", "2019-06-25", "Kingfishers", "E", ["PD", "VI"]), raw={"form": ""}, warn=["form"], free=True)
t.p(P("Lily-Mae", "Turnbull", "2019-08-01", "Herons", "K", ["MLD"]))
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Register"
t.sheet(ws)
for area in ("A1:H1", "A2:H2", "B4:C4", "G4:H4", "A4:A5", "D4:D5", "E4:E5", "F4:F5", "F6:F8"):
    ws.merge_cells(area)
ws["A1"].font = Font(bold=True, size=14)
t.book(wb)

# 12: what reports put under, and between, the pupils; none of it may become a pupil
t = Trap("12_totals-and-footers", """A class heading, the headings again at a page break, totals and footers: none is a
    pupil; whether they are told of is a matter of taste.""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("UPN", "upn"), ("Date of birth", "dob"),
       ("Year", "year_group"), ("Reg", "form"), ("SEN", "sen_status"))
t.say(t.line("Class 4B", "", "", "", "", "", ""), error=["forename"], free=True)
t.p(P("Endeline", "Totten", "2017-10-16", "4B", "K"))
t.p(P("Joshua", "Averill", "2018-02-27", "4B", "N"))
t.say(t.line("Surname", "Forename", "UPN", "Date of birth", "Year", "Reg", "SEN"), error=["surname"], free=True)
t.p(P("Inaya", "Chowdhury", "2018-05-13", "4B", "E"))
t.line()
for cells in (["Total: 34"], ["Total", "", "", "", "", "", "34"], ["Boys: 18", "Girls: 16"],
              ["Key: K = SEN Support, E = EHC plan, N = none"], ["Printed on 12/11/2026 at 09:14", "Page 1 of 1"],
              ["End of report"]):
    t.say(t.line(*cells), error=["surname"], free=True)
t.text()

# 13: three sheets: a cover, a decoy with fewer headings, and the list
t = Trap("13_three-sheets", """The list is on the third sheet, after a cover sheet and a decoy list (a trip) that has fewer
    of the headings.""")
t.line("All pupils with SEN")
t.head(*FULL, date=real)
t.p(P("Beatrix", "Holloway", "2016-09-09", "5H", "K", ["ASD"]))
t.p(P("Tyrese", "Campbell", "2017-01-31", "5H", "K", ["SEMH", "SPLD"]))
t.p(P("Mina", "Farrokhzad", "2017-06-18", "5M", "E", ["MSI"]))
wb = openpyxl.Workbook()
cover = wb.active
cover.title = "Cover"
cover["B3"], cover["B4"], cover["B6"] = "Alderbrook Primary School", "SEN register", "Do not leave on the printer"
decoy = wb.create_sheet("Trip")
t.sheet(decoy, [["Forename", "Surname", "Reg Group", "Paid"], ["Zak", "Whitmore", "5H", "Yes"],
                ["Erin", "Gallagher", "5M", "No"], ["Beatrix", "Holloway", "5H", "Yes"]])
t.sheet(wb.create_sheet("Register"))
t.book(wb)

# 14: a sheet for each class, equally good; to read only the first would lose half the pupils without a word
t = Trap("14_sheet-per-class", """One sheet for each class, with the same headings: to take only the first would lose
    pupils in silence, so a person must choose.""")
t.say(0, error=["file"])
wb = openpyxl.Workbook()
wb.remove(wb.active)
for title, people in (("3A", [P("Elodie", "Marsh", "2018-11-20"), P("Kian", "Brophy", "2019-03-03")]),
                      ("3B", [P("Sana", "Qureshi", "2019-01-12"), P("Bertie", "Lockwood", "2019-07-07")])):
    t.sheet(wb.create_sheet(title), [["UPN", "Surname", "Forename", "Date of birth", "Year"]] +
            [[p["upn"], p["surname"], p["forename"], real(p["dob"]), "3"] for p in people])
t.book(wb)

# 15: columns that look like ours and are not
t = Trap("15_decoy-columns", """A parent's names and e-mail, the tutor, the head of year and the date of admission stand
    beside the pupil's own columns and are not the pupil's.""")
t.head(("Contact 1 Surname", "_cs"), ("Contact 1 Forename", "_cf"), ("UPN", "upn"), ("Legal Surname", "surname"),
       ("Legal Forename", "forename"), ("Preferred Forename", "preferred_forename"), ("Date of Birth", "dob"),
       ("Date of Admission", "_adm"), ("Year Taught In", "year_group"), ("Reg Group", "form"), ("Reg Tutor", "_tutor"),
       ("Head of Year", "_hoy"), ("Contact 1 Email", "_ce"), ("FSM", "_fsm"))
other = {"_tutor": "Mr D Ellery", "_hoy": "Ms Rahman", "_fsm": "N", "_adm": "05/09/2025"}
t.p({**P("Christopher", "Beaumont", "2013-11-29", "8T", preferred="Kit"), **other, "_cs": "Harding", "_cf": "Louise",
     "_ce": "l.harding@post.example"})
t.p({**P("Oluwadamilola", "Bankole", "2014-03-24", "8T", preferred="Dami"), **other, "_cs": "Bankole", "_cf": "Folake",
     "_ce": "folake@post.example"})
t.p({**P("Megan", "Tranter", "2014-08-06", "8R"), **other, "_cs": "", "_cf": "", "_ce": ""})
t.text()

# 16: not a pupil list at all
t = Trap("16_dinner-menu", "Not a list of pupils: no heading can be used, so the whole file is refused.")
t.line("Week", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
t.line("1", "Fish pie", "Pasta", "Roast", "Curry", "Fish and chips")
t.line("2", "Jacket potato", "Sausages", "Roast", "Lasagne", "Fish and chips")
t.say(0, error=["file"])
t.text()


# ================================================================ one row for each need

NEEDROWS = [("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"),
            ("Reg", "form"), ("SEN Status", "sen_status"), ("SEN Need", "needs")]

# 17: one row for each need, not all together, once an exact repeat, and once rows that contradict each other
t = Trap("17_row-per-need", """One row for each need: one pupil for each UPN, needs in the order of the file; a repeated
    need counts once; where the rows contradict each other on the form it is left empty with a warning (which of the
    two rows carries it is a matter of taste).""")
t.head(*NEEDROWS)
a = P("Jessica", "Norwood", "2016-11-11", "5H", "K", ["SLCN", "ASD", "SEMH"])
b = P("Ibrahim", "Yilmaz", "2017-02-22", "5H", "E", ["PD"])
c = P("Tabitha", "Crane", "2017-07-30", "5M", "K", ["SPLD", "MLD"])
d = P("Owen", "Prosser", "2016-09-27", "5M", "K", ["HI"])
t.p(a, raw={"needs": "SLCN"})
t.p(a, raw={"needs": "ASD"}, into=2)
t.p(b, raw={"needs": "PD"})
t.p(a, raw={"needs": "SEMH"}, into=2)
t.p(c, raw={"needs": "SPLD"}, exp={"form": None}, free=True)
t.p(c, raw={"needs": "MLD", "form": "5H"}, into=6, warn=["form"], free=True)
t.p(d, raw={"needs": "HI"})
t.p(d, raw={"needs": "HI"}, into=8)
t.text()

# 18: one row for each need with ranks out of order, and an ended need
t = Trap("18_need-ranks", "One row for each need, the ranks out of order, and one need that has ended (left out).")
t.head(*NEEDROWS, ("Need Rank", "_rank"), ("Need End Date", "_end"))
a = P("Matilda", "Greaves", "2014-10-05", "7A", "E", ["ASD", "SLCN", "SEMH"])
b = P("Deshawn", "Peters", "2015-01-19", "7A", "K", ["SPLD"])
t.p({**a, "_rank": "2", "_end": ""}, raw={"needs": "SLCN"})
t.p({**a, "_rank": "1", "_end": ""}, raw={"needs": "ASD"}, into=2)
t.p({**a, "_rank": "3", "_end": ""}, raw={"needs": "SEMH"}, into=2)
t.p({**b, "_rank": "1", "_end": "15/07/2024"}, raw={"needs": "SLCN"})
t.p({**b, "_rank": "2", "_end": ""}, raw={"needs": "SPLD"}, into=5)
t.text()


# ================================================================ names

# 19: surname first, in one column; what is in capitals is kept so, for nobody knows whether MCDONALD is McDonald
t = Trap("19_surname-first", """"SURNAME, Forename" in one column; capitals are kept as they came (nobody can know how
    MCDONALD is written); a single word cannot be divided.""")
t.head(("Name", "name"), ("UPN", "upn"), ("Year", "year_group"), ("Reg", "form"))
for name, fore, sur, dob in (("Hartnoll, Rosie", "Rosie", "Hartnoll", "2017-12-12"),
                             ("OKAFOR, Chidi", "Chidi", "OKAFOR", "2018-01-08"),
                             ("MCDONALD, Ewan", "Ewan", "MCDONALD", "2018-04-17"),
                             ("O'NEILL, Aoife", "Aoife", "O'NEILL", "2017-09-30"),
                             ("van der Berg, Lotte", "Lotte", "van der Berg", "2018-06-21"),
                             ("Lloyd-Jones,Ffion Mair", "Ffion Mair", "Lloyd-Jones", "2018-08-02")):
    t.p(P(fore, sur, dob, "4B"), raw={"name": name})
t.p(P("", "Suryani", "2018-03-11", "4B"), raw={"name": "Suryani"}, error=["name"])
t.text()

# 20: forename first, in one column
t = Trap("20_forename-first", """"Forename Surname" in one column; two words can be divided; "Mary Jane Carter" and a single
    word cannot; "Lotte van der Berg" is a matter of taste.""")
t.head(("Pupil name", "name"), ("Class", "form"), ("Year", "year_group"), ("SEN status", "sen_status"))
for name, fore, sur, dob in (("Alfie Bramwell", "Alfie", "Bramwell", "2019-11-03"),
                             ("Aoife O'Neill", "Aoife", "O'Neill", "2020-02-16"),
                             ("Ffion Lloyd-Jones", "Ffion", "Lloyd-Jones", "2020-05-28"),
                             ("  Zainab   Hussain ", "Zainab", "Hussain", "2020-07-19")):
    t.p(P(fore, sur, dob, "Willow", "K"), raw={"name": name})
t.p(P("Lotte", "van der Berg", "2020-03-13", "Willow", "K"), raw={"name": "Lotte van der Berg"}, error=["name"],
    exp={"forename": "Lotte"}, free=True)
t.p(P("", "", "2020-01-20", "Willow", "N"), raw={"name": "Mary Jane Carter"}, error=["name"])
t.p(P("", "", "2019-12-09", "Willow", "N"), raw={"name": "Suryani"}, error=["name"])
t.p(P("Thandiwe", "Moyo", "2020-04-04", "Willow", "E"), raw={"name": "Moyo, Thandiwe"})
t.text()

# 21: names that programs get wrong
t = Trap("21_awkward-names", """Double-barrelled names, apostrophes, small words, many scripts, and names that look like
    nothing ("Null", "Na"); all kept letter for letter; a missing forename is a matter of taste.""")
t.head(("UPN", "upn"), ("Forename", "forename"), ("Surname", "surname"), ("Year", "year_group"), ("Form", "form"))
for fore, sur, dob in (("Oluwaseun", "Adeyemi-Clarke", "2012-10-10"), ("Aoife", "O'Neill", "2012-11-21"),
                       ("Lotte", "van der Berg", "2013-01-05"), ("Jan", "'t Hooft", "2013-02-18"),
                       ("Siân", "ap Rhys", "2013-03-09"), ("D'Andre", "St. John", "2013-04-27"),
                       ("محمد", "العلي", "2013-05-06"), ("小明", "王", "2013-06-14"),
                       ("Michał", "Święch", "2012-09-19"), ("Дмитро", "Коваленко", "2013-07-23"),
                       ("Thị Hồng", "Nguyễn", "2012-12-25"), ("Christopher", "Null", "2013-08-08"),
                       ("Na", "Kim", "2013-01-30")):
    t.p(P(fore, sur, dob, "9K"))
t.p(P("", "Suryani", "2013-02-02", "9K"), error=["forename"], exp={"forename": None}, free=True)
t.text(bom=b"\xef\xbb\xbf")

# 22: the same letters written in two ways, and spaces nobody can see
t = Trap("22_unseen-characters", """Accents as separate characters (the same name as with one), and leading, trailing,
    double and non-breaking spaces in names, forms and UPNs; the zero-width space in one UPN is a matter of taste.""")
t.head(*NEEDROWS)
apart = lambda s: unicodedata.normalize("NFD", s)
a = P("José", "Núñez", "2018-02-05", "4B", "K", ["SLCN", "ASD"])
t.p(a, raw={"forename": apart("José"), "surname": apart("Núñez"), "needs": "SLCN"})
t.p(a, raw={"needs": "ASD"}, into=2)
b = P("Chloé", "Van Dyke", "2017-11-28", "4 Elm", "K", ["MLD"])
t.p(b, raw={"forename": apart("Chloé") + NBSP, "surname": f" Van{NBSP}Dyke", "form": f" 4{NBSP} Elm ", "needs": f"MLD{NBSP}",
            "upn": f"{NBSP}{b['upn']} "})
c = P("Imogen", "Hale", "2018-07-12", "4B", "N")
t.p(c, raw={"forename": "Imogen  ", "form": "4B ", "year_group": " 4", "sen_status": "N "})
d = P("Reuben", "Sachs", "2017-10-01", "4B", "E", ["VI"])
t.p(d, raw={"upn": d["upn"][:4] + "\u200b" + d["upn"][4:]}, warn=["upn"], free=True)
t.text()


# ================================================================ dates

# 23: real date cells in several formats, text dates, and numbers that must not turn into 4.0
t = Trap("23_excel-dates", """Real date cells with several date formats beside dates as text, and year, form and hours as
    numbers (no "4.0", no "401.0").""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of birth", "dob"),
       ("Year", "year_group"), ("Reg group", "form"), ("SEN status", "sen_status"), ("Review date", "review_date"),
       ("Hours per week", "hours_per_week"), date=real)
formats = ["dd/mm/yyyy", "mm-dd-yy", "d-mmm-yy", '[$-809]dd mmmm yyyy;@']
for fore, sur, dob in (("Eliza", "Fenwick", "2017-09-05"), ("Aarav", "Nair", "2018-03-04"), ("Finley", "Drummond", "2018-08-31"),
                       ("Marta", "Kowalczyk", "2018-01-02")):
    t.p(P(fore, sur, dob, "401", "E", review="2027-02-03", hours=12.5), raw={"year_group": 4, "form": 401})
p = P("Ines", "Cardoso", "2017-12-14", "401", "K", review="2027-01-26", hours=5)
t.p(p, raw={"dob": "14 December 2017", "review_date": "26/01/2027", "year_group": "4"})
p = P("Ruaridh", "Baird", "2018-05-16", "401", "K", review="2027-03-09", hours=7.5)
t.p(p, raw={"dob": "16/05/2018", "review_date": "09/03/2027", "year_group": 4, "form": 401})
wb = openpyxl.Workbook()
ws = wb.active
t.sheet(ws)
for r, f in enumerate(formats, 2):
    ws.cell(r, 4).number_format = ws.cell(r, 8).number_format = f
t.book(wb)

# 24: Excel's day numbers as plain text; nothing says which calendar they are counted in
t = Trap("24_serial-numbers", "Excel day numbers as bare numbers in a CSV file: not guessed, left empty with a warning.")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"),
       ("SEN status", "sen_status"), ("SEN start date", "start_date"))
number = lambda iso: str((dt.date.fromisoformat(iso) - dt.date(1899, 12, 30)).days)
for p in [P("Cerys", "Bowen", "2015-11-06", None, "K", start="2024-09-16"), P("Malik", "Jones", "2016-04-12", None, "E", start="2023-01-09")]:
    t.p(p, raw={"dob": number(p["dob"]), "start_date": number(p["start_date"])}, exp={"dob": None, "start_date": None},
        warn=["dob", "start_date"])
p = P("Heidi", "Vogel", "2016-08-15", None, "N")
t.p(p, raw={"dob": number(p["dob"]), "start_date": ""}, exp={"dob": None}, warn=["dob"])
t.text()

# 25: the workbook counts its days from 1904: read wrongly, every child is four years and a day too old
t = Trap("25_dates-1904", """A workbook with the 1904 date system (four years and a day apart from the usual one); a bare
    number among its dates is a matter of taste.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of birth", "dob"), ("Year", "year_group"),
       ("Form", "form"), date=real)
t.p(P("Rafferty", "Quinn", "2014-09-01", "7C"))
t.p(P("Aaliyah", "Foster", "2015-02-28", "7C"))
t.p(P("Jakub", "Nowak", "2015-08-31", "7D"))
p = P("Sunniva", "Dale", "2015-05-05", "7D")
t.p(p, raw={"dob": (dt.date(2015, 5, 5) - dt.date(1904, 1, 1)).days}, warn=["dob"], free=True)
wb = openpyxl.Workbook()
wb.epoch = CALENDAR_MAC_1904
t.sheet(wb.active)
t.book(wb)

DATED = [("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"),
         ("Review date", "review_date")]

# 26: one date proves month-first; the file is American and must be asked about
t = Trap("26_month-first", """04/25/2017 proves month-first: an American file, whose dates are asked about and left empty;
    the ISO date is clear in itself (a matter of taste).""")
t.head(*DATED, date=mdy)
for p in [P("Savannah", "Price", "2017-04-25", review="2027-02-01"), P("Ayaan", "Siddiqui", "2016-11-05", review="2027-01-12"),
          P("Edie", "Larkin", "2017-03-04", review="2026-12-09")]:
    t.p(p, exp={"dob": None, "review_date": None}, warn=["dob", "review_date"])
t.p(P("Magnus", "Thorne", "2017-06-07"), raw={"dob": "2017-06-07"}, free=True)
t.text()

# 27: no date in the file proves anything
t = Trap("27_ambiguous-dates", "No date in the whole file proves day-first or month-first: all left empty with warnings.")
t.head(*DATED)
for p in [P("Nell", "Ashdown", "2016-04-03", review="2027-02-01"), P("Kwame", "Boateng", "2015-12-10", review="2027-03-02"),
          P("Isla", "Rutherford", "2016-01-08", review="2026-12-11")]:
    t.p(p, exp={"dob": None, "review_date": None}, warn=["dob", "review_date"])
t.text()

# 28: the birthdays prove nothing by themselves, but one review date does
t = Trap("28_proof-elsewhere", """No birthday proves anything, but one review date (25/01/2027) proves day-first for the
    whole file.""")
t.head(*DATED)
t.p(P("Bethan", "Rees", "2016-04-03", review="2027-02-01"))
t.p(P("Samir", "Haddad", "2015-12-10", review="2027-01-25"))
t.p(P("Otis", "Fairbrother", "2016-01-08", review="2026-12-11"))
t.text()

# 29: the file proves both orders (two files pasted together)
t = Trap("29_mixed-proofs", """One date proves day-first and another month-first (two lists pasted together): all left empty
    with warnings.""")
t.head(*DATED)
for p, raw in [(P("Verity", "Shaw", "2016-10-25"), "25/10/2016"), (P("Nathaniel", "Osei", "2017-04-18"), "04/18/2017"),
               (P("Darcey", "Milne", "2017-02-09"), "09/02/2017")]:
    t.p(p, raw={"dob": raw}, exp={"dob": None}, warn=["dob"])
t.text()

# 30: years of two digits; a pupil was born in this century
t = Trap("30_two-digit-years", """Years with two digits in a file that is proved day-first: a pupil's 16 is 2016, never 1916;
    28 fits no pupil.""")
short = lambda iso: "" if not iso else "%s/%s/%s" % (iso[8:], iso[5:7], iso[2:4])
t.head(*DATED, date=short)
t.p(P("Seren", "Maddox", "2015-09-14", review="2027-02-01"))
t.p(P("Tariq", "Aziz", "2016-04-03", review="2027-01-26"))
t.p(P("Florence", "Egan", "2016-08-29", review="2026-12-10"))
t.p(P("Rhys", "Calloway", "2016-05-14"), raw={"dob": "14/05/28"}, exp={"dob": None}, warn=["dob"])
t.text()

# 31: days that never were, and birthdays no pupil can have; an impossible date proves no order
t = Trap("31_impossible-dates", """Days that do not exist, birthdays in the future or of another century; an impossible date
    proves nothing about the order; 29/02/2016 is real.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Form", "form"))
t.p(P("Lola", "Winterton", "2016-02-29", "6M"))
t.p(P("Ezra", "Goldman", "2015-11-23", "6M"))
for fore, sur, raw in (("Dylan", "Hobbs", "31/02/2016"), ("Anaya", "Kapoor", "29/02/2015"), ("Piers", "Langton", "00/00/0000"),
                       ("Molly", "Sykes", "14/13/2015"), ("Emre", "Aydin", "14/09/2087"), ("Constance", "Hyde", "14/09/1916"),
                       ("Jonah", "Teague", "2016-02-30"), ("Scarlett", "Dunne", "not known")):
    t.p(P(fore, sur, "2016-01-01", "6M"), raw={"dob": raw}, exp={"dob": None}, warn=["dob"])
t.text()

# 32: an American Excel has opened an English CSV file: it swapped what it could and left the rest as text
t = Trap("32_half-swapped", """An American Excel opened an English file: 09/05/2018 became a (swapped) real date and
    25/03/2018 stayed text; the text is clear, but whether the real dates can be believed is a matter of taste.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of birth", "dob"), ("Form", "form"), date=real)
t.p(P("Connie", "Wetherby", "2018-03-25", "4B"), raw={"dob": "25/03/2018"})
t.p(P("Jorge", "Medina", "2018-05-09", "4B"), warn=["dob"], free=True)
t.p(P("Ayesha", "Bibi", "2017-11-19", "4B"), raw={"dob": "19/11/2017"})
t.p(P("Rupert", "Swann", "2018-07-06", "4B"), warn=["dob"], free=True)
wb = openpyxl.Workbook()
t.sheet(wb.active)
t.book(wb)


# ================================================================ UPNs and who is who

# 33: UPNs; a doubtful one is left empty and warned of, and never a reason to lose a pupil; a temporary one
# with a fitting check letter is a UPN like another
t = Trap("33_upn-troubles", """UPNs in small letters with spaces, with a wrong check letter, temporary, repeated for another
    pupil, too short, and with a letter O for a nought (the last two: a matter of taste).""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Reg", "form"))
p = P("Josie", "Hammond", "2013-10-19", "8T")
t.p(p, raw={"upn": (p["upn"][:1] + " " + p["upn"][1:4] + " " + p["upn"][4:8] + " " + p["upn"][8:]).lower()})
p = P("Adil", "Rashid", "2014-02-13", "8T")
wrong = LETTERS[(LETTERS.index(p["upn"][0]) + 5) % 23] + p["upn"][1:]
t.p(p, raw={"upn": wrong}, exp={"upn": None}, warn=["upn"])
t.p(P("Wiktoria", "Zawada", "2014-06-26", "8T", temporary=True))
first = P("George", "Attwood", "2014-03-30", "8R")
t.p(first)
t.p(P("Leila", "Mansour", "2014-07-15", "8R"), raw={"upn": first["upn"]}, error=["upn"])
p = P("Toby", "Inskip", "2013-12-18", "8R")
t.p(p, raw={"upn": p["upn"][:-2]}, exp={"upn": p["upn"][:-2]}, warn=["upn"], free=True)
p = P("Keziah", "Blake", "2014-05-20", "8R")
letter_o = p["upn"].replace("0", "O", 1)
t.p(p, raw={"upn": letter_o}, exp={"upn": letter_o}, warn=["upn"], free=True)
t.p(P("Ffion", "Parry", "2014-01-22", "8R"), raw={"upn": ""}, exp={"upn": None}, warn=["upn"], free=True)
t.text()

# 34: twins and namesakes are different children
t = Trap("34_twins-and-namesakes", """Twins (same surname and birthday, forenames alike) and namesakes (same name, another
    birthday): every row is a child of its own.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"), ("Reg", "form"))
t.p(P("Mohammed", "Iqbal", "2017-10-30", "4B"))
t.p(P("Mohamed", "Iqbal", "2017-10-30", "4B"))
t.p(P("Grace", "Ellison", "2018-05-17", "4B"))
t.p(P("Hope", "Ellison", "2018-05-17", "4H"))
t.p(P("Oliver", "Smith", "2018-01-23", "4B"))
t.p(P("Oliver", "Smith", "2018-07-28", "4H"))
t.text()

# 35: twins and namesakes again, without UPNs, and one child twice
t = Trap("35_no-upn-twice", """No UPN column: twins and a namesake are children of their own; the same name and birthday
    twice is a matter of taste (an error or a warning, on the second row or on both).""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Class", "form"))
a = P("Jack", "Weston", "2019-03-21", "Ash")
t.p(a, free=True)
t.p(P("Harry", "Weston", "2019-03-21", "Ash"))
t.p(P("Jack", "Weston", "2018-10-15", "Ash"))
t.p(P("Ella", "Pinnock", "2019-06-13", "Ash"))
t.p(a, raw={"form": "Beech"}, exp={"form": "Beech"}, error=["forename"], free=True)
t.text()


# ================================================================ formulas

# 36: text that a spreadsheet would run; harmless here, but never a name
t = Trap("36_formula-text", """Text that a spreadsheet would run as a formula, in the place of a name: the row waits for a
    person; in a form it is a matter of taste.""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("Year", "year_group"), ("Form", "form"))
t.p(P("Ronnie", "Baxter", "2015-10-22", "6K"))
t.p(P("", "Baxter", "2015-10-22", "6K"), raw={"forename": '=HYPERLINK("http://example.com/?x="&A2,"Ronnie")'}, error=["forename"])
t.p(P("Tilda", "", "2016-03-07", "6K"), raw={"surname": "+cmd"}, error=["surname"])
t.p(P("Omar", "", "2016-05-11", "6K"), raw={"surname": "@SUM(1+1)"}, error=["surname"])
t.p(P("", "Lister", "2016-06-02", "6K"), raw={"forename": "-2+3"}, error=["forename"])
t.p(P("", "Nolan", "2016-01-29", "6K"), raw={"forename": "\t=1+1"}, error=["forename"])
t.p(P("Cassius", "Wren", "2015-12-16", "6K"), raw={"form": "=1+1"}, exp={"form": None}, warn=["form"], free=True)
t.p(P("Anne-Marie", "Smyth-Pole", "2016-08-18", "6K"))
t.text()


def raw_book(rows):
    """A workbook written by hand, because openpyxl cannot store a formula together with its value.
    A cell is text, a number, or (formula, type, value, style); style 1 is a date."""
    body = []
    for r, cells in enumerate(rows, 1):
        out = []
        for c, v in enumerate(cells, 1):
            ref = f"{get_column_letter(c)}{r}"
            if v is None:
                continue
            if isinstance(v, tuple):
                formula, kind, value, style = v
                out.append(f'<c r="{ref}"' + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "") + ">" +
                           f"<f>{escape(formula)}</f>" + ("" if value is None else f"<v>{escape(str(value))}</v>") + "</c>")
            elif isinstance(v, str):
                out.append(f'<c r="{ref}" t="inlineStr"><is><t>{escape(v)}</t></is></c>')
            else:
                out.append(f'<c r="{ref}"><v>{v}</v></c>')
        body.append(f'<row r="{r}">{"".join(out)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pkg = "http://schemas.openxmlformats.org/package/2006"
    ct = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml": f'{xml}<Types xmlns="{pkg}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{ct}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{ct}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{ct}.styles+xml"/></Types>',
        "_rels/.rels": f'{xml}<Relationships xmlns="{pkg}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{xml}<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Pupils" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{xml}<Relationships xmlns="{pkg}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{xml}<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'{xml}<worksheet xmlns="{main}"><sheetData>{"".join(body)}</sheetData></worksheet>',
    }
    f = io.BytesIO()
    with zipfile.ZipFile(f, "w") as z:
        for name, text in parts.items():
            z.writestr(name, text)
    return steady(f.getvalue())


# 37: formulas with the values they had when the file was saved; errors; and one that was never worked out
t = Trap("37_formula-cells", """Formulas in a workbook: the value stored beside the formula is the value; #REF! and #N/A are
    no values; a formula that was never worked out is a matter of taste.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of birth", "dob"), ("Year", "year_group"),
       ("Class", "form"), ("Hours per week", "hours_per_week"))
day = lambda p: int(number(p["dob"]))
p = P("Nadia", "Petrov", "2017-11-04", "4B", hours=12.5)
t.p(p, raw={"upn": p["upn"], "surname": ('PROPER("PETROV")', "str", "Petrov", 0), "forename": ('LEFT("Nadia P",5)', "str", "Nadia", 0),
            "dob": ("DATE(2017,11,4)", "", day(p), 1), "year_group": ("2+2", "", 4, 0), "form": ('"4"&"B"', "str", "4B", 0),
            "hours_per_week": ("25/2", "", 12.5, 0)})
p = P("Stanley", "Hewitt", "2018-04-09", "4B", hours=5)
t.p(p, raw={"surname": ('HYPERLINK("http://example.com/","Hewitt")', "str", "Hewitt", 0), "dob": ("DATE(2018,4,9)", "", day(p), 1), "year_group": 4})
p = P("Umaira", "Latif", "2018-07-03", "4B", hours=10)
t.p(p, raw={"dob": ("VLOOKUP(A4,Old!A:B,2,FALSE)", "e", "#N/A", 1), "year_group": 4, "form": ("#REF!", "e", "#REF!", 0)},
    exp={"dob": None, "form": None}, warn=["dob", "form"])
p = P("Barnaby", "Frith", "2018-02-01", "4B")
t.p(p, raw={"surname": ('PROPER("FRITH")', "str", None, 0), "dob": ("DATE(2018,2,1)", "", day(p), 1), "year_group": 4, "hours_per_week": None},
    error=["surname"], exp={"surname": None}, free=True)
t.put("xlsx", raw_book(t.lines))


# ================================================================ SEN status, needs, years, forms

# 38: the SEN status, in every way it is written
t = Trap("38_sen-statuses", """The SEN status as codes, as names and as both; old codes (School Action, A, P, S, Statement)
    and words that are no status are left empty with a warning; blank is no problem.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("SEN Status", "sen_status"))
names = iter("""Ada Birchall;Benedict Osgood;Carys Whelan;Dev Malhotra;Esme Tranmere;Fergus Lyle;Gia Romano;Hugo Sinclair;Ivy Maddison;
Jamal Peart;Kara Bingham;Luca Moretti;Maya Ogden;Niall Corrigan;Orla Brady;Preston Kaye;Quentin Moss;Rosa Delgado;Sidney Tate;Tallulah Rowe;
Ursula Fenn;Vincent Achebe;Willa Goddard;Xander Pope;Yasmin Toprak;Zach Underhill""".replace("\n", "").split(";"))


def someone(**more):
    fore, sur = next(names).split()
    return P(fore, sur, "2015-01-15", **more)


for raw, code in (("SEN Support", "K"), ("EHCP", "E"), ("Education, Health and Care Plan", "E"), ("K - SEN Support", "K"), ("E", "E"),
                  ("N", "N"), ("No SEN", "N"), ("No Special Educational Need", "N"), ("k", "K"), ("EHC Plan", "E"), ("E - EHCP", "E"),
                  ("sen support ", "K")):
    t.p(someone(), raw={"sen_status": raw}, exp={"sen_status": code})
for raw in ("School Action", "School Action Plus", "S", "A", "P", "Statement", "Monitoring", "Yes"):
    t.p(someone(), raw={"sen_status": raw}, exp={"sen_status": None}, warn=["sen_status"])
t.p(someone())
t.text()

# 39: needs, in every way they are written
t = Trap("39_needs-spellings", """Needs as codes and as names, several in one cell, names with commas and slashes inside;
    unknown and old ones warn; "Dyslexia", half-known cells and "None" are a matter of taste.""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("SEN Status", "sen_status"), ("SEN Needs", "needs"))
names = iter("""Arlo Beckett;Bronte Haigh;Caspian Doyle;Delilah Frost;Elias Nyberg;Fatima Jalloh;Gwen Tudor;Harvey Plumb;Isobel Crewe;Jude Farrant;
Kezia Dunbar;Lachlan Muir;Mabel Thrush;Noor Rahimi;Oscar Wainwright;Phoebe Sallow;Quinn Hanley;Rory Pickard;Skye Ballard;Teddy Marlow;
Una Keogh;Violet Stamp;Wilf Garner;Xanthe Reid;Yara Saleh;Zeke Oram;Anya Brodie;Blake Hurst""".replace("\n", "").split(";"))
for raw, codes in (("SPLD", "SPLD"), ("SpLD", "SPLD"), ("Specific Learning Difficulty", "SPLD"), ("ASD; SLCN", "ASD SLCN"), ("SLCN/ASD", "SLCN ASD"),
                   ("ASD, SEMH", "ASD SEMH"), ("Speech, Language and Communication Needs", "SLCN"),
                   ("Speech, Language and Communication Needs; Autism", "SLCN ASD"), ("Social, Emotional and Mental Health", "SEMH"),
                   ("Autistic Spectrum Disorder", "ASD"), ("Moderate Learning Difficulty", "MLD"), ("Severe Learning Difficulty", "SLD"),
                   ("Profound and Multiple Learning Difficulty", "PMLD"), ("Hearing Impairment", "HI"), ("Visual Impairment", "VI"),
                   ("Multi-Sensory Impairment", "MSI"), ("Physical Disability; Vision Impairment", "PD VI"), ("Down Syndrome", "DS"),
                   ("Other Difficulty/Disability", "OTH"), ("SEN support but no specialist assessment of type of need", "NSA"),
                   ("ASD\nSLCN", "ASD SLCN")):
    t.p(someone(status="K"), raw={"needs": raw}, exp={"needs": codes.split()})
for raw in ("BESD", "Tourette's", "see file"):
    t.p(someone(status="K"), raw={"needs": raw}, exp={"needs": None}, warn=["needs"])
t.p(someone(status="K"), raw={"needs": "Dyslexia"}, exp={"needs": ["SPLD"]}, warn=["needs"], free=True)
t.p(someone(status="K"), raw={"needs": "ASD; Sunshine"}, exp={"needs": ["ASD"]}, warn=["needs"], free=True)
t.p(someone(status="N"), raw={"needs": "None"}, exp={"needs": None}, free=True)
t.text()

# 40: year groups, in every way they are written
t = Trap("40_year-groups", """Year groups in every spelling; Year 20 and mixed years are left empty with a warning; "Nursery"
    (N1 or N2?) and "Year 0" are left empty too, the exact problem being a matter of taste.""")
t.head(("Surname", "surname"), ("Forename", "forename"), ("Year Group", "year_group"))
names = iter("""Albie Cross;Bonnie Tweed;Cian Duffy;Dora Whitlock;Ewan Petrie;Flora Banks;Gabriel Santos;Hettie Lamb;Iona Strachan;Jasper Cole;
Kitty Marsden;Louis Ferrand;Margot Ely;Ned Thackray;Olive Burrows;Pip Hanson;Ralph Denby;Susie Wilde;Ted Carver;Umar Khalil""".replace("\n", "").split(";"))
for raw, year in (("Year 4", "4"), ("4", "4"), ("04", "4"), ("Yr 5", "5"), ("Y10", "10"), ("YEAR 11", "11"), ("Reception", "R"), ("R", "R"),
                  ("Year R", "R"), ("N1", "N1"), ("Nursery 2", "N2"), ("13", "13"), ("5.0", "5")):
    t.p(someone(), raw={"year_group": raw}, exp={"year_group": year})
for raw in ("Year 20", "Year 3/4", "upper"):
    t.p(someone(), raw={"year_group": raw}, exp={"year_group": None}, warn=["year_group"])
for raw in ("Nursery", "Year 0"):
    t.p(someone(), raw={"year_group": raw}, exp={"year_group": None}, warn=["year_group"], free=True)
t.text()

# 41: noughts that Excel took away, and noughts that belong there
t = Trap("41_lost-noughts", "Noughts lost from days and months (4/9/2017) and from admission numbers; a form 07 keeps its nought.")
t.head(("Adm No", "_adm"), ("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"), ("Form", "form"),
       date=lambda iso: "%d/%d/%s" % (int(iso[8:]), int(iso[5:7]), iso[:4]))
t.p({**P("Clementine", "Foy", "2017-09-04", "07"), "_adm": "4211"})
t.p({**P("Bilal", "Anwar", "2018-01-07", "07"), "_adm": "004212"})
t.p({**P("Huw", "Llewellyn", "2018-05-23", "08"), "_adm": "98"})
t.text()

# 42: forms that Excel took for something else
t = Trap("42_mangled-forms", """Forms that Excel turned into dates (3/4 became 3 April) or into powers of ten (1E2): the form
    is lost and must not come in as a date; the exact problem for 1E2 is a matter of taste.""")
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Date of birth", "dob"), ("Form", "form"), date=real)
t.p(P("Sorcha", "Devlin", "2018-09-12", "3S"))
t.p(P("Arthur", "Penhaligon", "2018-12-08", None), raw={"form": real("2026-04-03")}, warn=["form"])
t.p(P("Safiya", "Warsame", "2019-04-19", None), raw={"form": "1.00E+02"}, warn=["form"], free=True)
t.p(P("Monty", "Clegg", "2019-02-06", "3.1"), raw={"form": "3.1"})
wb = openpyxl.Workbook()
t.sheet(wb.active)
wb.active["E3"].number_format = "d-mmm"
t.book(wb)

# 43: a SENDCO's own sheet: no UPN, no birthday, words where numbers should be
t = Trap("43_sendco-sheet", """A SENDCO's own sheet: one name column, no UPN or birthday, hours as "15h", "12.5", "n/a" and
    "TBC"; whether "n/a" is worth a warning is a matter of taste.""")
t.line("Our SEND children: autumn 2026")
t.line()
t.head(("Name", "name"), ("Class", "form"), ("Need", "needs"), ("Hours per week", "hours_per_week"), ("Key adult", "key_adult"),
       ("Review date", "review_date"), sep=" / ")
rows = [("Millie", "Ashcroft", "Hedgehogs", ["ASD"], 15, "15h", "Mrs Patel", "2027-01-25", {}, []),
        ("Reece", "Donovan", "Hedgehogs", ["SLCN", "MLD"], 12.5, "12.5", "Mr Oduya", "2027-02-03", {}, []),
        ("Tanvi", "Joshi", "Badgers", ["SEMH"], 20, "20 hrs", "Mrs Patel", "2027-03-18", {}, []),
        ("Logan", "Tibbs", "Badgers", ["PD"], None, "TBC", "Miss Crowe", "2026-12-09", {}, ["hours_per_week"]),
        ("Erin", "Moffat", "Badgers", ["SPLD"], 2.5, "2.5 hours", None, "2027-01-14", {"key_adult": "TBC"}, ["key_adult"]),
        ("Zayn", "Karim", "Otters", ["SLCN"], 5, "5", "Miss Crowe", None, {"review_date": "Spring term"}, ["review_date"])]
for fore, sur, form, needs, hours, written, adult, review, raw, warn in rows:
    t.p(P(fore, sur, "2019-01-01", form, None, needs, review=review, hours=hours, adult=adult),
        raw={"name": f"{fore} {sur}", "hours_per_week": written, **raw}, warn=warn)
t.p(P("Alba", "Noonan", "2019-01-01", "Otters", None, ["HI"], review="2027-02-24", adult="Mr Oduya"),
    raw={"name": "Alba Noonan", "hours_per_week": "n/a"}, warn=["hours_per_week"], free=True)
t.text()


# ================================================================ staff

# 44: job titles
t = Trap("44_staff-roles", """Job titles in every form ("Higher Level Teaching Assistant" is an HLTA, not a TA); two jobs in
    one and a blank are a matter of taste; an e-mail that is none warns.""", kind="staff")
t.head(("Title", "_title"), ("Forename", "forename"), ("Surname", "surname"), ("Email", "email"), ("Job title", "role"))
for title, fore, sur, raw, role in (
        ("Mrs", "Bhavna", "Patel", "Teaching Assistant", "TA"), ("Mr", "Tunde", "Oduya", "HLTA", "HLTA"),
        ("Miss", "Rachel", "Crowe", "Learning Support Assistant", "LSA"), ("Ms", "Sinéad", "McGrath", "SENCo", "SENCO"),
        ("Mr", "Peter", "Vance", "Class teacher", "Teacher"), ("Mrs", "Dot", "Haynes", "Midday supervisor", "other"),
        ("Mrs", "Yvonne", "Blackett", "Higher Level Teaching Assistant", "HLTA"), ("Mr", "Gary", "Stubbs", "TA Level 2", "TA"),
        ("Miss", "Ewa", "Jankowska", "LSA (1:1)", "LSA"), ("Ms", "Lorna", "Kirkbride", "SENDCO", "SENCO"),
        ("Mr", "Desmond", "Pryor", "Teacher of Maths", "Teacher"), ("Mr", "Len", "Tuckwell", "Caretaker", "other")):
    p = {**S(fore, sur, role), "_title": title}
    t.p(p, raw={"role": raw})
t.p({**S("Jackie", "Thorpe", "TA"), "_title": "Mrs"}, raw={"role": "Teaching Assistant / Midday Supervisor"}, free=True)
t.p({**S("Marcus", "Ilori", "SENCO"), "_title": "Mr"}, raw={"role": "Assistant Head and SENCO"}, free=True)
t.p({**S("Carole", "Winslade"), "_title": "Mrs"}, free=True)
t.p({**S("Vikram", "Sethi", "TA"), "_title": "Mr"}, raw={"role": "teaching assistant ", "email": "vsethi(at)alderbrook"},
    exp={"email": None}, warn=["email"])
t.p({**S("Annette", "Leigh-Mason", "LSA"), "_title": "Ms"}, raw={"role": "LSA", "email": " alm@alderbrook.example "}, exp={"email": "alm@alderbrook.example"})
t.text()

# 45: days and hours
t = Trap("45_staff-days", """Working days and hours in every form; a lone T, alternate Fridays, a fraction and 325 hours are
    left empty with a warning; "every day", half days and "not Wed" are a matter of taste.""", kind="staff")
t.head(("First name", "forename"), ("Last name", "surname"), ("Work email", "email"), ("Role", "role"), ("Working days", "working_days"),
       ("Hours per week", "hours_per_week"))
M, Tu, W, Th, F = WEEK
names = iter("""Alison Burge;Brenda Hollis;Colette Amis;Debbie Farr;Elaine Stroud;Farida Noorani;Gill Hester;Hilary Munt;Ian Pask;Joanne Rudd;
Kerry Legge;Lynne Orchard;Maureen Tapp;Nicola Verity;Orsolya Kiss;Pauline Gower;Ros Hatcher;Sue Dimmock""".replace("\n", "").split(";"))
for raw, days, written, hours, warn, free in (
        ("Mon-Wed", [M, Tu, W], "18", 18, [], False), ("MTWThF", WEEK, "32.5", 32.5, [], False),
        ("Mon, Wed and Fri", [M, W, F], "15h", 15, [], False), ("M T W", [M, Tu, W], "18 hrs", 18, [], False),
        ("Tues/Thurs", [Tu, Th], "12.5 ", 12.5, [], False), ("Mon – Thu", [M, Tu, W, Th], "25 hours per week", 25, [], False),
        ("Monday to Friday", WEEK, "30.0", 30, [], False), ("M T W T F", WEEK, "27.5", 27.5, [], False),
        ("friday", [F], "6", 6, [], False), ("", None, "", None, [], False),
        ("T", None, "6", 6, ["working_days"], False), ("Alternate Fridays", None, "3", 3, ["working_days"], False),
        ("Mon-Fri", WEEK, "full time", None, ["hours_per_week"], False), ("Mon-Thu", [M, Tu, W, Th], "0.8 FTE", None, ["hours_per_week"], False),
        ("Mon-Fri", WEEK, "325", None, ["hours_per_week"], False), ("every day", WEEK, "30", 30, [], True),
        ("Mon am, Tue", [M, Tu], "9", 9, [], True), ("Mon-Fri not Wed", [M, Tu, Th, F], "TBC", None, ["hours_per_week"], True)):
    fore, sur = next(names).split()
    t.p(S(fore, sur, "LSA", days, hours), raw={"working_days": raw, "hours_per_week": written}, warn=warn, free=free)
t.text()


# ================================================================ Common Transfer Files

def ctf(pupils, version, tag="CTFversion", qualifier="full"):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile>
  <Header>
    <DocumentName>Common Transfer File</DocumentName><{tag}>{version}</{tag}>
    <DateTime>2026-07-20T10:15:00</DateTime><DocumentQualifier>{qualifier}</DocumentQualifier>
    <SupplierID>INVENTED</SupplierID>
    <SourceSchool><LEA>938</LEA><Estab>9099</Estab><SchoolName>Alderbrook Primary School</SchoolName><AcademicYear>2025</AcademicYear></SourceSchool>
    <DestSchool><LEA>938</LEA><Estab>9098</Estab></DestSchool>
  </Header>
  <CTFpupilData>
{"".join(pupils)}  </CTFpupilData>
</CTfile>
"""


def el(name, value):
    return "" if value is None else f"<{name}>{escape(value)}</{name}>"


def need(code, rank, start=None, end=None):
    return f"<SENneed>{el('NeedStartDate', start)}{el('NeedEndDate', end)}<SENtypeRank>{rank}</SENtypeRank><SENtype>{code}</SENtype></SENneed>"


def pupil(p, spells=(), needs=(), sex=("Sex", "F"), written=None, basic="", apart=False, extra=""):
    """One pupil; spells are (start, provision) in the order they stand in the file; written: cells as they stand.
    apart: the needs stand beside SENhistory and not inside it."""
    w = {**p, **(written or {})}
    hist = "".join(f"<SEN><StartDate>{s}</StartDate><SENprovision>{v}</SENprovision></SEN>" for s, v in spells)
    ns = f"<SENneeds>{''.join(needs)}</SENneeds>" if needs else ""
    sen = f"<SENhistory>{hist}{'' if apart else ns}</SENhistory>" if hist or ns else ""
    sen += ns if apart else ""
    return (f"    <Pupil>\n      {el('UPN', w['upn'])}{el('Surname', w['surname'])}{el('Forename', w['forename'])}{el('DOB', w['dob'])}"
            f"<{sex[0]}>{sex[1]}</{sex[0]}>\n      <BasicDetails>{el('PreferredForename', w['preferred_forename'])}{basic}{el('NCyearActual', w['year_group'])}</BasicDetails>\n"
            + (f"      {sen}\n" if sen else "") + (f"      {extra}\n" if extra else "") + "    </Pupil>\n")


def ctf_row(t, row, p, status=None, start=None, needs=None, warn=(), free=False, **exp):
    t.say(row, warn=warn, free=free)
    t.expect(row, {**p, "form": None, "sen_status": status, "start_date": start, "needs": needs, **exp})


# 46: version 17, with Gender, CTFVersion, spells out of order and an old provision code
t = Trap("46_ctf17", """A CTF 17: Gender, CTFVersion, spells out of order (the latest start is the present one), an old
    provision code as the present one (warning) and as a past one (a matter of taste).""")
a = P("Hollie", "Garside", "2015-11-02")
b = P("Kamran", "Bashir", "2016-05-19")
c = P("Dexter", "Loveday", "2016-02-10")
d = P("Pia", "Lombardi", "2015-09-28")
g = ("Gender", "M")
xml = ctf([pupil(a, [("2024-01-15", "E"), ("2020-09-07", "N"), ("2021-11-08", "K")], [need("SLCN", 1), need("MLD", 2)], ("Gender", "F")),
           pupil(b, [("2022-09-05", "N"), ("2025-03-10", "K"), ("2021-01-11", "K")], [need("SEMH", 1)], g),
           pupil(c, [("2021-09-06", "K"), ("2023-06-12", "A")], [need("SPLD", 1)], g),
           pupil(d, [("2019-09-09", "P"), ("2020-09-07", "K")], [need("ASD", 1)], ("Gender", "F"))], "17.0", "CTFVersion")
ctf_row(t, 1, a, "E", "2024-01-15", ["SLCN", "MLD"])
ctf_row(t, 2, b, "K", "2025-03-10", ["SEMH"])
ctf_row(t, 3, c, None, None, ["SPLD"], warn=["sen_status"])
ctf_row(t, 4, d, "K", "2020-09-07", ["ASD"], free=True)
t.put("xml", xml.encode())

# 47: version 21, with ranks out of order and ended needs
t = Trap("47_ctf21", """A CTF 21: ranks out of order, ended needs (left out), needs beside SENhistory and back to N with only
    ended needs (the last two a matter of taste).""")
a = P("Lowri", "Bevan", "2015-10-13")
b = P("Jerome", "Whyte", "2016-06-08")
c = P("Camille", "Rousseau", "2016-01-17")
d = P("Nico", "Baldwin", "2015-12-21")
xml = ctf([pupil(a, [("2022-10-03", "K")], [need("SEMH", 3), need("ASD", 1), need("SLCN", 2)], ("Gender", "F")),
           pupil(b, [("2021-02-22", "K"), ("2023-05-15", "E")],
                 [need("SLCN", 1, "2021-02-22", "2024-07-19"), need("PD", 2, "2021-02-22"), need("VI", 3, "2023-05-15", "2024-12-20"), need("MLD", 4, "2023-05-15")], g),
           pupil(c, [("2023-09-11", "K")], [need("HI", 1)], ("Gender", "F"), apart=True),
           pupil(d, [("2021-09-13", "K"), ("2024-09-09", "N")], [need("SLCN", 1, "2021-09-13", "2024-07-19")], g)], "21.0")
ctf_row(t, 1, a, "K", "2022-10-03", ["ASD", "SLCN", "SEMH"])
ctf_row(t, 2, b, "E", "2023-05-15", ["PD", "MLD"])
ctf_row(t, 3, c, "K", "2023-09-11", ["HI"], free=True)
ctf_row(t, 4, d, "N", "2024-09-09", None, free=True)
t.put("xml", xml.encode())

# 48: version 25, with Sex, preferred names, contacts that are not the pupil, a birthday in English order
t = Trap("48_ctf25", """A CTF 25: Sex, preferred and former names, a contact's names after the pupil's, a birthday as
    dd/mm/yyyy (not guessed), no SEN history at all, and a missing UPN (the exact problem a matter of taste).""")
a = P("Alexandria", "O’Hagan-Święch", "2015-09-17", preferred="Lexi")
b = P("Reggie", "Burnett", "2016-03-25")
c = P("Noura", "Al-Fayed", "2016-08-04")
d = P("Zephyr", "Hollins", "2016-04-30")
contact = ("<Contacts><Contact><Order>1</Order><Title>Mr</Title><Surname>Grantham</Surname><Forename>Keith</Forename><Relationship>PAF</Relationship>"
           "<Responsibility>true</Responsibility></Contact></Contacts>")
xml = ctf([pupil(a, [("2021-09-06", "K"), ("2024-04-15", "E")], [need("SLCN", 2, "2021-09-06"), need("ASD", 1, "2023-11-01")],
                 basic="<FormerSurname>Świech</FormerSurname><MiddleNames>Ann</MiddleNames>", extra=contact),
           pupil(b, [("2025-01-13", "K")], [need("SPLD", 1)], ("Sex", "M"), {"dob": "25/03/2016"}, extra=contact),
           pupil(c),
           pupil(d, [("2024-09-16", "K")], [need("NSA", 1)], ("Sex", "M"), {"upn": None})], "25.0")
ctf_row(t, 1, a, "E", "2024-04-15", ["ASD", "SLCN"])
ctf_row(t, 2, b, "K", "2025-01-13", ["SPLD"], warn=["dob"], dob=None)
ctf_row(t, 3, c)
ctf_row(t, 4, d, "K", "2024-09-16", ["NSA"], warn=["upn"], free=True, upn=None)
t.put("xml", xml.encode())

# 49: version 26, newer than anybody has seen: read it; two spells on one day; Reception; Down syndrome
t = Trap("49_ctf26", """A CTF 26, with elements nobody knows yet, a pupil in Reception with DS, and two spells that start on
    the same day (which is the present one? left empty with a warning; its start a matter of taste, so the row is free).""")
a = P("Wren", "Tolliver", "2022-02-09")
b = P("Ishaan", "Bose", "2021-11-26")
c = P("Primrose", "Yeo", "2020-10-14")
xml = ctf([pupil(a, [("2026-01-12", "E")], [need("DS", 1, "2026-01-12"), need("SLCN", 2, "2026-01-12")], extra="<NewIn26><SENprovision>N</SENprovision></NewIn26>"),
           pupil(b, [("2025-09-15", "K"), ("2025-09-15", "E")], [need("PMLD", 1)], ("Sex", "M")),
           pupil(c, [("2026-03-02", "K"), ("2025-09-08", "N")], [need("MLD", 1)])], "26.0")
ctf_row(t, 1, a, "E", "2026-01-12", ["DS", "SLCN"])
ctf_row(t, 2, b, None, "2025-09-15", ["PMLD"], warn=["sen_status"], free=True)
ctf_row(t, 3, c, "K", "2026-03-02", ["MLD"])
t.put("xml", xml.encode())

# 50: a CTF that was cut off on its way; half a file is no file
t = Trap("50_ctf-cut-off", "A CTF cut off in the middle of its second pupil: the whole file is refused.")
xml = ctf([pupil(P("Agnes", "Tilbury", "2016-02-14"), [("2024-01-08", "K")]), pupil(P("Caleb", "Munro", "2016-06-16"), [("2024-01-08", "K")])], "25.0")
t.say(0, error=["file"])
t.put("xml", xml[:xml.rindex("<SENhistory>") + 30].encode())

# 51: a CTF with a document type that would read another file or swell without end
t = Trap("51_ctf-entities", "A CTF with its own entities (one points to a file of the computer): the whole file is refused.")
xml = ctf([pupil(P("Saskia", "Drew", "2016-05-21")).replace("Drew", "&who;")], "25.0")
xml = xml.replace("<CTfile>", '<!DOCTYPE CTfile [<!ENTITY a "Drew"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY who SYSTEM "other.txt">]>\n<CTfile>', 1)
t.say(0, error=["file"])
t.put("xml", xml.encode())


# ================================================================ the same school again

REGISTER = [("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("Preferred Forename", "preferred_forename"), ("DOB", "dob"),
            ("Year", "year_group"), ("Reg", "form"), ("SEN Status", "sen_status"), ("SEN Start Date", "start_date"), ("SEN Needs", "needs")]
ann = P("Annabel", "Stretton", "2017-10-18", "4B", "K", ["SLCN"], "2024-09-16", preferred="Bel")
bob = P("Corey", "Haddon", "2018-02-20", "4B", "K", ["SEMH", "MLD"], "2025-01-20")
cat = P("Khadija", "Osman", "2018-05-29", "4H", "K", ["ASD"], "2023-11-13")
dan = P("Elliot", "Brandreth", "2017-12-27", "4H", "E", ["PD"], "2022-03-21")
eve = P("Martha", "Lindley", "2018-07-14", "4B", "N", [], "2025-06-23")
fay = P("Jiří", "Dvořák", "2018-03-16", "4H", "K", ["SLCN", "SPLD"], "2025-09-22")
gus = P("Bohdan", "Shevchenko", "2018-01-31", "4B", "K", ["NSA"], "2026-09-21", temporary=True)
everyone = [ann, bob, cat, dan, eve, fay, gus]
FIRST = "52_autumn-register.csv"

# 52: a clean register, the first import for the files that follow
t = Trap("52_autumn-register", "A clean register but for one temporary UPN; the files that follow are imported after it.")
t.head(*REGISTER)
for p in everyone:
    t.p(p)
t.text()

# 53: the same pupils with changes, and with differences that are none
t = Trap("53_spring-changes", """The register again: year and form, status, needs and a surname have changed; other spacing,
    capitals in the UPN, spellings of needs and separate accents are no change; one pupil is new.""", first=FIRST)
t.head(*REGISTER)
spaced = ann["upn"].lower()
t.p(ann, raw={"upn": spaced[:4] + " " + spaced[4:], "form": "4B ", "surname": " Stretton"}, action="unchanged")
bob2 = {**bob, "year_group": "5", "form": "5M"}
t.p(bob2, action="update", changed=["year_group", "form"])
cat2 = {**cat, "sen_status": "E", "start_date": "2026-09-14"}
t.p(cat2, action="update", changed=["sen_status", "start_date"])
dan2 = {**dan, "needs": ["ASD", "PD"]}
t.p(dan2, action="update", changed=["needs"])
eve2 = {**eve, "surname": "Lindley-Marsh"}
t.p(eve2, action="update", changed=["surname"])
t.p(fay, raw={"surname": apart("Dvořák"), "forename": apart("Jiří"), "sen_status": "SEN Support",
              "needs": "Speech, Language and Communication Needs; Specific Learning Difficulty"}, action="unchanged")
t.p(gus, action="unchanged")
t.p(P("Liliana", "Costa", "2018-06-11", "4B", "K", ["SEMH"], "2026-09-07"))
t.text()

# 54: fewer pupils and fewer columns: absent is not left, and a column that is not there changes nothing
t = Trap("54_fewer-pupils", """Only some of the pupils, and no SEN columns: the others are "not in file" (not leavers), and
    what the file does not speak of does not change; a blank form must not wipe the known one (a matter of taste).""", first=FIRST)
t.head(("UPN", "upn"), ("Surname", "surname"), ("Forename", "forename"), ("DOB", "dob"), ("Year", "year_group"), ("Reg", "form"))
t.p(ann, action="unchanged")
t.p({**bob, "form": "4H"}, action="update", changed=["form"])
t.p(cat, action="unchanged")
t.p(dan, raw={"form": ""}, exp={"form": None}, action="unchanged", free=True)
for p in (eve, fay, gus):
    t.gone(p)
t.text()

# 55: the UPN does not agree with what is known; only a person can say who is who
t = Trap("55_new-upns", """A new UPN for a known name and birthday (once a permanent one for a temporary one), and a known
    UPN on another child: each waits for a person; whether the pupils they may be are "not in file" is a matter of taste.""", first=FIRST)
t.head(*REGISTER)
t.p(ann, action="unchanged")
t.p({**gus, "upn": upn(2022)}, error=["upn"])
t.p({**bob, "upn": upn(2022)}, error=["upn"])
t.p(cat, action="unchanged")
t.p({**P("Delphine", "Arkwright", "2018-08-27", "4H", "N"), "upn": dan["upn"]}, error=["upn"])
t.p(eve, action="unchanged")
t.p(fay, action="unchanged")
t.free_rows = True
t.text()

# 56: a partial CTF over the register: it has no form, and so the form stays
t = Trap("56_ctf-update", """A partial CTF after the register: one pupil has moved from K to E, one is unchanged although the
    CTF knows no form; the other pupils are "not in file" or not spoken of.""", first=FIRST)
xml = ctf([pupil(fay, [("2026-09-28", "E"), ("2025-09-22", "K")], [need("SPLD", 2), need("SLCN", 1)], ("Sex", "M")),
           pupil(cat, [("2023-11-13", "K")], [need("ASD", 1)])], "25.0", qualifier="partial")
t.expect(1, {**fay, "form": None, "sen_status": "E", "start_date": "2026-09-28"}, "update", ["sen_status", "start_date"])
t.expect(2, {**cat, "form": None}, "unchanged")
for p in (ann, bob, dan, eve, gus):
    t.gone(p)
t.put("xml", xml.encode())

print(len(made), "traps")
