-- The superior's evaluation (评议): a sample of what was handled is rated by a lead; the unit may object once, and a
-- second lead decides. And the review of unreasonable demands.

-- out: the unit that had the ticket at that moment; null when that is not known.
create or replace function hotline.unit_then(p_ticket bigint, p_at timestamptz) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
    select unit_id from hotline.dispatch where ticket_id = p_ticket and at <= p_at order by id desc limit 1
$$;

-- out: the lot of a ticket's round, from 0 to below 1: the same whenever it is drawn, and known to nobody who has
-- not the key, so that neither the lead nor who closes the ticket chooses the sample.
create or replace function hotline.review_lot(p_ticket bigint, p_round integer) returns double precision
language sql stable set search_path = pg_catalog, pg_temp as $$
    select ('x' || left(encode(sha256(key || convert_to(p_ticket || '/' || p_round, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0
    from hotline.review_key
$$;

-- A round of handling is over: it is drawn by lot (setting review_share), and always when the citizen's rating
-- has a "no". in: the ticket as it is after the step that ended the round.
create or replace function hotline.review_draw(p_ticket hotline.ticket) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_rating hotline.citizen_rating;
    v_round  integer;
    v_why    text;
begin
    -- a ticket that is handled again is in its next round already
    select * into v_rating from hotline.citizen_rating where ticket_id = p_ticket.id
        and (p_ticket.closed_at is null or round = p_ticket.round) order by round desc limit 1;
    v_round := coalesce(v_rating.round, p_ticket.round);
    v_why := case when hotline.review_lot(p_ticket.id, v_round) < hotline.setting_value('review_share')::numeric then 'sample'
                  when 'no' in (v_rating.responded, v_rating.solved, v_rating.satisfied) then 'dissatisfied' end;
    if v_why is null then
        return;
    end if;
    insert into hotline.quality_review (ticket_id, round, unit_id, area_id, why_drawn)
    values (p_ticket.id, v_round, coalesce(hotline.unit_then(p_ticket.id, coalesce(v_rating.at, 'infinity')), p_ticket.unit_id),
            p_ticket.area_id, v_why)
    on conflict (ticket_id, round) do nothing;
    if found then
        perform hotline.record_event(p_ticket.id, null, 'review_draw', null, null, '', jsonb_build_object('drawn', v_why));
        perform pg_notify('hotline_review', p_ticket.id::text);
    end if;
end
$$;

-- The rule of who sees a review: the unit that is rated, once it is; leads, and administrators, as their tickets.
create or replace function hotline.may_see_review(p_review hotline.quality_review) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case hotline.my_role()
        when 'unit' then p_review.unit_id = hotline.my_unit() and p_review.rated_at is not null
        when 'agent' then false
        else (select hotline.may_see(t) from hotline.ticket t where t.id = p_review.ticket_id) end
$$;

-- out: has the review whose drawing stands in a ticket's timeline at that moment been rated? Before, the unit whose
-- work it is must not know that it was drawn.
create or replace function hotline.drawing_known(p_ticket bigint, p_at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce((select rated_at is not null from hotline.quality_review
                     where ticket_id = p_ticket and drawn_at <= p_at order by drawn_at desc limit 1), false)
$$;
drop policy if exists unit_knows_drawing on hotline.event;
create policy unit_knows_drawing on hotline.event as restrictive for select to hotline_unit
    using (action <> 'review_draw' or hotline.drawing_known(ticket_id, at));

-- out: the code of the refusal that a need of a review's transition gives now; null when it is met.
create or replace function hotline.review_unmet(p_review hotline.quality_review, p_need text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case p_need
        when 'objection_open' then case when now() > (select due_at from hotline.deadline(p_review.rated_at,
            hotline.setting_value('objection_days')::integer)) then 'objection_too_late' end
        when 'second_lead' then case when exists (select from hotline.quality_rating
            where review_id = p_review.id and person_id = hotline.my_id()) then 'second_lead' end
        else 'not_in_state' end
$$;

-- The review of a ticket that an action is about: the one named; null: the newest in a state from which it can be
-- done, else the newest.
drop function if exists hotline.review_for(bigint, text);
create or replace function hotline.review_for(p_ticket bigint, p_review bigint, p_action text) returns hotline.quality_review
language sql stable set search_path = pg_catalog, pg_temp as $$
    select v from hotline.quality_review v
    where v.ticket_id = p_ticket and (p_review is null or v.id = p_review) and hotline.may_see_review(v)
    order by exists (select from hotline.transition where machine = 'review' and action = p_action and from_state = v.state) desc,
             v.round desc limit 1
$$;

-- Opens a ticket's review for an action, as begin_step does a ticket. in: which review, as review_for. out: the
-- locked review.
drop function if exists hotline.begin_review(bigint, text, text);
create or replace function hotline.begin_review(p_ticket bigint, p_review bigint, p_action text, p_reason text)
returns hotline.quality_review language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_review hotline.quality_review;
    v_step   hotline.transition;
    v_need   text;
    v_code   text;
begin
    perform from hotline.ticket where id = p_ticket for update;
    v_review := hotline.review_for(p_ticket, p_review, p_action);
    if v_review.id is null then
        perform hotline.refuse('not_found');
    end if;
    v_step := hotline.transition_for('review', p_action, v_review.state);
    foreach v_need in array v_step.needs loop
        v_code := hotline.review_unmet(v_review, v_need);
        if v_code is not null then
            perform hotline.refuse(v_code);
        end if;
    end loop;
    if v_step.needs_reason then
        perform hotline.check_reason(p_reason, 'reason');
    end if;
    return v_review;
end
$$;

-- Refuses a reason that says nothing or too much, at the field.
create or replace function hotline.check_reason(p_reason text, p_field text) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if hotline.blank(p_reason) then
        perform hotline.refuse('reason_missing', p_field);
    elsif char_length(p_reason) > 500 then
        perform hotline.refuse('field_too_long', p_field, jsonb_build_object('length', char_length(p_reason), 'limit', 500));
    end if;
end
$$;

-- A review's state, the timeline, and who is told.
create or replace function hotline.finish_review(p_request uuid, p_review hotline.quality_review, p_action text, p_reason text, p_data jsonb)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_step hotline.transition := hotline.transition_for('review', p_action, p_review.state);
begin
    update hotline.quality_review set state = v_step.to_state,
        rated_at = case v_step.to_state when 'rated' then clock_timestamp() else rated_at end,
        objected_at = case v_step.to_state when 'objected' then clock_timestamp() else objected_at end,
        decided_at = case v_step.to_state when 'decided' then clock_timestamp() else decided_at end,
        objected_by = case v_step.to_state when 'objected' then hotline.my_id() else objected_by end,
        decided_by = case v_step.to_state when 'decided' then hotline.my_id() else decided_by end,
        objection = case v_step.to_state when 'objected' then p_reason else objection end,
        decision = case v_step.to_state when 'decided' then p_reason else decision end,
        outcome = case v_step.to_state when 'decided' then p_data ->> 'decided' end
    where id = p_review.id;
    perform hotline.record_event(p_review.ticket_id, null, p_action, p_review.state, v_step.to_state, p_reason, p_data);
    perform pg_notify('hotline_review', p_review.ticket_id::text);
    perform pg_notify('hotline_ticket', p_review.ticket_id::text);
    return hotline.request_done(p_request, jsonb_build_object('ticket', p_review.ticket_id, 'state', v_step.to_state));
end
$$;

-- Keeps the four marks of a lead. in: place 1 for the first lead, 2 for the second; mark and reason by name.
-- out: the reasons, for the timeline. Refuses field_missing and reason_missing at the mark's own field.
create or replace function hotline.mark_quality(p_review bigint, p_place integer, p_marks jsonb) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_mark text;
begin
    foreach v_mark in array '{timely,complete,recorded,genuine}'::text[] loop
        if coalesce(p_marks ->> v_mark, '') not in ('yes', 'partly', 'no') then
            perform hotline.refuse('field_missing', v_mark);
        elsif p_marks ->> v_mark <> 'yes' or not hotline.blank(p_marks ->> (v_mark || '_reason')) then
            perform hotline.check_reason(p_marks ->> (v_mark || '_reason'), v_mark || '_reason');
        end if;
    end loop;
    insert into hotline.quality_rating (review_id, place, person_id, timely, timely_reason, complete, complete_reason,
                                        recorded, recorded_reason, genuine, genuine_reason)
    values (p_review, p_place, hotline.my_id(), p_marks ->> 'timely', btrim(coalesce(p_marks ->> 'timely_reason', '')),
            p_marks ->> 'complete', btrim(coalesce(p_marks ->> 'complete_reason', '')),
            p_marks ->> 'recorded', btrim(coalesce(p_marks ->> 'recorded_reason', '')),
            p_marks ->> 'genuine', btrim(coalesce(p_marks ->> 'genuine_reason', '')));
    return concat_ws('; ', nullif(btrim(p_marks ->> 'timely_reason'), ''), nullif(btrim(p_marks ->> 'complete_reason'), ''),
                     nullif(btrim(p_marks ->> 'recorded_reason'), ''), nullif(btrim(p_marks ->> 'genuine_reason'), ''));
end
$$;

-- A lead rates how a drawn ticket was handled. in: yes, partly or no each, with the reason of whatever is not yes;
-- which of the ticket's reviews (review_list), null: the newest that waits.
-- out: {"ticket", "state"}.
create function api.review_rate(p_request uuid, p_ticket bigint, p_timely text, p_timely_reason text, p_complete text,
    p_complete_reason text, p_recorded text, p_recorded_reason text, p_genuine text, p_genuine_reason text,
    p_review bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_marks  jsonb := jsonb_build_object('timely', p_timely, 'timely_reason', p_timely_reason, 'complete', p_complete,
        'complete_reason', p_complete_reason, 'recorded', p_recorded, 'recorded_reason', p_recorded_reason, 'genuine', p_genuine,
        'genuine_reason', p_genuine_reason);
    v_answer jsonb := hotline.request_answer(p_request, 'review_rate', jsonb_build_array(p_ticket, v_marks, p_review));
    v_review hotline.quality_review;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_review := hotline.begin_review(p_ticket, p_review, 'review_rate', '');
    return hotline.finish_review(p_request, v_review, 'review_rate', hotline.mark_quality(v_review.id, 1, v_marks),
                                 v_marks - '{timely_reason,complete_reason,recorded_reason,genuine_reason}'::text[]);
end
$$;

-- The unit objects to its review, once, within the setting objection_days. in: which review, null: the newest. out: {"ticket", "state"}.
create function api.review_object(p_request uuid, p_ticket bigint, p_reason text, p_review bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'review_object', jsonb_build_array(p_ticket, p_reason, p_review));
    v_review hotline.quality_review;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_review := hotline.begin_review(p_ticket, p_review, 'review_object', p_reason);
    return hotline.finish_review(p_request, v_review, 'review_object', p_reason, '{}');
end
$$;

-- Another lead than the one who rated decides on the objection. in: outcome upheld (the marks stand; those given
-- are passed over) or changed (the marks given take their place), and why; which review, null: the newest.
-- out: {"ticket", "state"}.
create function api.review_decide(p_request uuid, p_ticket bigint, p_outcome text, p_reason text, p_timely text,
    p_timely_reason text, p_complete text, p_complete_reason text, p_recorded text, p_recorded_reason text, p_genuine text,
    p_genuine_reason text, p_review bigint default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_marks  jsonb := jsonb_build_object('timely', p_timely, 'timely_reason', p_timely_reason, 'complete', p_complete,
        'complete_reason', p_complete_reason, 'recorded', p_recorded, 'recorded_reason', p_recorded_reason, 'genuine', p_genuine,
        'genuine_reason', p_genuine_reason);
    v_answer jsonb := hotline.request_answer(p_request, 'review_decide', jsonb_build_array(p_ticket, p_outcome, p_reason, v_marks, p_review));
    v_review hotline.quality_review;
    v_why    text := p_reason;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    v_review := hotline.begin_review(p_ticket, p_review, 'review_decide', p_reason);
    if p_outcome = 'changed' then
        v_why := concat_ws('; ', p_reason, nullif(hotline.mark_quality(v_review.id, 2, v_marks), ''));
    elsif p_outcome is distinct from 'upheld' then
        perform hotline.refuse('field_missing', 'decided');
    else
        v_marks := '{}';
    end if;
    return hotline.finish_review(p_request, v_review, 'review_decide', v_why, jsonb_build_object('decided', p_outcome)
        || (v_marks - '{timely_reason,complete_reason,recorded_reason,genuine_reason}'::text[]));
end
$$;

-- Unreasonable demands (不合理诉求): an agent, the unit or a lead asks for the mark, or for its end, with the reason;
-- only a lead's review sets it, and another person's than the one who asked.

-- out: can a mark, or its end, be asked for? Of what a unit has or had in its hands. What is asked is reviewed
-- whatever became of the ticket.
create or replace function hotline.demand_open(p_ticket hotline.ticket) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select p_ticket.unit_id is not null and p_ticket.state in ('handling', 'finished', 'closed')
$$;

create or replace function hotline.demand_unmet(p_ticket hotline.ticket, p_needs text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select 'demand_own' where 'other_asked' = any (p_needs) and exists (
        select from hotline.demand_review d where d.ticket_id = p_ticket.id and d.decided_at is null and d.asked_by = hotline.my_id())
$$;

-- Does a step of the machine demand. out: {"ticket", "state", "version"}; the ticket itself stays in its state.
create or replace function hotline.demand_step(p_request uuid, p_ticket bigint, p_action text, p_reason text, p_version integer)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_ticket hotline.ticket;
    v_step   hotline.transition;
    v_code   text;
begin
    select * into v_ticket from hotline.ticket where id = p_ticket for update;
    if v_ticket.id is null or not hotline.may_see(v_ticket) then
        perform hotline.refuse('not_found');
    elsif p_version is not null and p_version <> v_ticket.version then
        perform hotline.refuse('changed_meanwhile');
    elsif p_action = 'demand_ask' and not hotline.demand_open(v_ticket) then
        perform hotline.refuse('not_in_state', '', jsonb_build_object('state', v_ticket.state));
    end if;
    v_step := hotline.transition_for('demand', p_action, v_ticket.demand);
    v_code := hotline.demand_unmet(v_ticket, v_step.needs);
    if v_code is not null then
        perform hotline.refuse(v_code);
    end if;
    perform hotline.check_reason(p_reason, 'reason');
    if p_action = 'demand_ask' then
        insert into hotline.demand_review (ticket_id, area_id, unreasonable, asked_by, reason)
        values (p_ticket, v_ticket.area_id, v_step.to_state = 'mark_asked', hotline.my_id(), p_reason);
    else
        update hotline.demand_review set decided_by = hotline.my_id(), decided_at = clock_timestamp(),
            granted = p_action = 'demand_grant', answer = p_reason where ticket_id = p_ticket and decided_at is null;
    end if;
    update hotline.ticket set demand = v_step.to_state, version = version + 1 where id = p_ticket;
    perform hotline.record_event(p_ticket, v_ticket.call_id, p_action, v_step.from_state, v_step.to_state, p_reason);
    perform pg_notify('hotline_review', p_ticket::text);
    perform pg_notify('hotline_ticket', p_ticket::text);
    return hotline.request_done(p_request, jsonb_build_object('ticket', p_ticket, 'state', v_ticket.state, 'version', v_ticket.version + 1));
end
$$;

-- Asks for the mark, or for the end of the one that is there. p_version: of the ticket as it was seen, or null.
create function api.demand_ask(p_request uuid, p_ticket bigint, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'demand_ask', jsonb_build_array(p_ticket, p_reason, p_version));
begin
    return coalesce(v_answer, hotline.demand_step(p_request, p_ticket, 'demand_ask', p_reason, p_version));
end
$$;

-- A lead's review of what was asked. Refuses field_missing when it is not said whether it is granted.
create function api.demand_decide(p_request uuid, p_ticket bigint, p_granted boolean, p_reason text, p_version integer default null)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'demand_decide', jsonb_build_array(p_ticket, p_granted, p_reason, p_version));
begin
    if v_answer is null and p_granted is null then
        perform hotline.refuse('field_missing', 'decided');
    end if;
    return coalesce(v_answer, hotline.demand_step(p_request, p_ticket, case when p_granted then 'demand_grant' else 'demand_deny' end,
                                                  p_reason, p_version));
end
$$;
