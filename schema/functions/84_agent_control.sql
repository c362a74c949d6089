-- What a lead does to the agents of the own district, and an administrator to all: state, skills, shift, messages.

-- out: whom the session's person leads: a lead of a district its agents; a lead of the city all agents; an
-- administrator leads too. Nobody leads oneself.
create or replace function hotline.led_people() returns table (person_id bigint)
language sql stable set search_path = pg_catalog, pg_temp as $$
    with me as materialized (select hotline.my_id() as id, hotline.my_role() as role, hotline.my_areas() as areas)
    select p.id from me, hotline.person p
    where p.enabled and p.id <> me.id and case me.role
        when 'admin' then p.role in ('agent', 'lead')
        when 'lead' then p.role = 'agent' and (me.areas is null or p.district_id = any (me.areas))
        else false end
$$;

-- The same of one person.
create or replace function hotline.may_lead(p_person hotline.person) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select p_person.id in (select person_id from hotline.led_people())
$$;

-- out: the person of this id whom the session's person leads; refuses not_your_role and not_found.
create or replace function hotline.led_person(p_person bigint) returns hotline.person
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_person hotline.person;
begin
    if hotline.my_role() not in ('lead', 'admin') then
        perform hotline.refuse('not_your_role');
    end if;
    select * into v_person from hotline.person where id = p_person;
    if v_person.id is null or not hotline.may_lead(v_person) then
        perform hotline.refuse('not_found');
    end if;
    return v_person;
end
$$;

-- Refuses reason_missing and field_too_long at the field "reason".
create or replace function hotline.check_reason(p_reason text) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', 'reason');
    end if;
    perform hotline.check_length(p_reason, 'reason', 200);
end
$$;

-- A line of the leads' log. in: to whom (null: several, or the queue), what, why, and with what.
create or replace function hotline.record_lead(p_person bigint, p_action text, p_reason text, p_data jsonb default '{}')
returns void language sql set search_path = pg_catalog, pg_temp as $$
    insert into hotline.agent_log (by_id, who, role, person_id, action, reason, data)
    select m.id, coalesce(p.number || ' ' || p.name, ''), coalesce(p.role, ''), p_person, p_action, coalesce(p_reason, ''), p_data
    from hotline.my_id() m (id) left join hotline.person p on p.id = m.id
$$;

-- Ends a person's sessions in this database. Owned by hotline_accounts, the one role that may signal; only agents'
-- and leads' logins can be named. out: how many were ended; 0 also where the right to do it was not granted.
create or replace function hotline.close_terminals(p_login text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not (hotline.has_group(p_login, 'agent') or hotline.has_group(p_login, 'lead')) then
        perform hotline.refuse('not_found');
    end if;
    return (select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
            where usename = p_login and datname = current_database() and pid <> pg_backend_pid());
exception when insufficient_privilege then
    return 0;
end
$$;
alter function hotline.close_terminals(text) owner to hotline_accounts;
grant execute on function hotline.close_terminals(text) to hotline_owner;

-- The agents whom the session's person leads, a page by number. in: filter: all, present (a terminal is connected),
-- ready, talking, break, offline (not signed on); the number and id of the last row before; how many rows (at most
-- 200). out: skills: names, separated by blanks; district '': the whole city; may_break, may_log_out: whether that can
-- be done in this state. An unknown filter is 22023.
create function api.led_agents(p_filter text, p_after_number text default null, p_after_id bigint default null, p_limit integer default 50)
returns table (id bigint, number text, name text, role text, district text, shift text, skills text, state text,
               since timestamptz, reason text, call_id bigint, present boolean, may_break boolean, may_log_out boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_me      hotline.person := hotline.me();
    v_present bigint[];
    v_break   text[] := array(select from_state from hotline.transition where machine = 'agent' and action = 'send_to_break');
    v_log_out text[] := array(select from_state from hotline.transition where machine = 'agent' and action = 'log_out');
begin
    if p_filter <> all ('{all,present,ready,talking,break,offline}') then
        raise exception 'no agent filter %', p_filter using errcode = 'invalid_parameter_value';
    elsif v_me.role not in ('lead', 'admin') then
        return;
    end if;
    v_present := array(select person_id from hotline.people_holding(hotline.presence_class()));
    return query
        select p.id, p.number, p.name, p.role, coalesce(a.path, ''), p.shift,
               coalesce((select string_agg(coalesce(k.name, s), ' ') from unnest(p.skills) s left join hotline.skill k on k.code = s), ''),
               coalesce(s.state, 'offline'), s.since, hotline.reason_text(s.reason), s.call_id, p.id = any (v_present),
               coalesce(s.state, 'offline') = any (v_break), coalesce(s.state, 'offline') = any (v_log_out)
        from hotline.led_people() l join hotline.person p on p.id = l.person_id
        left join hotline.agent_state s on s.person_id = p.id left join hotline.area a on a.id = p.district_id
        where (p_after_id is null or (p.number, p.id) > (p_after_number, p_after_id))
          and case p_filter when 'all' then true when 'present' then p.id = any (v_present)
                            else coalesce(s.state, 'offline') = p_filter end
        order by p.number, p.id limit least(greatest(p_limit, 0), 200);
end
$$;

-- Sets another's state. in: action send_to_break, or log_out (ends the terminals' sessions, gives claims back); why.
-- Nobody is cut off in a call: refuses agent_in_call. Who still owes a call's record stays in after-call work when
-- logged out. out: {"state", "sessions": how many were ended}.
create function api.agent_control(p_request uuid, p_person bigint, p_action text, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'agent_control', jsonb_build_array(p_person, p_action, p_reason));
    v_person   hotline.person;
    v_before   text;
    v_state    text;
    v_sessions integer := 0;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_person := hotline.led_person(p_person);
    if coalesce(p_action, '') not in ('send_to_break', 'log_out') then
        perform hotline.refuse('field_bad', 'action');
    end if;
    perform hotline.check_reason(p_reason);
    select state into v_before from hotline.agent_state where person_id = p_person for update;
    if v_before = 'talking' then
        perform hotline.refuse('agent_in_call', '', jsonb_build_object('who', v_person.number || ' ' || v_person.name));
    end if;
    v_state := hotline.agent_step(p_person, p_action, p_reason);
    if p_action = 'log_out' then
        perform hotline.callback_leave(p_person);
        v_sessions := hotline.close_terminals(v_person.login);
    end if;
    perform hotline.record_lead(p_person, p_action, p_reason, jsonb_build_object('from', coalesce(v_before, 'offline'),
        'to', v_state, 'sessions', v_sessions));
    perform hotline.tell(array[p_person], p_action, jsonb_build_object('reason', p_reason));
    return hotline.request_done(p_request, jsonb_build_object('state', v_state, 'sessions', v_sessions));
end
$$;

-- in: names or codes of skills, separated by blanks or commas; null stays null.
-- out: their codes, each once; refuses skill_unknown at the field "skills".
create or replace function hotline.skill_codes(p_skills text) returns text[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_codes text[] := '{}';
    v_word  text;
    v_code  text;
begin
    foreach v_word in array array_remove(regexp_split_to_array(coalesce(p_skills, ''), '[[:space:],;,、;\u3000]+'), '') loop
        select code into v_code from hotline.skill where enabled and v_word in (code, name) order by code = v_word desc limit 1;
        if v_code is null then
            perform hotline.refuse('skill_unknown', 'skills', jsonb_build_object('skill', v_word, 'skills',
                (select string_agg(name, ' ' order by code) from hotline.skill where enabled)));
        end if;
        v_codes := array_append(array_remove(v_codes, v_code), v_code);
    end loop;
    return case when p_skills is not null then v_codes end;
end
$$;

-- Sets another's skills (as hotline.skill_codes reads them) and shift; null: as it is; and why.
-- out: {"skills": codes, "shift"}; the agent is told.
create function api.agent_assign(p_request uuid, p_person bigint, p_skills text, p_shift text, p_reason text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'agent_assign', jsonb_build_array(p_person, p_skills, p_shift, p_reason));
    v_old    hotline.person;
    v_new    hotline.person;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.led_person(p_person);
    perform hotline.check_reason(p_reason);
    perform hotline.check_length(p_shift, 'shift', 20);
    select * into v_old from hotline.person where id = p_person for update;
    update hotline.person set skills = coalesce(hotline.skill_codes(p_skills), skills), shift = coalesce(btrim(p_shift), shift)
    where id = p_person returning * into v_new;
    if (v_old.skills, v_old.shift) is distinct from (v_new.skills, v_new.shift) then
        perform hotline.record_lead(p_person, 'assign', p_reason, jsonb_build_object('skills', v_new.skills, 'shift', v_new.shift,
            'skills_before', v_old.skills, 'shift_before', v_old.shift));
        perform hotline.tell(array[p_person], 'assigned', jsonb_build_object('shift', v_new.shift, 'reason', p_reason,
            'skills', (select string_agg(name, ' ' order by code) from hotline.skill where code = any (v_new.skills))));
        perform pg_notify('hotline_agent', p_person::text);
    end if;
    return hotline.request_done(p_request, jsonb_build_object('skills', v_new.skills, 'shift', v_new.shift));
end
$$;

-- The shifts of the agents whom the session's person leads, with who would get a message: all of them first
-- (shift null), then each. present: how many of them have a terminal connected now.
create function api.message_audiences() returns table (shift text, people integer, present integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with here as materialized (select person_id from hotline.people_holding(hotline.presence_class())),
    led as (select p.shift, p.id in (select h.person_id from here h) as present
            from hotline.me(), hotline.led_people() l join hotline.person p on p.id = l.person_id)
    select shift, count(*)::integer, (count(*) filter (where present))::integer from led
    group by grouping sets ((), (shift)) having count(*) > 0
    order by grouping(shift) desc, shift
$$;

-- A line on the status bar of one person, or of all whom one leads, or of a shift of them.
-- in: to: the person, or null: of the shift (null: of all). out: {"people": how many got it}.
-- Refuses field_missing and field_too_long text, not_found when there is nobody.
create function api.message_send(p_request uuid, p_to bigint, p_shift text, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'message_send', jsonb_build_array(p_to, p_shift, p_text));
    v_people bigint[];
begin
    if v_answer is not null then
        return v_answer;
    end if;
    if p_to is not null then
        v_people := array[(hotline.led_person(p_to)).id];
    elsif hotline.my_role() not in ('lead', 'admin') then
        perform hotline.refuse('not_your_role');
    else
        v_people := array(select p.id from hotline.led_people() l join hotline.person p on p.id = l.person_id
                          where p_shift is null or p.shift = p_shift);
    end if;
    if hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'message');
    elsif v_people = '{}' then
        perform hotline.refuse('not_found');
    end if;
    perform hotline.check_length(p_text, 'message', 200);
    perform hotline.record_lead(p_to, 'message', p_text, jsonb_build_object('people', cardinality(v_people), 'shift', p_shift));
    perform hotline.tell(v_people, 'said', jsonb_build_object('text', p_text));
    return hotline.request_done(p_request, jsonb_build_object('people', cardinality(v_people)));
end
$$;

-- A page of what was done to a person by leads, newest first: for who leads the person, and for the person. in: the id
-- of the last row before, or null.
create function api.agent_log(p_person bigint, p_after bigint default null, p_limit integer default 50)
returns table (id bigint, at timestamptz, who text, action text, reason text, data jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with person as materialized (
        select p.id from hotline.me() m join hotline.person p on p.id = p_person and (p.id = m.id or hotline.may_lead(p)))
    select l.id, l.at, l.who, l.action, l.reason, l.data
    from person p join hotline.agent_log l on l.person_id = p.id and (p_after is null or l.id < p_after)
    order by l.id desc limit least(greatest(p_limit, 0), 200)
$$;

-- The skills there are, those out of use too.
create function api.skills() returns table (code text, name text, kind text, enabled boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.code, s.name, s.kind, s.enabled from hotline.me(), hotline.skill s order by s.code
$$;
