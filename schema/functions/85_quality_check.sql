-- Quality checks: a lead draws a call or ticket of an agent, gives points by a form, the agent may answer once.

-- The forms in use with their questions. out: form: its code; a row a question, in order.
create function api.quality_forms() returns table (form text, name text, n integer, question text, points integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select f.code, f.name, q.n, q.question, q.points
    from hotline.me(), hotline.quality_form f join hotline.quality_question q on q.form_id = f.id
    where f.enabled order by f.code, q.n
$$;

-- out: what can be checked of an agent's work since then: talked calls with their ticket, and tickets without a
-- call; what was checked already is not.
create or replace function hotline.checkable(p_agent bigint, p_since timestamptz)
returns table (call_id bigint, ticket_id bigint) language sql stable set search_path = pg_catalog, pg_temp as $$
    select w.call_id, w.ticket_id
    from (select c.id as call_id, (select max(t.id) from hotline.ticket t where t.call_id = c.id and t.state <> 'draft') as ticket_id
          from hotline.call c where c.agent_id = p_agent and c.state = 'ended' and c.queued_at >= p_since
          union all
          select null, t.id from hotline.ticket t
          where t.accepted_by = p_agent and t.call_id is null and t.state <> 'draft' and t.accepted_at >= p_since) w
    where not exists (select from hotline.quality_check q where q.call_id = w.call_id or q.ticket_id = w.ticket_id)
$$;

-- Draws one of the last p_days days by chance. out: no row when there is none left; title: the ticket's, or ''.
create function api.quality_draw(p_agent bigint, p_days integer default 7)
returns table (agent_id bigint, agent text, call_id bigint, ticket_id bigint, number text, title text, phone_masked text, at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_agent hotline.person := hotline.led_person(p_agent);
begin
    return query
        select v_agent.id, v_agent.number || ' ' || v_agent.name, w.call_id, w.ticket_id, coalesce(t.number, ''), coalesce(t.title, ''),
               coalesce(c.phone_masked, t.phone_masked, ''), coalesce(c.queued_at, t.accepted_at)
        from (select * from hotline.checkable(v_agent.id, now() - least(greatest(p_days, 1), 90) * interval '1 day') order by random() limit 1) w
        left join hotline.call c on c.id = w.call_id left join hotline.ticket t on t.id = w.ticket_id;
end
$$;

-- The same for the ticket under one's cursor: whose it is. Refuses not_found.
create function api.quality_of_ticket(p_ticket bigint)
returns table (agent_id bigint, agent text, call_id bigint, ticket_id bigint, number text, title text, phone_masked text, at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_agent  hotline.person;
begin
    select * into v_ticket from hotline.ticket where id = p_ticket and state <> 'draft';
    if v_ticket.id is null or not hotline.may_see(v_ticket) then
        perform hotline.refuse('not_found');
    end if;
    v_agent := hotline.led_person(v_ticket.accepted_by);
    return query select v_agent.id, v_agent.number || ' ' || v_agent.name, v_ticket.call_id, v_ticket.id, v_ticket.number, v_ticket.title,
                        v_ticket.phone_masked, v_ticket.accepted_at;
end
$$;

-- in: a form and points in the order of its questions, separated by blanks.
-- out: [{"question", "points", "most"}]; refuses field_missing and field_bad at "points<n>".
create or replace function hotline.quality_answers(p_form bigint, p_points text) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_given    text[] := string_to_array(p_points, ' ');
    v_answers  jsonb := '[]';
    v_question hotline.quality_question;
    v_i        integer := 0;
begin
    for v_question in select * from hotline.quality_question where form_id = p_form order by n loop
        v_i := v_i + 1;
        if coalesce(v_given[v_i], '') = '' then
            perform hotline.refuse('field_missing', 'points' || v_i);
        elsif v_given[v_i] !~ '^[0-9]{1,3}$' or v_given[v_i]::integer > v_question.points then
            perform hotline.refuse('points_bad', 'points' || v_i, jsonb_build_object('most', v_question.points));
        end if;
        v_answers := v_answers || jsonb_build_object('question', v_question.question, 'points', v_given[v_i]::integer, 'most', v_question.points);
    end loop;
    return v_answers;
end
$$;

-- Judges an agent's call or ticket (both, when one is of the other). in: the form's code, the agent, the subject, the
-- points in the order of the questions, separated by blanks; a note. out: {"check", "score", "most"}; once each:
-- refuses already_checked. The agent is told; it stands in the timeline with score and note, for those who may read the
-- check (hotline.checked_people).
create function api.quality_check(p_request uuid, p_form text, p_agent bigint, p_call bigint, p_ticket bigint, p_points text, p_note text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer  jsonb := hotline.request_answer(p_request, 'quality_check', jsonb_build_array(p_form, p_agent, p_call, p_ticket, p_points, p_note));
    v_agent   hotline.person;
    v_check   hotline.quality_check;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_agent := hotline.led_person(p_agent);
    if not exists (select from hotline.call where id = p_call and agent_id = p_agent and state = 'ended')
       and not (p_call is null and exists (select from hotline.ticket where id = p_ticket and accepted_by = p_agent and state <> 'draft'))
       or p_ticket is not null and not exists (select from hotline.ticket t where t.id = p_ticket and hotline.may_see(t)
                                               and t.accepted_by = p_agent and (p_call is null or t.call_id = p_call)) then
        perform hotline.refuse('not_found');
    elsif exists (select from hotline.quality_check where call_id = p_call or ticket_id = p_ticket) then
        perform hotline.refuse('already_checked');
    end if;
    perform hotline.check_length(p_note, 'note', 500);
    select id into v_check.form_id from hotline.quality_form where code = p_form and enabled;
    if v_check.form_id is null then
        perform hotline.refuse('field_bad', 'form');
    end if;
    v_check.answers := hotline.quality_answers(v_check.form_id, p_points);
    insert into hotline.quality_check (form_id, call_id, ticket_id, agent_id, lead_id, answers, score, most, note)
    select v_check.form_id, p_call, p_ticket, p_agent, hotline.my_id(), v_check.answers,
           sum((a ->> 'points')::integer), sum((a ->> 'most')::integer), coalesce(p_note, '')
    from jsonb_array_elements(v_check.answers) a returning * into v_check;
    perform hotline.record_event(p_ticket, p_call, 'quality_check', null, null, p_note,
                                 jsonb_build_object('check', v_check.id, 'score', v_check.score, 'most', v_check.most));
    perform hotline.record_lead(p_agent, 'quality_check', p_note, jsonb_build_object('check', v_check.id, 'score', v_check.score, 'most', v_check.most));
    perform hotline.tell(array[p_agent], 'checked', jsonb_build_object('score', v_check.score, 'most', v_check.most), p_ticket);
    return hotline.request_done(p_request, jsonb_build_object('check', v_check.id, 'score', v_check.score, 'most', v_check.most));
end
$$;

-- A page of the checks of oneself and of whom one leads, newest first. in: filter all, or answered (the agent answered it); the id of the last row before.
-- out: questions: a line each, "question points/most". An unknown filter is 22023.
create function api.quality_checks(p_filter text, p_after bigint default null, p_limit integer default 50)
returns table (id bigint, at timestamptz, agent text, lead text, own boolean, form text, call_id bigint, ticket_id bigint, number text,
               title text, phone_masked text, score integer, most integer, questions text, note text, answer text, answered_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_me     hotline.person := hotline.me();
    v_agents bigint[] := hotline.checked_people();
begin
    if p_filter <> all ('{all,answered}') then
        raise exception 'no check filter %', p_filter using errcode = 'invalid_parameter_value';
    end if;
    return query
        select q.id, q.at, a.number || ' ' || a.name, l.number || ' ' || l.name, q.agent_id = v_me.id, f.name, q.call_id, q.ticket_id,
               coalesce(t.number, ''), coalesce(t.title, ''), coalesce(c.phone_masked, t.phone_masked, ''), q.score, q.most,
               (select string_agg(format('%s  %s/%s', e.value ->> 'question', e.value ->> 'points', e.value ->> 'most'), E'\n' order by e.ordinality)
                from jsonb_array_elements(q.answers) with ordinality e), q.note, q.answer, q.answered_at
        from hotline.quality_check q join hotline.person a on a.id = q.agent_id join hotline.person l on l.id = q.lead_id
        join hotline.quality_form f on f.id = q.form_id
        left join hotline.ticket t on t.id = q.ticket_id left join hotline.call c on c.id = q.call_id
        where (p_after is null or q.id < p_after) and (p_filter = 'all' or q.answered_at is not null) and q.agent_id = any (v_agents)
        order by q.id desc limit least(greatest(p_limit, 0), 200);
end
$$;

-- The agent answers the own check, once; its lead is told. Refuses not_found, already_answered, field_missing text.
create function api.quality_answer(p_request uuid, p_check bigint, p_text text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'quality_answer', jsonb_build_array(p_check, p_text));
    v_check  hotline.quality_check;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_check from hotline.quality_check where id = p_check and agent_id = hotline.my_id() for update;
    if v_check.id is null then
        perform hotline.refuse('not_found');
    elsif v_check.answered_at is not null then
        perform hotline.refuse('already_answered');
    elsif hotline.blank(p_text) then
        perform hotline.refuse('field_missing', 'own_words');
    end if;
    perform hotline.check_length(p_text, 'own_words', 500);
    update hotline.quality_check set answer = p_text, answered_at = clock_timestamp() where id = p_check;
    perform hotline.tell(array[v_check.lead_id], 'check_answered', jsonb_build_object('text', p_text), v_check.ticket_id);
    return hotline.request_done(p_request, jsonb_build_object('check', p_check));
end
$$;

-- Rows of hotline admin: a form, one of its questions, its points (empty: the question is taken out). What was
-- checked before keeps its own questions.
create or replace function hotline.import_question(p_row jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_form hotline.quality_form;
    v_code text := hotline.row_text(p_row, 'form', null, 40);
    v_n    integer := hotline.row_integer(p_row, 'n', null, 1, 12);
    v_old  hotline.quality_question;
    v_new  hotline.quality_question;
begin
    select * into v_form from hotline.quality_form where code = v_code;
    select * into v_old from hotline.quality_question where form_id = v_form.id and n = v_n;
    if p_row ? 'points' and hotline.row_value(p_row, 'points', '', 10) = '' then
        delete from hotline.quality_question where form_id = v_form.id and n = v_n;
        return case when found then 'disabled' else 'unchanged' end;
    end if;
    insert into hotline.quality_form (code, name) values (v_code, hotline.row_text(p_row, 'name', coalesce(v_form.name, v_code), 40))
    on conflict (code) do update set name = excluded.name returning * into v_form;
    insert into hotline.quality_question (form_id, n, question, points)
    values (v_form.id, v_n, hotline.row_text(p_row, 'question', v_old.question, 20), hotline.row_integer(p_row, 'points', v_old.points, 1, 100))
    on conflict (form_id, n) do update set question = excluded.question, points = excluded.points returning * into v_new;
    return hotline.import_outcome(case when v_old.n is not null then to_jsonb(v_old) end, to_jsonb(v_new));
end
$$;
