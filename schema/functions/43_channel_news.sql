-- What became of a demand, for its channel, and the citizen's rating that comes back through it.

-- What a line of the timeline means to the citizen; from_state, to_state: of the step, '' for any. What is not here is the
-- centre's own affair.
delete from hotline.news_rule;
insert into hotline.news_rule (action, from_state, to_state, what) values
    ('dispatch',        '',         '',           'dispatched'),
    ('redispatch',      '',         '',           'dispatched'),
    ('undo_redispatch', '',         '',           'dispatched'),
    ('escalate',        '',         '',           'dispatched'),
    ('reopen',          '',         '',           'dispatched'),
    ('supervise',       'finished', '',           'dispatched'),
    ('unmerge',         'closed',   '',           'dispatched'),
    ('merge',           '',         'closed',     'joined'),
    ('grant_extension', '',         '',           'extended'),
    ('feed_back',       '',         '',           'result'),
    ('finish',          '',         '',           'finished'),
    ('answer',          '',         '',           'answered'),
    ('decline',         '',         '',           'not_accepted'),
    ('transfer',        '',         '',           'handed_over'),
    ('silent',          '',         '',           'closed'),
    ('abusive',         '',         '',           'closed'),
    ('rate',            '',         '',           'closed'),
    ('give_up',         '',         '',           'closed');

-- One line for the channel of a demand; nothing when it is none. in: the ticket as it is now (null: another citizen's, of
-- which nothing is told).
create or replace function hotline.news_add(p_call bigint, p_what text, p_ticket hotline.ticket, p_text text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    with added as (
        insert into hotline.channel_news (channel, call_id, what, number, unit, due_at, text)
        select i.channel, i.call_id, p_what, coalesce((p_ticket).number, ''),
               case when p_what = 'dispatched' then coalesce((select name from hotline.unit where id = (p_ticket).unit_id), '') else '' end,
               case when p_what in ('dispatched', 'extended') then (p_ticket).due_at end, coalesce(p_text, '')
        from hotline.intake i where i.call_id = p_call returning channel
    )
    select pg_notify('hotline_channel_news', channel) from added
$$;

-- The words for the citizen: what was written to be told, never a reason.
create or replace function hotline.news_text(p_what text, p_ticket hotline.ticket, p_event hotline.event) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case
        when p_what in ('answered', 'not_accepted') then p_ticket.closing_note
        when p_what = 'handed_over' then (select number || ' ' || name from hotline.transfer_number where number = p_ticket.transfer_to)
        when p_what = 'result' then p_event.reason
        when p_what = 'finished' then (select f.text from hotline.feedback f where f.ticket_id = p_ticket.id and f.at >= p_ticket.dispatched_at
                                       order by f.id desc limit 1)
        else '' end
$$;

-- out: the calls of those who said the same and are told when it is finished: who joined, and whose tickets were merged into it.
create or replace function hotline.joined_calls(p_ticket bigint) returns table (call_id bigint)
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive one as (select p_ticket as id, null::bigint as call_id
                           union all select t.id, t.call_id from hotline.ticket t join one on t.merged_into = one.id)
    select one.call_id from one where one.call_id is not null
    union all
    select v.call_id from one join hotline.ticket_voice v on v.ticket_id = one.id where v.call_id is not null
$$;

-- A line of the timeline is written, whoever wrote it: the channel is told what concerns its citizen.
create or replace function hotline.event_told() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_none   hotline.ticket;
    v_ticket hotline.ticket;
    v_what   text := (select what from hotline.news_rule where action = new.action and from_state in ('', new.from_state)
                      and to_state in ('', new.to_state));
begin
    if v_what is null and new.action not in ('join', 'urge', 'tell_voice') then
        return null;
    end if;
    select * into v_ticket from hotline.ticket where id = new.ticket_id;
    if new.action in ('join', 'urge') and new.call_id is distinct from v_ticket.call_id then
        perform hotline.news_add(new.call_id, case new.action when 'join' then 'joined' else 'urged' end, v_none, '');
    elsif new.action = 'tell_voice' and new.reason <> '' then
        perform hotline.news_add(new.call_id, 'result', v_none, new.reason);
    end if;
    if new.action = 'dispatch' then
        perform hotline.news_add(v_ticket.call_id, 'accepted', v_ticket, '');
    elsif new.action = 'finish' then
        perform hotline.news_add(j.call_id, 'finished', v_none, '') from hotline.joined_calls(new.ticket_id) j;
    end if;
    if v_what is not null and (v_what <> 'result' or new.data ->> 'means' = 'message') then
        perform hotline.news_add(v_ticket.call_id, v_what, case when v_what <> 'joined' then v_ticket end,
                                 hotline.news_text(v_what, v_ticket, new));
    end if;
    return null;
end
$$;
create or replace trigger event_told after insert on hotline.event for each row
    when (new.ticket_id is not null) execute function hotline.event_told();

-- What became of the demands of the session's channel, in order. in: n of the last line that was read (0: from the
-- beginning), and how many (at most 1,000).
-- out: n: 1, 2, 3 … without a gap; ref: the channel's own name of the demand; what: accepted, dispatched (unit, due_at),
-- extended (due_at), joined (it is handled with another's), urged, answered, not_accepted, handed_over, result (as it is told),
-- finished (rating may be asked), closed; number: the ticket's; text: for the citizen.
create function api.channel_news(p_after bigint default 0, p_limit integer default 100)
returns table (n bigint, ref text, what text, number text, unit text, due_at timestamptz, text text, at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
    v_channel text := (hotline.me()).channel;
begin
    -- numbered here, one reader at a time: what commits later comes later, whenever it was written
    perform from hotline.channel where code = v_channel for no key update;
    update hotline.channel_news w set n = x.n
    from (select u.id, row_number() over (order by u.id) + coalesce((select max(o.n) from hotline.channel_news o where o.channel = v_channel), 0) as n
          from hotline.channel_news u where u.channel = v_channel and u.n is null) x
    where w.id = x.id;
    return query
        select w.n, i.ref, w.what, w.number, w.unit, w.due_at, w.text, w.at
        from hotline.channel_news w join hotline.intake i on i.call_id = w.call_id
        where w.channel = v_channel and w.n > coalesce(p_after, 0) order by w.n limit least(greatest(p_limit, 0), 1000);
end
$$;

-- out: what follows when a citizen says through the channel that it was not solved: the first time it goes back to the unit, then it
-- is supervised (督办); what a review found unreasonable is closed all the same.
create or replace function hotline.unsolved_follow_up(p_ticket hotline.ticket) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when p_ticket.demand = 'marked' then 'explain' when p_ticket.round = 1 then 'reopen' else 'supervise' end
$$;

-- out: the answer that a rating was given before, when this is it again; null: it is a new one. Refuses already_rated when another
-- one stands, and not_in_state before the ticket is finished.
create or replace function hotline.rated_before(p_ticket hotline.ticket, p_rating text[]) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_old hotline.citizen_rating;
begin
    if p_ticket.state = 'finished' then
        return null;
    end if;
    select * into v_old from hotline.citizen_rating where ticket_id = p_ticket.id order by round desc limit 1;
    if v_old.ticket_id is null then
        perform hotline.refuse('not_in_state', '', jsonb_build_object('state', p_ticket.state));
    elsif array[v_old.responded, v_old.solved, v_old.satisfied, v_old.reason] <> p_rating or v_old.person_id <> hotline.my_id() then
        perform hotline.refuse('already_rated');
    end if;
    return jsonb_build_object('number', p_ticket.number, 'state', case when v_old.follow_up in ('', 'explain') then 'closed' else 'dispatched' end);
end
$$;

create or replace function hotline.demand_rated(p_me hotline.person, p_ref text, p_responded text, p_solved text, p_satisfied text, p_reason text)
returns jsonb language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_reason   text := hotline.gateway_text(coalesce(p_reason, ''), 'reason', true, 500);
    v_ticket   hotline.ticket;
    v_callback hotline.callback;
    v_answer   jsonb;
    v_follow   text;
    v_action   text;
begin
    select t.* into v_ticket from hotline.intake i join hotline.ticket t on t.call_id = i.call_id
    where i.channel = p_me.channel and i.ref = p_ref for update of t;
    if v_ticket.id is null then
        perform hotline.refuse('not_found', 'ref');
    end if;
    v_answer := hotline.rated_before(v_ticket, array[p_responded, p_solved, p_satisfied, v_reason]);
    if v_answer is not null then
        return v_answer;
    end if;
    v_follow := case when p_solved = 'no' then hotline.unsolved_follow_up(v_ticket) else '' end;
    v_action := case when v_follow in ('', 'explain') then 'rate' else v_follow end;
    perform hotline.check_rating(p_responded, p_solved, p_satisfied, v_reason, v_follow, v_reason);
    insert into hotline.citizen_rating (ticket_id, round, person_id, responded, solved, satisfied, reason, follow_up)
    values (v_ticket.id, v_ticket.round, p_me.id, p_responded, p_solved, p_satisfied, v_reason, v_follow);
    perform hotline.next_round(v_ticket.id, v_action) where v_action <> 'rate';
    select * into v_callback from hotline.callback where ticket_id = v_ticket.id and kind = 'satisfaction' and closed_at is null for update;
    perform hotline.callback_rung(v_callback, hotline.my_id(), 'reached', '', 'reached') where v_callback.id is not null;
    v_ticket := hotline.move_ticket(v_ticket.id, hotline.transition_for('ticket', v_action, v_ticket.state), v_reason,
        jsonb_build_object('responded', p_responded, 'solved', p_solved, 'satisfied', p_satisfied));
    return jsonb_build_object('number', v_ticket.number, 'state', v_ticket.state);
end
$$;

-- The citizen's rating through the channel, once a round of handling; it closes the callback. in: the channel's own name of the
-- demand, whose ticket is finished; yes, partly or no each; the citizen's reason, needed when one is no. Not solved: it is handled
-- again (hotline.unsolved_follow_up). out: {"number", "state": closed or dispatched}; the same again answers the same.
-- Refuses not_found, not_in_state, already_rated, field_missing, reason_missing, field_too_long, character_bad.
create function api.demand_rate(p_ref text, p_responded text, p_solved text, p_satisfied text, p_reason text default '')
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_code     text;
    v_field    text;
    v_sentence text;
    v_values   text;
begin
    return hotline.demand_rated(hotline.me(), p_ref, p_responded, p_solved, p_satisfied, p_reason);
exception when sqlstate 'HL001' then
    get stacked diagnostics v_code = constraint_name, v_field = column_name, v_sentence = message_text, v_values = pg_exception_detail;
    perform hotline.tell_gateway(v_code, v_field, v_sentence, v_values);
end
$$;
