#!/usr/bin/env bash
# Twelve tasks of a SENDCO in the real window, on the example primary school, by keyboard alone and
# through accessible names. After each one every node has a name and something has the focus.
source "$(dirname "$0")/keyboard.sh"
file=$work/primary.keyworker
export KEYWORKER_PASSPHRASE=example
"$PROGRAM" example --school primary --out "$file" >/dev/null
now=$(date +%Y-%m-%dT09:40)
"$GUI" start -- env HOME="$work" XDG_DATA_HOME="$work/data" KEYWORKER_NOW="$now" "$PROGRAM" "$file" >/dev/null

say "1. open the file as oneself"
see "Locked"; choose "Who are you?" "${SENDCO:-Sarah Ellis}"; fill "Passphrase" "example"; "$GUI" key Return; see "day," 15; sound
say "2. find a pupil by name"
pupil=${PUPIL:-Imani Edwards}
find "$pupil"; see "Who supports them"; sound
say "3. add a contact with what they may see"
press "People and history" shift+Tab; press "Add a contact"; fill "Full name" "Ottilie Quartermaine"; fill "Who they are" "Aunt"
choose "May see" "Plan and reviews"; press "Save"; see "Ottilie Quartermaine"; sound
say "4. add a strategy"
press "Overview" shift+Tab; press "Add a strategy"; fill "What an adult does" "Two choices, both real"; press "Save"; see "Two choices, both real"; sound
say "5. write good news about the pupil"
press "Write about the pupil" shift+Tab; fill "In plain words" "Helped tidy the library"; press "Save"; see "Saved: save entry"; sound
say "6. set a target by the steps of a task"
press "Targets" shift+Tab; press "Set a target"; fill "The pupil" "packs the bag"; choose "Measured as" "Steps of a task"
to "The steps in their order"; "$GUI" type "finds the bag"; "$GUI" key Return; "$GUI" type "puts the book in"; "$GUI" key Return; "$GUI" type "closes the zip"
fill "Baseline" "0"; fill "Goal" "100"; press "Save"; see "Packs the bag"; sound
say "7. carry a target on"
press "Carry the target on: packs the bag" shift+Tab; fill "The pupil" "packs the bag without the list"; press "Save"; see "Packs the bag without the list"; sound
say "8. start an intervention from the catalogue"
"$GUI" key ctrl+5; see "Start an intervention"; press "Catalogue"; fill "Filter the catalogue" "Talk Boost"; press "Start Talk Boost KS1"
choose "Given by" "Karen Moreno"; choose "Add a pupil" "$pupil"; press "Save"; see "Saved: save intervention"; sound
say "9. words that may be a disclosure are stored nowhere"
"$GUI" key ctrl+1; see "day,"; press "Write"; fill "In plain words" "Has a bruise on the arm"; see "may be a safeguarding concern"; press "Save"; see "Nothing was saved"
"$GUI" key Escape; sleep 0.4; sound
say "10. log a session with where it was"
choose "Whose day" "${LSA:-Joanne Drury}"; see "’s day, "; press "Log another session"; choose "Pupil" "${OTHER:-Megan Johnson}"; press "More about the session"; press "Withdrawn"; press "Save"; see "Saved: log session"; sound
say "11. before the census, then the summaries of a class in one go"
find "Before the census"; see "with SEN Support"; sound
"$GUI" key ctrl+6; see "Write many summaries"; press "Write many summaries"; press "A class"; choose "Class" "${CLASS:-3A}"; press "Write "; see "written to" 120
[ "$(command find "$work" -name "*.pdf" | wc -l)" -gt 0 ] || fail "no document was written"
sound
say "12. another look, initials, and the help of a screen"
"$GUI" key ctrl+8; see "Text size"; press "High contrast"; press "Show pupils as initials"; sleep 0.5; "$GUI" key ctrl+2; sleep 1
"$GUI" tree | grep -q "list item \"$pupil" && fail "a name is on a screen of initials"
shot initials; "$GUI" key F1; see "Help: Pupils"; "$GUI" key Escape; sleep 0.4; sound
say "all twelve tasks hold; pictures in $SHOTS"
