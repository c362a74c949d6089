-- Who owns what, and the group roles that people are members of.
-- hotline_owner     owns tables and api functions; nobody logs in as it
-- hotline_audit     owns the timeline and the schema, so that even hotline_owner cannot alter or drop it
-- hotline_accounts  may create login roles, and owns nothing but the function that does it
-- The other five are the rights a person (or the telephone switch) can be given.
do $$
declare
    v_role text;
begin
    foreach v_role in array array['hotline_owner', 'hotline_audit', 'hotline_accounts',
                                  'hotline_agent', 'hotline_lead', 'hotline_unit',
                                  'hotline_admin', 'hotline_switch'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I nologin', v_role);
        end if;
    end loop;
    if not (select rolcreaterole from pg_roles where rolname = 'hotline_accounts') then
        alter role hotline_accounts createrole;
    end if;
    -- who installs without being superuser must be able to hand objects to their owners
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant hotline_owner, hotline_audit, hotline_accounts to %I', current_user);
    end if;
    execute format('revoke connect, temporary on database %I from public', current_database());
    execute format('grant connect on database %I to hotline_agent, hotline_lead, hotline_unit, '
                   'hotline_admin, hotline_switch', current_database());
    execute format('grant create on database %I to hotline_owner', current_database());
end
$$;

-- who owns a schema may drop whatever is in it: the timeline's keeper owns it, and does nothing else
alter schema hotline owner to hotline_audit;
grant usage, create on schema hotline to hotline_owner;
grant usage on schema hotline to hotline_accounts;
