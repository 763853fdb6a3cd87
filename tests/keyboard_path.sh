#!/usr/bin/env bash
# The whole path in the real window, by keyboard alone and through its accessible names: make a file,
# import a CTF, link a key worker, portrait, plan, target, slot, sessions, chart, PDF and Word, lock,
# unlock, undo.
source "$(dirname "$0")/keyboard.sh"
file=$work/school.keyworker

"$GUI" start -- env HOME="$work" XDG_DATA_HOME="$work/data" KEYWORKER_NOW=2026-11-20T09:40 "$PROGRAM" >/dev/null
say "1. make an encrypted file"
press "Make a new file"
fill "School" "Path Primary"; fill "Your name" "Robin Vale"
fill "Passphrase (eight" "four random words here"; fill "Passphrase again" "four random words here"
fill "Where to keep the file" "$file"
press "Continue"; see "The recovery key"
key=$("$GUI" text | grep -Eo '^([0-9A-Z]{5}-){5}[0-9A-Z]{5}$' | head -1)
[ -n "$key" ] || fail "no recovery key is shown"
fill "Group 2 of 6" "$(cut -d- -f2 <<<"$key")"; fill "Group 5 of 6" "$(cut -d- -f5 <<<"$key")"
press "Make the file"; see "No pupils yet" 15; shot 1-made
say "2. import a Common Transfer File"
"$GUI" key ctrl+7; see "Who is in the file"; sleep 0.5
fill "Where the file is" "$(realpath ../shared/samples/ctf/synthetic_ctf25_like.xml)"
press "Read the file"; see "Take in 1"; shot 2-import
press "Take in 1"; see "Taken in"
say "3. add an LSA and the periods"
"$GUI" key ctrl+3; see "No staff yet"; press "Add a person"
fill "Forename" "Jo"; fill "Surname" "Marsh"; press "Save"; see "Marsh, Jo"
"$GUI" key ctrl+8; see "Text size"; press "Periods"; press "Add a period"; press "Save the periods"; see "Saved: save periods"
say "4. link the key worker"
find "Zo"; see "Who supports them"; press "Link an adult"; choose "Adult" "Jo Marsh"; press "Save"; see "Key worker"
say "5. portrait: draft and approve"
press "Portrait" shift+Tab; fill "What helps me" "A now-and-next card"; press "Save draft"; see "draft"
press "Approve"; see "approved"; shot 5-portrait
say "6. plan, outcome, provision, target"
press "Plan" shift+Tab; press "Start a plan"; press "Save"; see "Outcomes (section E)"
press "Add an outcome"; fill "What the pupil will be able to do" "Reads to learn"; press "Save"; see "1. Reads to learn"
press "Add provision"; fill "What it is" "Reading programme"; fill "Sessions (optional)" "3"; fill "Minutes each" "20"; press "Save"; see "3 × 20 minutes a week"
press "Targets" shift+Tab; press "Set a target"
fill "The pupil" "reads ten words"; fill "Baseline" "3"; fill "Goal" "9"; press "Save"; see "Reads ten words"; shot 6-target
say "7. a slot on Friday"
"$GUI" key ctrl+4; see "Show the week of"; press "Add a slot on Friday"; choose "Pupil" "Zo"; press "Save"; see "Friday Period 1: Zo"; shot 7-slot
say "8. log three sessions"
"$GUI" key ctrl+1; see "Log Zo"
press "Log Zo"; press "6 of 10"; press "Save"; see "Saved: log session"
for score in 7 8; do
  press "Log another session"; press "$score of 10"; press "Save"; see "Saved: log session"; sleep 0.5
done
shot 8-logged
say "9. read the chart"
find "Zo"; press "Targets"; see "3 readings so far"; shot 9-chart
say "10. export the summary"
"$GUI" key ctrl+6; see "Reviews"; press "O’Néill"; see "Review of"
press "Export as PDF"; see "Written:" 20; sleep 1; press "Export as Word"; sleep 2; see "Written:" 20
[ "$(ls "$work"/*.pdf "$work"/*.docx | wc -l)" = 2 ] || fail "the two documents are not there"
shot 10-exported
say "11. lock, unlock, undo"
"$GUI" key ctrl+l; see "Locked"; "$GUI" type "four random words here"; "$GUI" key Return; see "Review of" 15
"$GUI" key ctrl+z; see "Undo: log session"; "$GUI" unnamed
say "12. the recovery key, and a new SENDCO by it"
"$GUI" key ctrl+l; see "Locked"; press "Use the recovery key"; fill "Recovery key" "$key"; "$GUI" key Return
see "Opened with the recovery key" 15; press "Who can open the file"; press "Add a person"
fill "Name" "Sam Reed"; choose "Sees the file as" "SENDCO"
fill "Their passphrase (let" "another four words here"; fill "Their passphrase again" "another four words here"; press "Save"; see "Sam Reed"
"$GUI" key ctrl+l; see "Locked"; choose "Who are you?" "Sam Reed"; fill "Passphrase" "not these words"; "$GUI" key Return
see "That passphrase does not open this file for Sam Reed"; fill "Passphrase" "another four words here"; "$GUI" key Return; see "Text size" 15
shot 12-new-sendco
say "the whole path holds; pictures in $SHOTS"
