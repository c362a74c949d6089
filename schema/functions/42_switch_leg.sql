-- The switch's channel events: whose telephone rings, and the legs of a call.

-- in: a channel's id. out: the name of its call in the log: the channel that entered the queue, of those it is joined with; for
-- a call from outside that is linkedid itself.
create or replace function hotline.leg_callid(p_linkedid text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce((select uniqueid from hotline.call_leg where linkedid = p_linkedid and is_queue order by started_at, uniqueid limit 1), p_linkedid)
$$;

-- in: a channel's name: PJSIP/1003-0000002a, Local/1003@agents-0000002a;1. out: the number of the agent whose telephone it is,
-- by setting switch_interface; null when it is none's.
create or replace function hotline.channel_number(p_channel text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p.number
    from (select split_part(value, '{number}', 1) as before, regexp_replace(split_part(value, '{number}', 2), '/[a-z]*$', '') as after,
                 regexp_replace(p_channel, '-[0-9a-f]{8}(;[12])?$', '') as device
          from hotline.setting where key = 'switch_interface') c
    join hotline.person p on p.number = substr(c.device, length(c.before) + 1, greatest(length(c.device) - length(c.before) - length(c.after), 0))
                         and c.device = c.before || p.number || c.after
$$;

-- in: a channel event. out: whom the channel was made to; '' when this event does not say. A telephone that is rung has no
-- extension ('s'): an agent's says whose it is in its name, one that Dial rings says so when it answers or is let go.
create or replace function hotline.leg_party(p_row switch.cel) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(case when p_row.eventtype = 'CHAN_START' then coalesce(nullif(nullif(p_row.exten, ''), 's'), hotline.channel_number(p_row.channame))
                         when p_row.eventtype in ('ANSWER', 'HANGUP') and p_row.appname = 'AppDial' then nullif(p_row.exten, 's') end, '')
$$;

-- One channel event as the leg's times; in whatever order, the first of each stays.
create or replace function hotline.leg_note(p_at timestamptz, p_row switch.cel) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.call_leg as l (uniqueid, linkedid, channel, party, is_queue, started_at, answered_at, ended_at)
    values (p_row.uniqueid, coalesce(nullif(p_row.linkedid, ''), p_row.uniqueid), coalesce(p_row.channame, ''),
            hotline.leg_party(p_row),
            p_row.eventtype = 'APP_START' and p_row.appname = 'Queue',
            case p_row.eventtype when 'CHAN_START' then p_at end, case p_row.eventtype when 'ANSWER' then p_at end,
            case when p_row.eventtype in ('HANGUP', 'CHAN_END') then p_at end)
    on conflict (uniqueid) do update set
        channel = case when l.channel = '' then excluded.channel else l.channel end,
        party = case when l.party = '' then excluded.party else l.party end,
        is_queue = l.is_queue or excluded.is_queue,
        started_at = least(l.started_at, excluded.started_at), answered_at = least(l.answered_at, excluded.answered_at),
        ended_at = least(l.ended_at, excluded.ended_at)
    where (l.channel = '' and excluded.channel <> '') or (l.party = '' and excluded.party <> '') or (excluded.is_queue and not l.is_queue)
       or coalesce(excluded.started_at < l.started_at, excluded.started_at is not null)
       or coalesce(excluded.answered_at < l.answered_at, excluded.answered_at is not null)
       or coalesce(excluded.ended_at < l.ended_at, excluded.ended_at is not null)
$$;

-- An agent's telephone begins to ring, or ends.
create or replace function hotline.leg_rings(p_at timestamptz, p_row switch.cel) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_leg    hotline.call_leg;
    v_person bigint;
begin
    select * into v_leg from hotline.call_leg where uniqueid = p_row.uniqueid;
    select id into v_person from hotline.person where number = v_leg.party and v_leg.party <> '';
    if v_person is null then
        return;
    end if;
    if p_row.eventtype = 'CHAN_START' then
        update hotline.call set ringing_id = v_person, ringing_since = p_at
        where switch_ref = hotline.leg_callid(v_leg.linkedid) and state = 'waiting' and hotline.happens_now(p_at);
    else
        update hotline.call set ringing_id = null, ringing_since = null
        where switch_ref = hotline.leg_callid(v_leg.linkedid) and state = 'waiting' and ringing_id = v_person;
    end if;
    perform pg_notify('hotline_call', '') where found;
end
$$;

create or replace function hotline.on_cel() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_at timestamptz;
begin
    if new.eventtype not in ('CHAN_START', 'ANSWER', 'HANGUP', 'CHAN_END', 'APP_START') or (new.eventtype = 'APP_START' and new.appname <> 'Queue') then
        return null;
    end if;
    v_at := hotline.switch_time(new.eventtime);
    if v_at is null or coalesce(new.uniqueid, '') = '' then
        perform hotline.switch_doubt('cel', case when v_at is null then 'the time is none' else 'no channel is named' end, to_jsonb(new));
        return null;
    end if;
    perform hotline.leg_note(v_at, new);
    if new.eventtype in ('CHAN_START', 'HANGUP') then
        perform hotline.leg_rings(v_at, new);
    end if;
    return null;
exception when others then
    perform hotline.switch_doubt('cel', sqlerrm, to_jsonb(new));
    return null;
end
$$;
create or replace trigger cel_read after insert on switch.cel for each row execute function hotline.on_cel();

-- The legs of a call: who was brought in, when, for how long; a hand-over that only the form tells of is one too. in: a call. out: kind: caller, agent, other (119, a unit, a third
-- party); party: the number; who: an agent's or a unit's name, '' for others.
create function api.call_legs(p_call bigint)
returns table (kind text, party text, who text, started_at timestamptz, answered_at timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select x.kind, x.party, coalesce(p.name, n.name, ''), x.started_at, x.answered_at, x.ended_at
    from hotline.me() m, hotline.call c
    cross join lateral (
        select case when bool_or(l.uniqueid = c.switch_ref) then 'caller' when exists (select from hotline.person o where o.number = l.party) then 'agent' else 'other' end as kind,
               case when bool_or(l.uniqueid = c.switch_ref) then c.phone_masked else l.party end as party,
               min(l.started_at) as started_at, min(l.answered_at) as answered_at, max(l.ended_at) as ended_at
        from hotline.call_leg l
        where l.linkedid = (select q.linkedid from hotline.call_leg q where q.uniqueid = c.switch_ref) and l.party <> ''
        group by l.party
        union all
        select 'other', t.transfer_to, t.accepted_at, null, null from hotline.ticket t where t.call_id = c.id and t.transfer_to is not null
          and not exists (select from hotline.call_leg l join hotline.call_leg q on q.linkedid = l.linkedid
                          where q.uniqueid = c.switch_ref and l.party = t.transfer_to)
    ) x
    left join hotline.person p on p.number = x.party left join hotline.transfer_number n on n.number = x.party
    where c.id = p_call and (c.agent_id = m.id or m.role in ('lead', 'admin')) order by x.started_at, x.kind
$$;
