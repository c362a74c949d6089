-- Reading tickets. The view runs with the reader's own rights (row security), and hides what the
-- work does not need: numbers are masked, a confidential citizen has no name for the unit.

create view api.ticket with (security_invoker = true) as
select t.id, t.number, t.call_id, t.channel, t.state, t.version,
       case when t.confidential and (select hotline.my_role()) = 'unit' then '' else t.citizen_name end
           as citizen_name,
       t.gender,
       case when t.confidential and (select hotline.my_role()) = 'unit' then '' else t.phone_masked end
           as phone_masked,
       t.confidential, t.area_id, coalesce(a.path, '') as area, t.address,
       t.category_id, coalesce(c.path, '') as category, t.kind, t.urgency, t.urgency_reason,
       t.title, t.body, t.accepted_at, t.accepted_by, coalesce(p.number || ' ' || p.name, '') as accepted_by_name,
       t.owner_id, coalesce(o.number || ' ' || o.name, '') as owner,
       t.unit_id, coalesce(u.name, '') as unit, coalesce(h.name, '') as handler,
       t.dispatched_at, t.received_at, t.working_days, t.due_at, t.due_known, t.returns, t.binding,
       t.result, t.finished_at, t.closed_at, t.closing, t.closing_note, t.transfer_to,
       t.extension_waits, t.round, t.supervised, t.escalated, t.demand,
       -- 空转: sent to and fro; the index ticket_circling says the same
       t.closed_at is null and (t.returns >= 2 or t.units >= 3) as circling,
       case when t.state = 'returned' then hotline.mended(t.category_id, t.area_id, t.unit_id, t.dispatched_at)
            when t.state = 'draft' then hotline.mended(t.category_id, t.area_id, t.unit_id, t.accepted_at)
            else false end as mended,
       coalesce((select string_agg(n.name, '、' order by n.id) from hotline.ticket_co_unit o join hotline.unit n on n.id = o.unit_id
                 where o.ticket_id = t.id), '') as co_units,
       coalesce((select string_agg(n.name || ': ' || o.part, E'\n' order by o.part_at) from hotline.ticket_co_unit o
                 join hotline.unit n on n.id = o.unit_id where o.ticket_id = t.id and o.part_at is not null), '') as co_parts,
       coalesce(w.name, '') as channel_name, coalesce(w.replies, false) as channel_replies
from hotline.ticket t
left join hotline.area a on a.id = t.area_id
left join hotline.category c on c.id = t.category_id
left join hotline.person p on p.id = t.accepted_by
left join hotline.person o on o.id = t.owner_id
left join hotline.unit u on u.id = t.unit_id
left join hotline.person h on h.id = t.handler_id
left join hotline.channel w on w.code = t.channel and t.channel <> 'call';

-- Row security: the rule of hotline.may_see, in the form that lets indexes be used. A login that is
-- not enrolled, or disabled, has no id and sees nothing.
alter table hotline.ticket enable row level security;
drop policy if exists agent_reads on hotline.ticket;
drop policy if exists lead_reads on hotline.ticket;
drop policy if exists unit_reads on hotline.ticket;
drop policy if exists admin_reads on hotline.ticket;
create policy agent_reads on hotline.ticket for select to hotline_agent
    using ((select hotline.my_id()) is not null
           and (state <> 'draft' or owner_id = (select hotline.my_id())));
create policy lead_reads on hotline.ticket for select to hotline_lead
    using ((select hotline.my_id()) is not null
           and ((select hotline.my_areas()) is null or area_id is null
                or area_id = any ((select hotline.my_areas())::bigint[])));
create policy unit_reads on hotline.ticket for select to hotline_unit
    using (state <> 'draft' and (unit_id = (select hotline.my_unit())
           or exists (select from hotline.ticket_co_unit c where c.ticket_id = ticket.id and c.unit_id = (select hotline.my_unit()))));
create policy admin_reads on hotline.ticket for select to hotline_admin
    using ((select hotline.my_id()) is not null);

-- out: whose checks the session's person may read: the own ones and those of whom one leads.
create or replace function hotline.checked_people() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return array(select hotline.my_id() union all select person_id from hotline.led_people());
end
$$;

alter table hotline.event enable row level security;
drop policy if exists people_read on hotline.event;
drop policy if exists owner_reads on hotline.event;
drop policy if exists owner_inserts on hotline.event;
create policy people_read on hotline.event for select
    to hotline_agent, hotline_lead, hotline_unit, hotline_admin
    -- a check of how an agent worked is no part of the matter: for the agent and the leads (hotline.checked_people)
    using (exists (select from hotline.ticket t where t.id = ticket_id
                   and (action <> 'quality_check' or t.accepted_by = any ((select hotline.checked_people())::bigint[]))));
create policy owner_reads on hotline.event for select to hotline_owner using (true);
create policy owner_inserts on hotline.event for insert to hotline_owner with check (true);

-- out: the bounds of today in the centre's time zone.
create function api.today(out from_at timestamptz, out until_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d at time zone zone, (d + interval '1 day') at time zone zone
    from hotline.me(), hotline.setting_value('timezone') zone, date_trunc('day', now() at time zone zone) d
$$;

-- A page of the ticket list, by key: never by offset, so that page 10,000 costs what page 1 costs, and
-- a page begins where the one before ended even when its last row has moved away meanwhile.
-- in: filter: open, mine, unit, co (the unit co-handles it), today (due today), overdue, returned, extension,
-- circling (空转), callback, drafts (of a lead: everybody's), owner (all that p_owner follows and that is open), all;
-- the key of the last row of the page before, or nulls: its deadline in
-- microseconds since 1970 and its id; how many rows (at most 200).
-- Order: by deadline for what waits for work, newest first for mine, drafts, owner and all.
-- Runs with the reader's own rights; an unknown filter is a programming error (22023).
create function api.ticket_list(p_filter text, p_after_due bigint default null, p_after_id bigint default null,
    p_limit integer default 50, p_owner bigint default null)
returns table (id bigint, number text, state text, version integer, kind text, urgency text, title text, area text,
               unit text, owner text, accepted_at timestamptz, due_at timestamptz, returns integer, closing text,
               supervised boolean, escalated boolean, circling boolean, mended boolean)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_me     record := api.me();
    v_today  record := api.today();
    v_newest boolean := p_filter in ('mine', 'drafts', 'owner', 'all');
    v_order  text := case when v_newest then 't.id desc' else 't.due_at, t.id' end;
    v_where  text := case p_filter
        when 'open'      then 't.closed_at is null and t.due_at is not null'
        when 'mine'      then 't.owner_id = $3'
        when 'drafts'    then 't.closed_at is null and t.state = ''draft'''
                              || case when v_me.role not in ('lead', 'admin') then ' and t.owner_id = $3' else '' end
        when 'owner'     then 't.closed_at is null and t.owner_id = $9'
        when 'unit'      then 't.closed_at is null and t.state in (''dispatched'', ''handling'')'
        when 'today'     then 't.closed_at is null and t.state in (''dispatched'', ''handling'', ''returned'')
                               and t.due_at >= $4 and t.due_at < $5'
        when 'overdue'   then 't.closed_at is null and t.state in (''dispatched'', ''handling'', ''returned'')
                               and t.due_at < now()'
        when 'returned'  then 't.closed_at is null and t.state = ''returned'''
        when 'callback'  then 't.closed_at is null and t.state = ''finished'''
        when 'extension' then 't.extension_waits'
        when 'circling'  then 't.circling'
        when 'co'        then 't.closed_at is null and t.id = any ((select api.co_tickets())::bigint[])'
        when 'all'       then 'true' end;
begin
    if v_where is null then
        raise exception 'no ticket filter %', p_filter using errcode = 'invalid_parameter_value';
    end if;
    if v_me.unit_id is not null and p_filter <> 'co' then
        v_where := v_where || ' and t.unit_id = $6';
    end if;
    -- row security says the same, but in a form that no index serves
    if v_me.areas is not null then
        v_where := v_where || ' and (t.area_id = any ($8) or t.area_id is null)';
    end if;
    if p_after_id is not null then
        v_where := v_where || case when v_newest then ' and t.id < $1' else ' and (t.due_at, t.id) > ($7, $1)' end;
    end if;
    return query execute
        'select t.id, t.number, t.state, t.version, t.kind, t.urgency, t.title, t.area, t.unit, t.owner, t.accepted_at,
                t.due_at, t.returns, t.closing, t.supervised, t.escalated, t.circling, t.mended
         from api.ticket t where ' || v_where || ' order by ' || v_order || ' limit $2'
        using p_after_id, least(greatest(p_limit, 0), 200), v_me.id, v_today.from_at, v_today.until_at,
              v_me.unit_id, timestamptz 'epoch' + p_after_due * interval '1 microsecond', v_me.areas, p_owner;
end
$$;

-- What waits for the asker: counts for the status line, by filter of the ticket list; callback: those due now;
-- review: a lead's reviews.
-- Counted up to 200 each, so that a backlog costs no more than that.
create function api.my_work() returns table (filter text, count integer)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_filter text;
begin
    foreach v_filter in array (case (api.me()).role
        when 'unit' then array['unit', 'co', 'today', 'overdue']
        when 'lead' then array['returned', 'extension', 'overdue', 'callback', 'drafts']
        else array['drafts', 'callback', 'today', 'overdue'] end) loop
        filter := v_filter;
        if v_filter = 'callback' then
            select count(*)::integer into count from api.callback_list('due', p_limit => 200);
        else
            select count(*)::integer into count from api.ticket_list(v_filter, null, null, 200);
        end if;
        return next;
    end loop;
    if (api.me()).role = 'lead' then
        filter := 'review';
        count := api.review_count();
        return next;
    end if;
end
$$;

-- The whole history of a ticket in one timeline, oldest first.
create view api.timeline with (security_invoker = true) as
select e.id, e.ticket_id, e.at, e.who, e.role,
       e.action, e.from_state, e.to_state, e.reason,
       coalesce(e.data ->> 'unit', '') as unit, coalesce(e.data ->> 'co_units', '') as co_units, coalesce(e.data ->> 'means', '') as means,
       coalesce(e.data ->> 'transfer_to', '') as transfer_to, coalesce(e.data ->> 'to', '') as given_to,
       coalesce(e.data ->> 'into', e.data ->> 'merged', '') as other, coalesce(e.data ->> 'days', '') as days,
       coalesce(e.data ->> 'outcome', '') as outcome, coalesce(e.data ->> 'responded', '') as responded,
       coalesce(e.data ->> 'solved', '') as solved, coalesce(e.data ->> 'satisfied', '') as satisfied,
       coalesce(e.data ->> 'timely', '') as timely, coalesce(e.data ->> 'complete', '') as complete,
       coalesce(e.data ->> 'recorded', '') as recorded, coalesce(e.data ->> 'genuine', '') as genuine,
       coalesce(e.data ->> 'drawn', '') as drawn, coalesce(e.data ->> 'decided', '') as decided,
       concat(e.data ->> 'score', '/' || (e.data ->> 'most')) as score,
       coalesce(e.data ->> 'agent', '') as agent
from hotline.event e;

-- A draft as the form had it, for going on. out: the fields as texts, a choice of yes or no empty for no; its
-- owner's or a lead's.
create function api.ticket_form(p_ticket bigint) returns table (field text, value text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select e.key, e.value
    from hotline.me() m join hotline.ticket t on t.state = 'draft' and hotline.may_see(t),
         jsonb_each_text(to_jsonb(t) || jsonb_build_object('confidential', case when t.confidential then 'true' else '' end)) e
    where t.id = p_ticket and e.key in (select f.field from hotline.form_field f) and e.value is not null
    union all
    select 'articles', string_agg(u.article_id::text, ' ' order by u.id)
    from hotline.me() m join hotline.ticket t on t.state = 'draft' and hotline.may_see(t)
    join hotline.article_use u on u.ticket_id = t.id
    where t.id = p_ticket having count(*) > 0
$$;
