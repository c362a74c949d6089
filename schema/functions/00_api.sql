-- The schema api is what clients see. It holds no data and is made anew whenever these files
-- change, so a function that is no longer here is gone.
drop schema if exists api cascade;
create schema api authorization hotline_owner;
revoke all on schema api from public;
revoke all on schema hotline from public;
grant usage on schema api to hotline_agent, hotline_lead, hotline_unit, hotline_admin, hotline_switch;
grant usage on schema api to hotline_channel;
grant usage on schema hotline to hotline_owner;
grant select on hotline.schema_migration, hotline.schema_state to hotline_owner;

-- out: the number of the newest migration and the digest of the functions that are installed.
-- A client built for another pair must say so and stop.
create function api.schema_version(out migration integer, out digest text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (select max(number) from hotline.schema_migration),
           (select value from hotline.schema_state where key = 'functions_digest')
$$;
