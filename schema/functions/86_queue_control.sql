-- Who is next: marked numbers and who gave up often, then who is to be answered first by the limit of the channel (a call
-- within 15 seconds, a message within minutes); skills and what overflows to whom, and the alert.

-- out: does a mark hold today, by the centre's day?
create or replace function hotline.mark_holds(p_mark hotline.marked_number) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p_mark.enabled and (p_mark.until is null or p_mark.until >= (now() at time zone hotline.setting_value('timezone'))::date)
$$;

-- out: the priority of a number that calls now, 0 for a withheld one (rule: marked by a lead or an administrator
-- 2; gave up priority_abandoned_limit times today, by the centre's day, 1).
create or replace function hotline.call_priority(p_key text) returns smallint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when p_key = '' then 0
        when exists (select from hotline.marked_number m where m.phone_key = p_key and hotline.mark_holds(m)) then 2
        when (select count(*) from (select from hotline.call c where c.phone_key = p_key and c.phone_key <> '' and c.state = 'abandoned'
                  and c.queued_at >= date_trunc('day', now() at time zone z.zone) at time zone z.zone
                  limit hotline.setting_value('priority_abandoned_limit')::integer) gave_up)
             >= hotline.setting_value('priority_abandoned_limit')::integer then 1
        else 0 end::smallint
    from (select hotline.setting_value('timezone') as zone) z
$$;

-- Which calls are a person's: those without a skill, those of the own skills, and by rule those of others after a
-- while. out: skills, and in the same order the seconds after which their calls are offered (own ones: 0).
-- plpgsql keeps its plan; the taking of a call asks this each time.
create or replace function hotline.offered_skills(p_person bigint, out skills text[], out waits integer[])
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_own text[] := (select p.skills from hotline.person p where p.id = p_person);
begin
    select coalesce(array_agg(o.skill order by o.skill), '{}'), coalesce(array_agg(o.wait order by o.skill), '{}') into skills, waits
    from (select every.skill, min(every.wait) as wait
          from (select unnest(v_own) as skill, 0 as wait
                union all
                select r.skill, r.after_seconds from hotline.overflow_rule r where r.to_skill is null or r.to_skill = any (v_own)) every
          group by every.skill) o;
end
$$;

-- out: from when on a call is offered to who has these (hotline.offered_skills); null: never.
create or replace function hotline.offered_at(p_skill text, p_queued_at timestamptz, p_skills text[], p_waits integer[])
returns timestamptz language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_skill is null then p_queued_at
                else p_queued_at + p_waits[array_position(p_skills, p_skill)] * interval '1 second' end
$$;

-- out: does a call of a training ring for another trainee? Two who train beside each other have their own callers.
create or replace function hotline.rings_another(p_call bigint, p_person bigint) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select exists (select from hotline.drill where call_id = p_call and person_id <> p_person and ended_at is null)
$$;

-- The call that a person is to take next by hand, locked; all null: none. The order is that of the index call_waiting. What
-- hotline.offered_at says is written out: a thousand calls of a skill may stand before the one that is taken, and a
-- call of a function for each of them costs ten times the comparison. The skills are asked for when the first call
-- that needs one is met.
create or replace function hotline.next_call(p_person bigint) returns hotline.call
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_call hotline.call;
    v_now  timestamptz := clock_timestamp();
    v_real boolean := not hotline.in_training();
begin
    with o as materialized (select skills, waits from hotline.offered_skills(p_person))
    select c.* into v_call from hotline.call c
    where c.state = 'waiting' and not c.by_switch
      and (c.skill is null
           or c.queued_at + ((select waits from o))[array_position((select skills from o), c.skill)] * interval '1 second' <= v_now)
      and (v_real or not hotline.rings_another(c.id, p_person))
    order by c.priority desc, hotline.answer_by(c.queued_at, c.answer_seconds), c.id for update skip locked limit 1;
    return v_call;
end
$$;

-- Refuses what cannot be taken by hand because a telephone is picked up instead (pick_up here, rings_at {who}, or
-- switch_rings), and call_needs_skill when a waiting call is not an agent's to take yet; leads may take any. Refuses
-- not_your_call when it rings for another trainee.
create or replace function hotline.check_offered(p_call hotline.call, p_me hotline.person) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.refuse('not_your_call') where hotline.in_training() and hotline.rings_another(p_call.id, p_me.id);
    if p_call.by_switch then
        perform hotline.refuse(case p_call.ringing_id when p_me.id then 'pick_up' else 'rings_at' end, '',
            jsonb_build_object('who', number || ' ' || name)) from hotline.person where id = p_call.ringing_id;
        perform hotline.refuse('switch_rings');
    end if;
    if p_call.skill is not null and p_me.role <> 'lead' and not coalesce((select hotline.offered_at(p_call.skill, p_call.queued_at,
        o.skills, o.waits) <= clock_timestamp() from hotline.offered_skills(p_me.id) o), false) then
        perform hotline.refuse('call_needs_skill', '', jsonb_build_object('skill', (select name from hotline.skill where code = p_call.skill)));
    end if;
end
$$;

-- The waiting calls and messages, the next one first (by priority, then by when they are to be answered), with what is known of the number.
-- out: priority, skill: its name, mark: why the number is marked ('' each: none); offered_at: from when on it is the
-- asker's to take, null: never; by_switch: it is not taken but rings, at rings_with ('': at nobody's telephone just now), and
-- is offered to whom it rings with. An agent sees those that are or will be offered, and those that may ring.
create function api.calls_waiting(p_limit integer default 200)
returns table (id bigint, phone_masked text, area text, queued_at timestamptz, note text,
               month_calls integer, abandoned_today integer, open_tickets integer, priority smallint, skill text,
               mark text, offered_at timestamptz, by_switch boolean, rings_with text, channel text, channel_name text, answer_by timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with me as materialized (select m.id, m.role, not hotline.in_training() as real, o.skills, o.waits from hotline.me() m cross join lateral hotline.offered_skills(m.id) o)
    select c.id, c.phone_masked, coalesce(a.path, ''), c.queued_at, c.note, h.month_calls,
           h.abandoned_today, h.open_tickets, c.priority, coalesce(s.name, ''), coalesce(k.reason, ''), c.offered_at, c.by_switch, coalesce(r.number || ' ' || r.name, ''), c.channel, n.name, c.answer_by
    from (select c.*, hotline.answer_by(c.queued_at, c.answer_seconds) as answer_by, case when not c.by_switch then hotline.offered_at(c.skill, c.queued_at, me.skills, me.waits)
                           when c.ringing_id = me.id then c.ringing_since end as offered_at
          from hotline.call c, me
          where c.state = 'waiting' and (me.role in ('lead', 'admin') or c.ringing_id = me.id or me.role = 'agent'
                and hotline.offered_at(c.skill, c.queued_at, me.skills, me.waits) is not null)
            and (me.real or not hotline.rings_another(c.id, me.id))
          order by c.priority desc, hotline.answer_by(c.queued_at, c.answer_seconds), c.id limit least(greatest(p_limit, 0), 1000)) c
    left join hotline.area a on a.id = c.area_id left join hotline.skill s on s.code = c.skill
    left join hotline.marked_number k on k.phone_key = c.phone_key and hotline.mark_holds(k)
    left join hotline.person r on r.id = c.ringing_id
    left join hotline.channel n on n.code = c.channel
    cross join lateral hotline.caller_history(c.phone_key) h
    order by c.priority desc, c.answer_by, c.id
$$;

-- Marks the number of a call: it comes first from now on, also this one when it still waits. in: the call, why (the
-- agent reads it as it rings), for how many days (empty: for good; 0: the mark is taken away).
-- out: {"call", "priority"}. The call's timeline says who did it and why.
create function api.number_mark(p_request uuid, p_call bigint, p_reason text, p_days text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'number_mark', jsonb_build_array(p_call, p_reason, p_days));
    v_call   hotline.call;
    v_days   text := btrim(coalesce(p_days, ''));
    v_until  date;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_call from hotline.call where id = p_call;
    if v_call.id is null or not (hotline.my_areas() is null or v_call.area_id is null or v_call.area_id = any (hotline.my_areas())) then
        perform hotline.refuse('not_found');
    elsif v_call.phone_key = '' then
        perform hotline.refuse('number_withheld');
    elsif v_days !~ '^([0-9]{1,3})?$' then
        perform hotline.refuse('field_bad', 'days_marked');
    end if;
    perform hotline.check_reason(p_reason);
    v_until := (now() at time zone hotline.setting_value('timezone'))::date + nullif(v_days, '')::integer - 1;
    insert into hotline.marked_number (number, reason, by_id, until, enabled)
    values (v_call.phone, p_reason, hotline.my_id(), v_until, v_days <> '0')
    on conflict (phone_key) do update set reason = excluded.reason, by_id = excluded.by_id, at = clock_timestamp(),
                                          until = excluded.until, enabled = excluded.enabled;
    perform hotline.rank_waiting(v_call.phone_key);
    perform hotline.record_event(null, p_call, case v_days when '0' then 'unmark' else 'mark' end, null, null, p_reason,
                                 jsonb_build_object('until', v_until));
    return hotline.request_done(p_request, jsonb_build_object('call', p_call,
        'priority', (select priority from hotline.call where id = p_call)));
end
$$;

-- A mark has changed: the waiting calls of its number get their place anew.
create or replace function hotline.rank_waiting(p_key text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    update hotline.call set priority = hotline.call_priority(p_key)
    where state = 'waiting' and phone_key = p_key and phone_key <> '';
    if found then
        perform pg_notify('hotline_call', '');
    end if;
end
$$;

-- A workstation of a lead has seen that a call waits longer than queue_alert_seconds: the leads who are there get
-- a message, once as long as a call that was told of still waits. Several who see it at once tell it once.
-- out: {"told": how many leads}.
create function api.queue_alert(p_request uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'queue_alert', '[]');
    v_seconds integer := hotline.setting_value('queue_alert_seconds')::integer;
    v_leads   bigint[] := '{}';
    v_id      bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform pg_advisory_xact_lock(hashtext('hotline.queue_alert'));
    if not exists (select from hotline.call where state = 'waiting' and channel = 'call' and alerted_at is not null) then
        select id into v_id from hotline.call
        where state = 'waiting' and channel = 'call' and queued_at <= now() - v_seconds * interval '1 second' order by queued_at limit 1;
        update hotline.call set alerted_at = clock_timestamp() where id = v_id and state = 'waiting';
        if found then
            v_leads := array(select p.id from hotline.person p join hotline.people_holding(hotline.presence_class()) h on h.person_id = p.id
                             where p.role = 'lead' and p.enabled);
            perform hotline.record_event(null, v_id, 'queue_alert', 'waiting', 'waiting', '', jsonb_build_object('seconds', v_seconds));
            perform hotline.tell(v_leads, 'queue_alert', jsonb_build_object('seconds', v_seconds,
                'waiting', (select count(*) from hotline.call where state = 'waiting' and channel = 'call')));
        end if;
    end if;
    return hotline.request_done(p_request, jsonb_build_object('told', cardinality(v_leads)));
end
$$;

-- Rows of hotline admin: skills, overflow (no after_seconds: the rule is taken out), marked.
create or replace function hotline.import_skill(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_code text := hotline.row_text(p_row, 'code', null, 40);
    v_old  hotline.skill;
    v_new  hotline.skill;
begin
    select * into v_old from hotline.skill where code = v_code;
    if v_code ~ '[[:space:],;,、;]' then
        perform hotline.refuse('field_bad', 'code');
    end if;
    insert into hotline.skill (code, name, kind, enabled)
    values (v_code, hotline.row_text(p_row, 'name', v_old.name, 20),
            hotline.row_choice(p_row, 'kind', v_old.kind, '{dialect,enterprise,category}'),
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (code) do update set name = excluded.name, kind = excluded.kind, enabled = excluded.enabled returning * into v_new;
    return hotline.import_outcome(case when v_old.code is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

create or replace function hotline.import_overflow(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_skill text := hotline.row_text(p_row, 'skill', null, 40);
    v_to    text := nullif(hotline.row_value(p_row, 'to_skill', '', 40), '');
    v_after text := hotline.row_value(p_row, 'after_seconds', '', 10);
    v_old   hotline.overflow_rule;
    v_new   hotline.overflow_rule;
begin
    if v_skill not in (select code from hotline.skill) then
        perform hotline.refuse('field_bad', 'skill');
    elsif v_to = v_skill or v_to not in (select code from hotline.skill) then
        perform hotline.refuse('field_bad', 'to_skill');
    elsif not p_row ? 'after_seconds' then
        perform hotline.refuse('field_missing', 'after_seconds');
    end if;
    select * into v_old from hotline.overflow_rule where skill = v_skill and to_skill is not distinct from v_to;
    if v_after = '' then
        delete from hotline.overflow_rule where skill = v_skill and to_skill is not distinct from v_to;
        return case when found then 'disabled' else 'unchanged' end;
    end if;
    insert into hotline.overflow_rule (skill, to_skill, after_seconds)
    values (v_skill, v_to, hotline.row_integer(p_row, 'after_seconds', null, 0, 3600))
    on conflict (skill, to_skill) do update set after_seconds = excluded.after_seconds returning * into v_new;
    return hotline.import_outcome(case when v_old.skill is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;

create or replace function hotline.import_marked(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_number text := hotline.clean_phone(hotline.row_text(p_row, 'number', null, 40), 'number');
    v_old    hotline.marked_number;
    v_new    hotline.marked_number;
begin
    select * into v_old from hotline.marked_number where phone_key = hotline.phone_key(v_number);
    insert into hotline.marked_number (number, reason, by_id, until, enabled)
    values (v_number, hotline.row_text(p_row, 'reason', v_old.reason, 200), hotline.my_id(),
            case when p_row ->> 'until' is null then v_old.until when btrim(p_row ->> 'until') <> '' then hotline.row_day(p_row, 'until') end,
            hotline.row_boolean(p_row, 'enabled', coalesce(v_old.enabled, true)))
    on conflict (phone_key) do update set reason = excluded.reason, by_id = excluded.by_id, at = clock_timestamp(),
                                          until = excluded.until, enabled = excluded.enabled
    returning * into v_new;
    perform hotline.rank_waiting(v_new.phone_key);
    return hotline.import_outcome(case when v_old.phone_key is not null then to_jsonb(v_old) - '{by_id,at,number}'::text[] end,
                                  to_jsonb(v_new) - '{by_id,at,number}'::text[]);
end
$$;
