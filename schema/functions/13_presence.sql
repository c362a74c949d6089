-- Who is here: a workstation that is connected holds a shared advisory lock for its person, which ends with
-- its connection, however that ends. Among several terminals of one person one holds the bell.

-- out: the class of the advisory locks (class, person) that mean this.
create or replace function hotline.presence_class() returns integer
language sql immutable set search_path = pg_catalog, pg_temp as $$ select 1 $$;
create or replace function hotline.bell_class() returns integer
language sql immutable set search_path = pg_catalog, pg_temp as $$ select 2 $$;

-- in: a class. out: the people whose own login holds a lock of it: anybody can take any lock, that does not count.
create or replace function hotline.people_holding(p_class integer) returns table (person_id bigint)
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select distinct p.id
    from pg_locks l
    cross join lateral pg_stat_get_activity(l.pid) a
    join pg_roles r on r.oid = a.usesysid
    join hotline.person p on p.login = r.rolname and p.id = l.objid::bigint
    where l.locktype = 'advisory' and l.classid = p_class::oid and l.objsubid = 2 and l.granted
      and l.database = (select oid from pg_database where datname = current_database())
$$;

-- in: a person. out: whether a workstation of theirs is connected now (a peer that died without a word: until
-- the server has noticed, about a minute).
create or replace function hotline.present(p_person bigint) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.people_holding(hotline.presence_class()) where person_id = p_person)
$$;

-- A workstation has connected: to be called first on each new connection, again without harm.
-- From then on its person is present, and the server looks for a sign of life after 30 s of silence, so
-- that a peer that is gone is given up after about a minute.
create function api.session_begin() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_me hotline.person := hotline.me();
begin
    perform set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
            set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '60000', false);
    -- never waits, whoever else may hold it
    perform pg_try_advisory_lock_shared(hotline.presence_class(), v_me.id::integer);
end
$$;
