#!/usr/bin/env bash
# Run once by PostgreSQL's image, on an empty cluster: the database, the role that owns it and
# migrates, and the one that serves, which owns nothing: manage.py accorder_service gives it its
# rights. Neither is a superuser, who would turn triggers off by session_replication_role.
set -euo pipefail
psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set=secret="$(cat "${SECRET_BASE:-/run/secrets/mot_de_passe_base}")" \
  --set=service="$(cat "${SECRET_SERVICE:-/run/secrets/mot_de_passe_service}")" <<'SQL'
CREATE ROLE portail LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'secret';
CREATE ROLE portail_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'service';
CREATE DATABASE portail OWNER portail;
REVOKE CONNECT ON DATABASE portail FROM PUBLIC;
SQL
