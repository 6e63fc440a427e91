#!/bin/sh
# Roles and databases, once, on an empty server (docker-entrypoint-initdb.d). The same as taisan/embedded/provision.py;
# tests/integration/machine/test_deploy_postgres.py compares the two. Passwords come from files, never from the environment.
set -eu
secrets=${SECRETS_DIR:-/run/secrets}
for service in assets handover notifications web; do
    psql --quiet --set ON_ERROR_STOP=1 --dbname postgres \
        --set service="$service" --set database="taisan_$service" \
        --set owner="${service}_owner" --set owner_password="$(cat "$secrets/${service}_owner_password")" \
        --set app="${service}_app" --set app_password="$(cat "$secrets/${service}_app_password")" <<'SQL'
CREATE ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
CREATE ROLE :"app" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'app_password';
ALTER ROLE :"app" SET statement_timeout = '5s';
ALTER ROLE :"app" SET lock_timeout = '2s';
ALTER ROLE :"app" SET idle_in_transaction_session_timeout = '10s';
CREATE DATABASE :"database" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"owner", :"app";
SQL
done
