#!/usr/bin/env bash
# Run once by PostgreSQL's image, on an empty cluster: the portal's role, which is no superuser and
# so cannot turn the triggers of the journal off by session_replication_role, and its database.
set -euo pipefail
psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set=secret="$(cat "${SECRET_BASE:-/run/secrets/mot_de_passe_base}")" <<'SQL'
CREATE ROLE portail LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'secret';
CREATE DATABASE portail OWNER portail;
REVOKE CONNECT ON DATABASE portail FROM PUBLIC;
SQL
