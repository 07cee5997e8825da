#!/bin/sh
# Puts Debian's PostgreSQL with PostGIS on the machine where it is missing and we may, else says what to do.
for folder in /usr/lib/postgresql/*/bin; do
  version=$(basename "$(dirname "$folder")")
  [ -x "$folder/initdb" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ] && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql postgresql-postgis >/dev/null && exit 0
fi
echo "The store's tests need PostgreSQL with PostGIS: install them (Debian: apt-get install postgresql postgresql-postgis) and run make test again." >&2
exit 1
