#!/usr/bin/env bash
# csvkit 2.2.0 on agate 1.14.2, CPython 3.11.
# Guess: sorting a file by its order number leaves a column that reads "12 months", "3 months" as it is, for it is
# neither a number nor a date.
# Seen: it is a column of dates: 12 months became 1 January of the year 2, 3 months 1 April of the year 1; customers of
# the names May and June are dates of the year 1 as well, and 2h is 2:00:00. One value that is none, "24 mois", keeps
# the column as text, and so does --no-inference (-I).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet csvkit==2.2.0 agate==1.14.2
cd "$folder"
printf 'order,term,name,wait\n2,12 months,May,2h\n1,3 months,June,3d\n' > orders.csv
printf 'order,term\n2,12 months\n1,24 mois\n' > others.csv
seen=$(venv/bin/csvsort -c order orders.csv)
echo "$seen"
expected='order,term,name,wait
1,0001-04-01,0001-06-01,"3 days, 0:00:00"
2,0002-01-01,0001-05-01,2:00:00'
test "$seen" = "$expected"
test "$(venv/bin/csvsort -c order others.csv)" = "$(printf 'order,term\n1,24 mois\n2,12 months')"
test "$(venv/bin/csvsort -I -c order orders.csv | head -n 2 | tail -n 1)" = "1,3 months,June,3d"
