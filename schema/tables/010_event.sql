-- The timeline: who, when, what, why. Append-only: it belongs to hotline_audit, the product's
-- own role may only insert and read, and a trigger refuses the rest to whoever else tries.
-- who, role: number, name and role as they were then; people get other numbers and leave.
create table hotline.event (
    id         bigint generated always as identity primary key,
    ticket_id  bigint references hotline.ticket,
    call_id    bigint references hotline.call,
    at         timestamptz not null default clock_timestamp(),
    person_id  bigint references hotline.person,
    who        text not null default '',
    role       text not null default '',
    action     text not null,
    from_state text,
    to_state   text,
    reason     text not null default '',
    data       jsonb not null default '{}'
);
create index event_ticket on hotline.event (ticket_id, id);
create index event_call on hotline.event (call_id, id) where call_id is not null;

create function hotline.event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the timeline is append-only' using errcode = 'HL001', constraint = 'append_only';
end
$$;
create trigger event_append_only before update or delete or truncate on hotline.event
    for each statement execute function hotline.event_is_append_only();

do $$
declare
    v_table record;
begin
    for v_table in select relname, relkind from pg_class c
                   where relnamespace = 'hotline'::regnamespace and relkind = 'r'
                     and relname not in ('schema_migration', 'schema_state') loop
        execute format('alter table hotline.%I owner to hotline_owner', v_table.relname);
    end loop;
end
$$;
alter function hotline.event_is_append_only() owner to hotline_audit;
grant references on hotline.ticket, hotline.call, hotline.person to hotline_audit;
grant select on hotline.ticket, hotline.call, hotline.person to hotline_audit;
alter table hotline.event owner to hotline_audit;
grant select, insert on hotline.event to hotline_owner;
