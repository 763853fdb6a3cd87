#!/usr/bin/env bash
# A new SENDCO's first five minutes in the real window: from nothing to the chart of the first own pupil,
# by what the screens themselves offer, counted in actions and in seconds.
source "$(dirname "$0")/keyboard.sh"
"$GUI" start -- env HOME="$work" XDG_DATA_HOME="$work/data" KEYWORKER_NOW=2026-11-20T09:40 "$PROGRAM" >/dev/null
began=$SECONDS
say "1. a file of one's own"
press "Make a new file"; fill "School" "First Primary"; fill "Your name" "Robin Vale"
fill "Passphrase (eight" "four random words here"; fill "Passphrase again" "four random words here"
fill "Where to keep the file" "$work/school.keyworker"; press "Continue"; see "The recovery key"
key=$("$GUI" text | grep -Eo '^([0-9A-Z]{5}-){5}[0-9A-Z]{5}$' | head -1)
fill "Group 2 of 6" "$(cut -d- -f2 <<<"$key")"; fill "Group 5 of 6" "$(cut -d- -f5 <<<"$key")"; press "Make the file"
say "2. the first pupil"
see "No pupils yet" 15; press "Add a pupil"; fill "Forename" "Ada"; fill "Surname" "Lark"; press "Save"; see "Lark, Ada"; shot first-pupil
say "3. an LSA, as key worker"
"$GUI" key ctrl+3; actions=$((actions + 1)); see "No staff yet"; press "Add a person"; fill "Forename" "Jo"; fill "Surname" "Marsh"; press "Save"; see "Marsh, Jo"
find "Ada"; actions=$((actions + 1)); see "Who supports them"; press "Link an adult"; choose "Adult" "Jo Marsh"; press "Save"; see "Key worker"
say "4. a target"
press "Plan" shift+Tab; press "Start a plan"; press "Save"; see "Outcomes"
press "Targets" shift+Tab; press "Set a target"; fill "The pupil" "reads ten words"; fill "Baseline" "3"; fill "Goal" "9"; press "Save"; see "Reads ten words"
say "5. a session"
"$GUI" key ctrl+1; actions=$((actions + 1)); see "day,"; press "Log another session"; press "6 of 10"; press "Save"; see "Saved: log session"
say "6. the chart"
find "Ada"; actions=$((actions + 1)); press "Targets"; see "reading"; shot first-chart
say "from nothing to the first chart: $actions actions, $((SECONDS - began)) s for a driver that looks at each name on its way"
