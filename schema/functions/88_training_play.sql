-- The caller of a drill: rings, loses patience, speaks line by line, answers what is asked, hangs up.

-- How long until the next line, in seconds of life: who speaks takes some 8 characters a second, after a breath.
create or replace function hotline.speaking_time(p_text text) returns interval
language sql immutable set search_path = pg_catalog, pg_temp as $$ select make_interval(secs => 1.2 + 0.12 * char_length(p_text)) $$;

-- out: a moment that many seconds of this drill's life from now.
create or replace function hotline.drill_later(p_drill hotline.drill, p_wait interval) returns timestamptz
language sql volatile set search_path = pg_catalog, pg_temp as $$ select clock_timestamp() + p_wait / p_drill.speed $$;

-- How long a caller with nothing left to say stays on the line.
create or replace function hotline.last_words() returns interval
language sql immutable set search_path = pg_catalog, pg_temp as $$ select interval '180 seconds' $$;

-- A line of a drill's talk; in a call it is the call's line too.
create or replace function hotline.drill_tell(p_drill hotline.drill, p_speaker text, p_text text, p_utterances text[] default '{}') returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_n integer;
begin
    select coalesce(max(n), 0) + 1 into v_n from hotline.drill_line where drill_id = p_drill.id;
    insert into hotline.drill_line (drill_id, n, speaker, text, utterances) values (p_drill.id, v_n, p_speaker, left(p_text, 500), p_utterances);
    insert into hotline.call_line (call_id, n, speaker, text)
    select c.id, coalesce((select max(l.n) from hotline.call_line l where l.call_id = c.id), 0) + 1, p_speaker, left(p_text, 500)
    from hotline.call c where c.id = p_drill.call_id and c.state = 'talking';
    perform pg_notify('hotline_call', coalesce(p_drill.call_id, 0)::text);
    perform pg_notify('hotline_training', '');
    return v_n;
end
$$;

-- What callers say to what their scenario has no answer for: to a question by mood, to rudeness alike; null: nothing, they go on.
create or replace function hotline.vague_answer(p_mood text, p_utterance text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_utterance = 'rude' then '你怎么这样说话?'
                when p_utterance <> all ('{name,phone,place,when,detail,people,confirm,other}') then null
                else case p_mood when 'angry' then '这个我不管,你们快点解决!' when 'anxious' then '这个我一时说不上来,您先帮我处理吧。'
                       when 'afraid' then '我……我不知道。' when 'vague' then '嗯……记不清了。' else '这个我不太清楚。' end end
$$;

-- out: what a caller answers to an utterance, for the so-manieth time: the scenario's answers in turn, the last again and
-- again; null: the scenario has none.
create or replace function hotline.scenario_answer(p_content jsonb, p_utterance text, p_times integer) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select a.answer from (select a.answer, row_number() over (order by a.n) - 1 as i, count(*) over () as all_of_them
                          from jsonb_array_elements(coalesce(p_content #> '{caller,answers}', '[]')) with ordinality a (answer, n)
                          where a.answer ->> 'to' = p_utterance) a
    where a.i = least(p_times, a.all_of_them - 1)
$$;

-- The caller hears one line of the trainee and will answer it. in: the drill and its scenario; the line's utterances, of
-- which the plainest that the scenario has an answer for is answered, rudeness before all. Where it has none: its answer to
-- other things, unless the line asks for no answer. Who is treated rudely hangs up at the second time.
create or replace function hotline.drill_hear(p_drill hotline.drill, p_content jsonb, p_utterances text[]) returns hotline.drill
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_said   text := case when 'rude' = any (p_utterances) then 'rude' else coalesce(
                         (select u from unnest(p_utterances) with ordinality o (u, n)
                          where hotline.scenario_answer(p_content, u, 0) is not null order by n limit 1), p_utterances[1]) end;
    v_times  integer := coalesce((p_drill.answered ->> v_said)::integer, 0);
    v_other  integer := coalesce((p_drill.answered ->> 'other')::integer, 0);
    v_answer jsonb := hotline.scenario_answer(p_content, v_said, v_times);
    v_counts jsonb := jsonb_build_object(v_said, v_times + 1);
begin
    if v_answer is null and v_said <> all ('{greet,goodbye,hold,process,deadline,secrecy,soothe,silence,ack}') then
        v_counts := v_counts || jsonb_build_object('other', v_other + 1);
        v_answer := coalesce(hotline.scenario_answer(p_content, 'other', v_other),
                             jsonb_build_object('says', array_remove(array[hotline.vague_answer(p_content #>> '{caller,mood}', v_said)], null)));
    end if;
    update hotline.drill set
        answered = answered || v_counts,
        to_say = to_say || array(select jsonb_array_elements_text(coalesce(v_answer -> 'says', '[]'))),
        hangs_up = hangs_up or coalesce((v_answer ->> 'hangs_up')::boolean, false)
                   or 'goodbye' = any (p_utterances) or (v_said = 'rude' and v_times >= 1),
        next_at = hotline.drill_later(p_drill, interval '1.2 seconds')
    where id = p_drill.id returning * into p_drill;
    return p_drill;
end
$$;

-- Nobody has spoken for as long as the scenario says: the caller asks, or hangs up when there is nothing left to wait for.
create or replace function hotline.drill_silent(p_drill hotline.drill, p_content jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_since  timestamptz := coalesce((select max(at) from hotline.drill_line where drill_id = p_drill.id), p_drill.talking_at);
    v_asked  integer := coalesce((p_drill.answered ->> 'silence')::integer, 0);
    v_answer jsonb := hotline.scenario_answer(p_content, 'silence', v_asked);
begin
    if v_asked < (select count(*) from jsonb_array_elements(coalesce(p_content #> '{caller,answers}', '[]')) a where a ->> 'to' = 'silence')
       and clock_timestamp() >= v_since + make_interval(secs => coalesce((v_answer ->> 'after')::double precision, 20)) / p_drill.speed then
        perform hotline.drill_hear(p_drill, p_content, '{silence}');
    elsif clock_timestamp() >= v_since + hotline.last_words() / p_drill.speed then
        update hotline.drill set hangs_up = true where id = p_drill.id;
    end if;
end
$$;

-- One caller who is talked with: hears, then speaks, asks whether anybody is there, or hangs up.
create or replace function hotline.drill_talk(p_drill hotline.drill, p_content jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_line    record;
    v_opening jsonb := coalesce(p_content #> '{caller,opening}', '[]');
    v_text    text;
begin
    for v_line in select n, utterances from hotline.drill_line
                  where drill_id = p_drill.id and speaker = 'agent' and n > p_drill.heard order by n loop
        p_drill := hotline.drill_hear(p_drill, p_content, v_line.utterances);
        update hotline.drill set heard = v_line.n where id = p_drill.id;
    end loop;
    if p_drill.next_at > clock_timestamp() then
        return;
    end if;
    if cardinality(p_drill.to_say) > 0 then
        v_text := p_drill.to_say[1];
        update hotline.drill set to_say = to_say[2:] where id = p_drill.id;
    elsif not p_drill.hangs_up and p_drill.said < jsonb_array_length(v_opening) then
        v_text := v_opening ->> p_drill.said;
        update hotline.drill set said = said + 1 where id = p_drill.id;
    end if;
    if v_text is not null then
        perform hotline.drill_tell(p_drill, 'citizen', v_text);
        update hotline.drill set next_at = hotline.drill_later(p_drill, hotline.speaking_time(v_text)) where id = p_drill.id;
    elsif not p_drill.hangs_up then
        perform hotline.drill_silent(p_drill, p_content);
    elsif p_drill.call_id is not null then
        perform api.call_end(gen_random_uuid(), p_drill.call_id);
    else
        update hotline.drill set state = 'closing' where id = p_drill.id;
        perform pg_notify('hotline_training', '');
    end if;
end
$$;

-- The caller is answered, or the citizen picks up: who waits and whose call was taken, or whose callback the trainee has
-- taken on, talks. out: the drill as it is now.
create or replace function hotline.drill_answered(p_drill hotline.drill) returns hotline.drill
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if (case p_drill.state
        when 'waiting' then exists (select from hotline.call where id = p_drill.call_id and state in ('talking', 'ended'))
        when 'staged' then exists (select from hotline.callback c join hotline.drill_ticket t on t.ticket_id = c.ticket_id
                                   where t.drill_id = p_drill.id and c.claimed_by = p_drill.person_id and c.closed_at is null)
                           and exists (select from hotline.scenario where code = p_drill.scenario and flow = 'callback')
        else false end) then
        update hotline.drill set state = 'talking', talking_at = clock_timestamp(), next_at = hotline.drill_later(p_drill, interval '1 second')
        where id = p_drill.id returning * into p_drill;
        perform pg_notify('hotline_training', '');
    end if;
    return p_drill;
end
$$;

-- out: does what a drill was about have its record? A ticket that is put aside has not: it is gone on with. The citizen who
-- was rung: nothing more is owed.
create or replace function hotline.drill_recorded(p_drill hotline.drill) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when p_drill.call_id is not null
        then hotline.call_has_record(p_drill.call_id) and not exists (select from hotline.ticket where call_id = p_drill.call_id and state = 'draft')
        else not exists (select from hotline.callback c join hotline.drill_ticket t on t.ticket_id = c.ticket_id
                         where t.drill_id = p_drill.id and c.closed_at is null) end
$$;

-- What is due of one drill.
create or replace function hotline.drill_step(p_drill hotline.drill) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_scenario hotline.scenario;
    v_caller   jsonb;
begin
    select * into v_scenario from hotline.scenario where code = p_drill.scenario;
    v_caller := v_scenario.content -> 'caller';
    p_drill := hotline.drill_answered(p_drill);
    if p_drill.state = 'staged' and v_caller is not null and v_scenario.flow <> 'callback' then
        update hotline.drill set state = 'waiting', next_at = hotline.drill_later(p_drill, make_interval(secs => coalesce((v_caller ->> 'patience')::double precision, 90))),
            call_id = (api.call_arrive(gen_random_uuid(), coalesce(v_caller ->> 'phone', ''), 'drill-' || p_drill.id,
                (select id from hotline.area where code = v_caller ->> 'area')) ->> 'call')::bigint
        where id = p_drill.id;
    elsif p_drill.state = 'waiting' and clock_timestamp() >= p_drill.next_at then
        -- whoever is just taking it has it
        perform from hotline.call where id = p_drill.call_id and state <> 'talking' for update;
        if found then
            perform hotline.drill_end(p_drill, 'missed');
        end if;
    elsif p_drill.state = 'talking' and exists (select from hotline.call where id = p_drill.call_id and state = 'ended') then
        update hotline.drill set state = 'closing' where id = p_drill.id;
        perform pg_notify('hotline_training', '');
    elsif p_drill.state = 'talking' and v_scenario.flow = 'callback'
          and not exists (select from hotline.callback c join hotline.drill_ticket t on t.ticket_id = c.ticket_id
                          where t.drill_id = p_drill.id and c.kind = 'satisfaction' and c.closed_at is null)
          and clock_timestamp() > coalesce((select max(at) from hotline.drill_line where drill_id = p_drill.id), p_drill.talking_at) + interval '15 seconds' / p_drill.speed then
        -- the rating is there, and nobody says anything more
        perform hotline.drill_end(p_drill, 'done');
    elsif p_drill.state = 'talking' then
        perform hotline.drill_talk(p_drill, v_scenario.content);
    elsif p_drill.state = 'closing' and hotline.drill_recorded(p_drill) then
        perform hotline.drill_end(p_drill, 'done');
    end if;
end
$$;

-- out: a number in [0, 1) that follows from a shift's seed and how many came before alone; which: several for one caller.
create or replace function hotline.shift_chance(p_seed integer, p_n integer, p_which text) returns double precision
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select ('x' || left(md5(format('%s/%s/%s', p_seed, p_n, p_which)), 7))::bit(28)::integer / 268435456.0
$$;

-- One caller more of a shift: which scenario, and when the next one comes (a Poisson process, 40 s of life between two).
create or replace function hotline.shift_arrive(p_shift hotline.training_shift) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_me       hotline.person;
    v_scenario hotline.scenario;
begin
    select * into v_me from hotline.person where id = p_shift.person_id;
    select s.* into v_scenario from hotline.scenario s
    where s.role = 'agent' and s.enabled and s.flow <> 'callback' and s.level <= p_shift.level
      -- each once before one comes again
      and (select count(*) from hotline.drill d where d.shift_id = p_shift.id and d.scenario = s.code)
          = (select min(played) from (select count(d.id) as played from hotline.scenario o
                left join hotline.drill d on d.shift_id = p_shift.id and d.scenario = o.code
                where o.role = 'agent' and o.enabled and o.flow <> 'callback' and o.level <= p_shift.level group by o.code) p)
    order by md5(format('%s/%s/%s', p_shift.seed, p_shift.arrived, s.code)) limit 1;
    if v_scenario.code is not null then
        perform hotline.drill_set_out(v_me, v_scenario, p_shift.speed, p_shift.id);
    end if;
    update hotline.training_shift set arrived = arrived + 1,
        next_at = next_at + make_interval(secs => -ln(1 - hotline.shift_chance(seed, arrived, 'gap')) * 40) / speed
    where id = p_shift.id;
end
$$;

-- All that is due now in training, to be called several times a second. out: {"open": drills that are not over}.
create function api.training_play()
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_shift hotline.training_shift;
    v_drill hotline.drill;
    v_open  integer := 0;
begin
    perform hotline.check_training();
    for v_shift in select * from hotline.training_shift where ended_at is null for update loop
        if clock_timestamp() >= v_shift.next_at and v_shift.next_at < v_shift.ends_at and clock_timestamp() < v_shift.ends_at then
            if (select count(*) from hotline.drill where shift_id = v_shift.id and state in ('staged', 'waiting')) < 6 then
                perform hotline.shift_arrive(v_shift);
            else
                -- who finds the line full comes when there is room, and the next one after that
                update hotline.training_shift set next_at = clock_timestamp() where id = v_shift.id;
            end if;
        elsif clock_timestamp() >= v_shift.ends_at
              and not exists (select from hotline.drill where shift_id = v_shift.id and ended_at is null) then
            update hotline.training_shift set ended_at = clock_timestamp() where id = v_shift.id;
            perform pg_notify('hotline_training', '');
        end if;
    end loop;
    -- what ends first: tickets are locked before calls and agents, as everywhere; a drill that its trainee holds has time
    for v_drill in select * from hotline.drill where ended_at is null order by (state = 'closing') desc, started_at for update skip locked loop
        v_open := v_open + 1;
        perform hotline.drill_step(v_drill);
    end loop;
    return jsonb_build_object('open', v_open);
end
$$;

-- The trainee says something. in: the text, as picked or typed. out: {"n", "utterances": as what it was understood, names}.
-- Refuses call_gone when nobody is there to hear it.
create function api.drill_say(p_request uuid, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'drill_say', jsonb_build_array(p_text));
    v_drill  hotline.drill;
    v_said   text[];
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.check_length(p_text, 'text', 500);
    if hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'text');
    end if;
    -- the call that is talked in, or the citizen who was rung
    select d.* into v_drill from hotline.drill d left join hotline.call c on c.id = d.call_id
    where d.person_id = hotline.my_id() and d.ended_at is null and d.state in ('staged', 'waiting', 'talking')
      and case when d.call_id is null then d.state <> 'waiting' else c.state = 'talking' and c.agent_id = d.person_id end
    order by (d.call_id is not null) desc, (d.state = 'talking') desc limit 1 for update of d;
    v_drill := hotline.drill_answered(v_drill);
    if v_drill.state is distinct from 'talking' then
        perform hotline.refuse('call_gone');
    end if;
    v_said := hotline.utterances_of(p_text);
    return hotline.request_done(p_request, jsonb_build_object('n', hotline.drill_tell(v_drill, 'agent', p_text, v_said),
        'utterances', hotline.utterance_names(v_said)));
end
$$;

-- out: the names of utterances, in words.
create or replace function hotline.utterance_names(p_codes text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(string_agg(u.name, ' ' order by c.n), '') from unnest(p_codes) with ordinality c (code, n) join hotline.utterance u on u.code = c.code
$$;

-- What was said in one's drill that is talked in, or was last. out: the lines, what the trainee's were understood as.
create function api.drill_lines() returns table (n integer, speaker text, at timestamptz, text text, understood text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select l.n, l.speaker, l.at, l.text, hotline.utterance_names(l.utterances)
    from hotline.drill_line l
    where l.drill_id = (select d.id from hotline.drill d, hotline.me() m where d.person_id = m.id
                        order by (d.state = 'talking') desc, d.talking_at desc nulls last, d.started_at desc limit 1)
    order by l.n
$$;

-- A shift of some minutes of life. in: minutes (1 … 480), how fast, the seed (null: any), the hardest level.
-- out: {"shift", "seed"}. Refuses in_shift, field_bad.
create function api.shift_begin(p_request uuid, p_minutes integer, p_speed double precision, p_seed integer, p_level integer)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'shift_begin', jsonb_build_array(p_minutes, p_speed, p_seed, p_level));
    v_me     hotline.person := hotline.me();
    v_seed   integer := coalesce(p_seed, (random() * 999999)::integer);
    v_shift  bigint;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.refuse('not_your_role') where v_me.role <> 'agent';
    perform hotline.refuse('field_bad', 'minutes') where p_minutes is null or p_minutes not between 1 and 480;
    perform hotline.refuse('field_bad', 'speed') where p_speed is null or p_speed not between 0.5 and 1000;
    perform hotline.refuse('field_bad', 'level') where p_level is null or p_level not between 1 and 3;
    perform hotline.refuse('in_shift') where exists (select from hotline.training_shift where person_id = v_me.id and ended_at is null);
    perform hotline.drills_drop(v_me.id);
    insert into hotline.training_shift (person_id, seed, speed, level, ends_at, next_at)
    values (v_me.id, v_seed, p_speed, p_level, clock_timestamp() + make_interval(mins => p_minutes) / p_speed, clock_timestamp())
    returning id into v_shift;
    return hotline.request_done(p_request, jsonb_build_object('shift', v_shift, 'seed', v_seed));
end
$$;

-- Ends one's shift before its time: who still waits is dropped, who is talked with is talked with to the end.
create function api.shift_end(p_request uuid)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'shift_end', '[]');
    v_me     hotline.person := hotline.me();
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.check_training();
    perform hotline.drills_drop(v_me.id, true);
    update hotline.training_shift set ends_at = least(ends_at, clock_timestamp()) where person_id = v_me.id and ended_at is null;
    return hotline.request_done(p_request, '{}');
end
$$;
