-- A person's PostgreSQL role. The function here is all that hotline_accounts does.

drop function if exists hotline.set_account(text, text, boolean, text, boolean);

-- Refuses what must never become a person's login: a reserved name, a role that this centre has not
-- enrolled, and one that holds more than a person may.
create or replace function hotline.check_account(p_login text, p_enrolled boolean) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if p_login !~ '^[a-z_][a-z0-9_]{0,62}$' or p_login ~ '^(pg_|hotline_)' or p_login in ('public', 'none') then
        perform hotline.refuse('field_bad', 'login');
    elsif exists (select from pg_roles where rolname = p_login
                  and (not p_enrolled or rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)) then
        perform hotline.refuse('login_exists', 'login');
    end if;
end
$$;

-- Makes a person's role when it is missing, lets it log in or not, and gives it its group right alone.
-- in: verifier: the password as the client hashed it (SCRAM-SHA-256$…), or null to leave it; anything
-- else would be taken for a clear password and is refused. enrolled: a person of this login exists.
-- out: was anything done? Sessions of a role that may not log in any more are ended.
create or replace function hotline.keep_account(p_login text, p_role text, p_enabled boolean, p_verifier text,
    p_enrolled boolean)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_salt   text := '[A-Za-z0-9+/]+={0,2}';
    v_key    text := '[A-Za-z0-9+/]{43}='; -- 32 bytes
    v_group  text;
    v_has    boolean;
    v_done   boolean := false;
begin
    perform hotline.check_account(p_login, p_enrolled);
    if p_role not in ('agent', 'lead', 'unit', 'admin', 'switch', 'channel') then
        perform hotline.refuse('field_bad', 'role');
    elsif p_verifier !~ ('^SCRAM-SHA-256\$[0-9]+:' || v_salt || '\$' || v_key || ':' || v_key || '$') then
        perform hotline.refuse('field_bad', 'password');
    end if;
    if not exists (select from pg_roles where rolname = p_login) then
        execute format('create role %I', p_login);
    end if;
    if p_enabled <> (select rolcanlogin from pg_roles where rolname = p_login) then
        execute format('alter role %I %s', p_login, case when p_enabled then 'login' else 'nologin' end);
        v_done := true;
    end if;
    if p_verifier is not null then
        execute format('alter role %I password %L', p_login, p_verifier);
        v_done := true;
    end if;
    foreach v_group in array array['agent', 'lead', 'unit', 'admin', 'switch', 'channel'] loop
        v_has := hotline.has_group(p_login, v_group);
        if v_has <> (v_group = p_role) then
            execute format(case when v_has then 'revoke %I from %I' else 'grant %I to %I' end,
                           'hotline_' || v_group, p_login);
            v_done := true;
        end if;
        -- PostgreSQL 16 and later take back only what was given by the same hand
        if hotline.has_group(p_login, v_group) <> (v_group = p_role) then
            perform hotline.refuse('right_not_ours', 'role');
        end if;
    end loop;
    if (p_role = 'switch') <> hotline.has_switch_path(p_login) then
        execute format(case when p_role = 'switch' then 'alter role %I in database %I set search_path = switch'
                                                   else 'alter role %I in database %I reset search_path' end, p_login, current_database());
        v_done := true;
    end if;
    if not p_enabled then
        perform hotline.end_sessions(p_login);
    end if;
    return v_done;
end
$$;

-- out: was the group right given to this login itself?
create or replace function hotline.has_group(p_login text, p_group text) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select exists (select from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles p on p.oid = m.member
                   where g.rolname = 'hotline_' || p_group and p.rolname = p_login)
$$;

-- The telephone switch names its tables without their schema. out: does this login find them in this database?
create or replace function hotline.has_switch_path(p_login text) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
    select exists (select from pg_db_role_setting s join pg_roles p on p.oid = s.setrole join pg_database d on d.oid = s.setdatabase
                   where p.rolname = p_login and d.datname = current_database() and 'search_path=switch' = any (s.setconfig))
$$;

-- Without the right to do it the sessions stay, and hotline.me() refuses their next call.
create or replace function hotline.end_sessions(p_login text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform pg_terminate_backend(pid) from pg_stat_activity where usename = p_login and pid <> pg_backend_pid();
exception when insufficient_privilege then
    null;
end
$$;

alter function hotline.check_account(text, boolean) owner to hotline_accounts;
alter function hotline.has_group(text, text) owner to hotline_accounts;
alter function hotline.has_switch_path(text) owner to hotline_accounts;
alter function hotline.end_sessions(text) owner to hotline_accounts;
alter function hotline.keep_account(text, text, boolean, text, boolean) owner to hotline_accounts;
grant execute on function hotline.keep_account(text, text, boolean, text, boolean) to hotline_owner;
grant execute on function hotline.refuse(text, text, jsonb) to hotline_accounts;
grant select on hotline.refusal to hotline_accounts;
