-- What administrators did: append-only, like the timeline.
create table hotline.admin_log (
    id       bigint generated always as identity primary key,
    at       timestamptz not null default clock_timestamp(),
    login    text not null default session_user,
    kind     text not null,
    key      text not null,
    outcome  text not null,
    data     jsonb not null default '{}'
);
create trigger admin_log_append_only before update or delete or truncate on hotline.admin_log
    for each statement execute function hotline.event_is_append_only();
alter table hotline.admin_log owner to hotline_audit;
grant select, insert on hotline.admin_log to hotline_owner;

-- The one role that may create logins hands out the group rights, and no others.
grant hotline_agent, hotline_lead, hotline_unit, hotline_admin, hotline_switch
    to hotline_accounts with admin option;

-- The kinds of rows that hotline admin brings in; the rows are in functions/60_admin.sql.
create table hotline.import_kind (
    kind     text primary key,
    function text not null,
    key      text not null,
    relation text not null
);
alter table hotline.import_kind owner to hotline_owner;
