-- The superior's evaluation: the sample, the marks, the unit's one objection, the second lead; and the review of
-- unreasonable demands.
\ir prepare.psql
select no_plan();

-- A finished ticket is rated by its citizen and closed, or goes back for another round.
create function pg_temp.finished() returns bigint language sql as $$ select pg_temp.ticket('finished') $$;
create function pg_temp.rated(p_ticket bigint, p_satisfied text) returns bigint language plpgsql as $$
begin
    insert into hotline.citizen_rating (ticket_id, round, person_id, responded, solved, satisfied, reason)
    select id, round, accepted_by, 'yes', 'yes', p_satisfied, '' from hotline.ticket where id = p_ticket;
    perform hotline.move_ticket(p_ticket, x, '') from hotline.transition x where machine = 'ticket' and action = 'rate';
    return p_ticket;
end
$$;
create function pg_temp.set(p_key text, p_value text) returns void language sql as $$ update hotline.setting set value = p_value where key = p_key $$;
create function pg_temp.drawn(p_ticket bigint) returns text language sql as
$$ select string_agg(concat_ws(' ', round, why_drawn, state), ',' order by round) from hotline.quality_review where ticket_id = p_ticket $$;
create function pg_temp.rate(p_ticket bigint, p_timely text default 'yes', p_why text default '', p_review bigint default null) returns text language sql as $$
    select format('select api.review_rate(gen_random_uuid(), %s, %L, %L, ''yes'', '''', ''yes'', '''', ''yes'', null, %L)', p_ticket, p_timely, p_why, p_review)
$$;
create function pg_temp.object(p_ticket bigint, p_reason text default '当天已处理', p_review bigint default null) returns text language sql as $$
    select format('select api.review_object(gen_random_uuid(), %s, %L, %L)', p_ticket, p_reason, p_review)
$$;
create function pg_temp.decide(p_ticket bigint, p_outcome text, p_reason text default '已核对', p_timely text default null, p_why text default null, p_review bigint default null) returns text language sql as $$
    select format('select api.review_decide(gen_random_uuid(), %s, %L, %L, %L, %L, ''yes'', '''', ''yes'', '''', ''yes'', '''', %L)', p_ticket, p_outcome, p_reason, p_timely, p_why, p_review)
$$;

-- who is drawn
select pg_temp.set('review_share', '0');
create temporary table t as select name, pg_temp.rated(pg_temp.finished(), satisfied) as id from (values ('happy', 'yes'), ('so', 'partly'), ('unhappy', 'no'), ('unhappy2', 'no')) v (name, satisfied);
select is(pg_temp.drawn(id), case when name like 'unhappy%' then '1 dissatisfied waiting' end, name || ': all the dissatisfied, and with a share of 0 no other') from t;
select is((select count(*) from hotline.event e where e.ticket_id = t.id and action = 'review_draw'), 1::bigint, 'the drawing stands in the timeline') from t where name = 'unhappy';
select pg_temp.set('review_share', '1');
insert into t select 'sample', pg_temp.rated(pg_temp.finished(), 'yes');
insert into t select 'unreached', pg_temp.finished();
select hotline.move_ticket(t.id, x, '') is not null from t, hotline.transition x where t.name = 'unreached' and machine = 'ticket' and action = 'give_up';
select is(pg_temp.drawn(id), '1 sample waiting', name || ': a share of 1 draws all, rated or not') from t where name in ('sample', 'unreached');
insert into t select 'open', pg_temp.finished();
select is(pg_temp.drawn(id), null, 'nobody is drawn before it is closed') from t where name = 'open';
select is(pg_temp.act('demo_agent', pg_temp.submit('answer')), 'ok', 'a direct answer') ;
select is((select count(*) from hotline.quality_review v join hotline.ticket k on k.id = v.ticket_id where k.closing = 'answered'), 0::bigint, 'was handled by no unit, and is not drawn');

create function pg_temp.seen(p_login text, p_ticket bigint) returns text language sql as $$
    select pg_temp.ask(p_login, format('select count(*) from api.timeline where ticket_id = %s and action = ''review_draw''', p_ticket))
$$;
select is(pg_temp.seen(login, id), want, login || ' is shown that it waits for its review: ' || want) from t,
    (values ('demo_unit', '0'), ('demo_lead', '1'), ('demo_agent', '1'), ('demo_admin', '1')) v (login, want) where name = 'unhappy';

-- the lot: the same whenever it is drawn, fair, and another with another key
select is(hotline.review_lot(7, 1), hotline.review_lot(7, 1), 'reproducible');
select cmp_ok(abs(count(*) - 500), '<', 100::bigint, 'about 5 of 100') from generate_series(1, 10000) i where hotline.review_lot(i, 1) < 0.05;
create temporary table lots as select i, hotline.review_lot(i, 1) as lot from generate_series(1, 20) i;
update hotline.review_key set key = '\x00';
select is((select count(*) from lots where lot = hotline.review_lot(i, 1)), 0::bigint, 'nobody without the key knows who is next');
select is(pg_temp.act(login, 'select hotline.review_lot(1, 1)'), '42501', login || ' has it not') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_admin']) login;

-- a round that goes back is drawn for the unit that had it
select pg_temp.set('review_share', '0');
insert into t select 'again', pg_temp.finished();
insert into hotline.citizen_rating (ticket_id, round, person_id, responded, solved, satisfied)
select id, 1, (select id from hotline.person where login = 'demo_agent2'), 'yes', 'no', 'no' from t where name = 'again';
update hotline.ticket set round = 2, unit_id = pg_temp.unit('HB') where id = (select id from t where name = 'again');
select hotline.move_ticket(id, row('ticket', 'escalate', 'finished', 'dispatched', '{lead}', '{}', true)::hotline.transition, '') is not null from t where name = 'again';
select is(pg_temp.drawn(id), '1 dissatisfied waiting', 'the first round is reviewed') from t where name = 'again';
select is((select u.code from hotline.quality_review v join hotline.unit u on u.id = v.unit_id where v.ticket_id = t.id), 'CG', 'as the work of the unit that had it') from t where name = 'again';
select is((select string_agg(u.code || ' ' || d.action, ',' order by d.id) from hotline.dispatch d join hotline.unit u on u.id = d.unit_id where d.ticket_id = t.id), 'CG dispatch,HB escalate', 'and the ticket went on') from t where name = 'again';

-- who rates
select is(pg_temp.act(login, pg_temp.rate(id)), '42501', login || ' does not rate') from t, unnest(array['demo_agent', 'demo_unit', 'demo_admin']) login where name = 'unhappy';
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', pg_temp.rate(id)), 'not_found', 'nor a lead of another district') from t where name = 'unhappy';
select is(pg_temp.ask('demo_lead2', 'select count(*) from api.review_list()'), '0', 'who is shown none of them');
update hotline.person set district_id = null where login = 'demo_lead2';
select is(pg_temp.ask('demo_lead', 'select string_agg(distinct why, '','' order by why) from api.review_list()'), 'dissatisfied,sample', 'a lead is shown those that wait');
select is(pg_temp.ask('demo_lead', 'select count from api.my_work() where filter = ''review'''), pg_temp.ask('demo_lead', 'select count(*) from api.review_list()'), 'and counts them');
select is(pg_temp.ask('demo_unit', 'select count(*) from api.review_list()'), '0', 'a unit sees none before it is rated');
select is(pg_temp.act('demo_lead', pg_temp.rate(id)), 'not_found', 'what was not drawn is not rated') from t where name = 'happy';

-- the marks
select is(pg_temp.act('demo_lead', pg_temp.rate(id, mark, why)), want, format('a mark of "%s" with "%s"', mark, left(why, 8))) from t,
    (values ('', '', 'field_missing timely'), ('good', '', 'field_missing timely'), ('no', '', 'reason_missing timely_reason'), ('partly', ' ', 'reason_missing timely_reason'),
            ('no', repeat('长', 501), 'field_too_long timely_reason')) v (mark, why, want) where name = 'unhappy';
select is(pg_temp.act('demo_lead', format('select api.review_rate(gen_random_uuid(), %s, ''yes'', '''', ''yes'', '''', ''yes'', '''', ''no'', '''')', id)), 'reason_missing genuine_reason', 'each mark its own reason') from t where name = 'unhappy';
select is(pg_temp.act('demo_lead', pg_temp.rate(id, 'no', '超期两天')), 'ok', 'rated with its reason') from t where name in ('unhappy', 'unhappy2');
select is(pg_temp.act('demo_lead', pg_temp.rate(id)), 'not_in_state', 'once') from t where name = 'unhappy';
select is(pg_temp.seen('demo_unit', id), '1', 'now the unit reads that it was drawn') from t where name = 'unhappy';
select is(pg_temp.ask('demo_unit', format('select concat_ws('' '', state, timely, timely_reason, satisfied, open_until > now()) from api.review_list() where ticket_id = %s', id)), 'rated no 超期两天 no t', 'the unit reads it') from t where name = 'unhappy';
select is(pg_temp.ask('demo_unit2', 'select count(*) from api.review_list()'), '0', 'another unit does not');
select is((select concat_ws(' ', who, data ->> 'timely', reason) from hotline.event e where e.ticket_id = t.id and action = 'review_rate'),
          (select number || ' ' || p.name from hotline.person p where login = 'demo_lead') || ' no 超期两天', 'the timeline says who, what and why') from t where name = 'unhappy';

-- what the client is told may be done
create function pg_temp.may(p_login text, p_ticket bigint) returns text language sql as $$
    select pg_temp.ask(p_login, format('select string_agg(action || case when allowed then '''' else '' no'' end, '','' order by action) from api.ticket_actions(%s) where action like ''review%%''', p_ticket))
$$;
select is(pg_temp.may(login, id), want, login || ' may ' || coalesce(want, 'nothing')) from t,
    (values ('unhappy', 'demo_unit', 'review_object'), ('unhappy', 'demo_lead', null), ('sample', 'demo_lead', 'review_rate'), ('sample', 'demo_unit', null), ('happy', 'demo_lead', null)) v (of, login, want) where name = of;

-- the objection: by the unit, with its reason, in time, once
select is(pg_temp.act(login, pg_temp.object(id)), want, login || ' objects: ' || want) from t, (values ('demo_lead', '42501'), ('demo_agent', '42501'), ('demo_unit2', 'not_found')) v (login, want) where name = 'unhappy';
select is(pg_temp.act('demo_unit', pg_temp.object(id, '　')), 'reason_missing reason', 'with a reason') from t where name = 'unhappy';
select is(pg_temp.act('demo_unit', pg_temp.object(id)), 'ok', 'the unit objects') from t where name = 'unhappy';
select is(pg_temp.act('demo_unit', pg_temp.object(id)), 'not_in_state', 'once') from t where name = 'unhappy';
update hotline.quality_review set rated_at = now() - interval '30 days' where ticket_id = (select id from t where name = 'unhappy2');
select is(pg_temp.act('demo_unit', pg_temp.object(id)), 'objection_too_late', 'in time') from t where name = 'unhappy2';
select is(pg_temp.may('demo_unit', id), 'review_object no', 'and is told so before') from t where name = 'unhappy2';

-- the second lead
select is(pg_temp.act('demo_lead', pg_temp.decide(id, 'upheld')), 'second_lead', 'not who rated') from t where name = 'unhappy';
select is(pg_temp.ask('demo_lead', format('select count(*) from api.review_list() where ticket_id = %s', id)), '0', 'who is not asked to') from t where name = 'unhappy';
select is(pg_temp.ask('demo_lead2', format('select concat_ws('' '', state, objection) from api.review_list() where ticket_id = %s', id)), 'objected 当天已处理', 'another lead is') from t where name = 'unhappy';
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', pg_temp.decide(id, 'upheld')), 'not_found', 'not one of another district') from t where name = 'unhappy';
update hotline.person set district_id = null where login = 'demo_lead2';
select is(pg_temp.act('demo_lead2', pg_temp.decide(id, outcome, reason, timely, why)), want, want) from t,
    (values ('', '已核对', null, null, 'field_missing decided'), ('upheld', '', null, null, 'reason_missing reason'), ('changed', '已核对', null, null, 'field_missing timely'),
            ('changed', '已核对', 'partly', '', 'reason_missing timely_reason')) v (outcome, reason, timely, why, want) where name = 'unhappy';
select is(pg_temp.act('demo_lead2', pg_temp.decide(id, 'changed', '处理记录属实', 'partly', '回复晚半天')), 'ok', 'decides with new marks') from t where name = 'unhappy';
select is(pg_temp.act('demo_lead2', pg_temp.decide(id, 'upheld')), 'not_in_state', 'and that is final') from t where name = 'unhappy';
select is(pg_temp.act('demo_unit', pg_temp.object(id)), 'not_in_state', 'for the unit, too') from t where name = 'unhappy';
select is(pg_temp.ask('demo_unit', format('select concat_ws('' '', state, outcome, timely, timely_reason) from api.review_list() where ticket_id = %s', id)), 'decided changed partly 回复晚半天', 'the new marks stand') from t where name = 'unhappy';
select is((select string_agg(timely, ' ' order by place) from hotline.quality_rating q join hotline.quality_review v on v.id = q.review_id where v.ticket_id = t.id), 'no partly', 'and the first are kept') from t where name = 'unhappy';
select is((select string_agg(action, ' ' order by e.id) from hotline.event e where e.ticket_id = t.id and action like 'review%'), 'review_draw review_rate review_object review_decide', 'all of it in the timeline') from t where name = 'unhappy';

-- two rounds of a ticket wait: each is a review of its own
select pg_temp.set('review_share', '1');
insert into t select 'rounds', pg_temp.finished();
insert into hotline.quality_review (ticket_id, round, unit_id, area_id, why_drawn) select id, 1, pg_temp.unit(), pg_temp.area(), 'dissatisfied' from t where name = 'rounds';
update hotline.ticket set round = 2 where id = (select id from t where name = 'rounds');
select is(pg_temp.drawn(pg_temp.rated(id, 'yes')), '1 dissatisfied waiting,2 sample waiting', 'both rounds are drawn') from t where name = 'rounds';
create temporary table r as select v.round, v.id, v.ticket_id from hotline.quality_review v join t on t.id = v.ticket_id where name = 'rounds';
select is(pg_temp.ask('demo_lead', format('select string_agg(id || '' '' || round, '','' order by round) from api.review_list(200) where ticket_id = %s', ticket_id)), string_agg(id || ' ' || round, ',' order by round), 'the list names both') from r group by ticket_id;
select is(pg_temp.act('demo_lead', pg_temp.rate(ticket_id, p_review => id)), 'ok', 'the first is rated by its name') from r where round = 1;
select is(pg_temp.drawn(ticket_id), '1 dissatisfied rated,2 sample waiting', 'and no other') from r where round = 1;
select is(pg_temp.seen('demo_unit', ticket_id), '0', 'whose drawing stood in no timeline; that of the second stays hidden') from r where round = 1;
select is(pg_temp.act('demo_lead', pg_temp.rate(ticket_id, p_review => id)), 'not_in_state', 'once') from r where round = 1;
select is(pg_temp.act('demo_lead', pg_temp.rate((select id from t where name = 'sample'), p_review => id)), 'not_found', 'of another ticket it is not') from r where round = 2;
select is(pg_temp.act('demo_lead', pg_temp.rate(ticket_id)), 'ok', 'without a name the newest') from r where round = 1;
select is(pg_temp.act('demo_unit', pg_temp.object(ticket_id, p_review => id)), 'ok', 'objected to the first') from r where round = 1;
select is(pg_temp.act('demo_unit', pg_temp.object(ticket_id)), 'ok', 'and to the newest') from r where round = 1;
select is(pg_temp.act('demo_lead2', pg_temp.decide(ticket_id, 'upheld', p_review => id)), 'ok', 'decided is the first') from r where round = 1;
select is(pg_temp.drawn(ticket_id), '1 dissatisfied decided,2 sample objected', 'alone') from r where round = 1;
select pg_temp.set('review_share', '0');

-- unreasonable demands: asked for, reviewed by another, undone by another review
create function pg_temp.demand(p_ticket bigint) returns text language sql as $$ select demand from hotline.ticket where id = p_ticket $$;
create function pg_temp.ask_mark(p_ticket bigint, p_reason text default '要求超出法律规定') returns text language sql as $$ select format('select api.demand_ask(gen_random_uuid(), %s, %L)', p_ticket, p_reason) $$;
create function pg_temp.mark(p_ticket bigint, p_granted boolean, p_reason text default '已核对政策') returns text language sql as $$ select format('select api.demand_decide(gen_random_uuid(), %s, %L, %L)', p_ticket, p_granted, p_reason) $$;
select is(pg_temp.act(login, pg_temp.ask_mark(id), true), want, login || ' asks: ' || want) from t,
    (values ('demo_agent', 'ok'), ('demo_unit', 'ok'), ('demo_lead', 'ok'), ('demo_unit2', 'not_found'), ('demo_admin', '42501')) v (login, want) where name = 'happy';
select is(pg_temp.act('demo_unit', pg_temp.ask_mark(id, '')), 'reason_missing reason', 'with a reason') from t where name = 'happy';
select is(pg_temp.act('demo_lead', pg_temp.mark(id, true)), 'not_in_state', 'nothing is marked that nobody asked for') from t where name = 'happy';
select is(pg_temp.act('demo_unit', pg_temp.ask_mark(pg_temp.ticket('dispatched'))), 'not_in_state', 'nor what nobody has looked at');
select is(pg_temp.act('demo_lead', pg_temp.ask_mark(id)), 'ok', 'a lead asks') from t where name = 'happy';
select is(pg_temp.act('demo_unit', pg_temp.ask_mark(id)), 'not_in_state', 'one asking at a time') from t where name = 'happy';
select is(pg_temp.demand(id), 'mark_asked', 'asking alone marks nothing') from t where name = 'happy';
select is(pg_temp.act(login, pg_temp.mark(id, true)), want, login || ' reviews: ' || want) from t, (values ('demo_lead', 'demand_own'), ('demo_agent', '42501'), ('demo_unit', '42501')) v (login, want) where name = 'happy';
select is(pg_temp.ask('demo_lead2', format('select state || '' '' || objection from api.review_list() where ticket_id = %s and why = ''demand''', id)), 'mark_asked 要求超出法律规定', 'another lead finds it') from t where name = 'happy';
select is(pg_temp.ask('demo_lead', format('select count(*) from api.review_list() where ticket_id = %s and why = ''demand''', id)), '0', 'not the one who asked') from t where name = 'happy';
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, true, ' ')), 'reason_missing reason', 'a review says why') from t where name = 'happy';
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, false)), 'ok', 'refused') from t where name = 'happy';
select is(pg_temp.demand(id), 'plain', 'it is as it was') from t where name = 'happy';
create temporary table closed as select closed_at, closing from hotline.ticket join t using (id) where name = 'happy';
select is(pg_temp.act('demo_unit', pg_temp.ask_mark(id)), 'ok', 'the unit asks') from t where name = 'happy';
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, true)), 'ok', 'granted') from t where name = 'happy';
select is(pg_temp.ask('demo_agent', format('select demand from api.ticket where id = %s', id)), 'marked', 'everybody sees it') from t where name = 'happy';
select is((select (k.closed_at, k.closing) = (c.closed_at, c.closing) from hotline.ticket k, closed c where k.id = t.id), true, 'it was closed when it was closed') from t where name = 'happy';
select is(pg_temp.act('demo_agent', pg_temp.ask_mark(id, '政策已调整')), 'ok', 'its end is asked for') from t where name = 'happy';
select is(pg_temp.demand(id), 'unmark_asked', 'which ends nothing') from t where name = 'happy';
select is(pg_temp.act('demo_lead', pg_temp.mark(id, true)), 'ok', 'another review ends it') from t where name = 'happy';
select is(pg_temp.demand(id), 'plain', 'it counts again') from t where name = 'happy';
select is((select string_agg(concat_ws(' ', action, to_state), ',' order by e.id) from hotline.event e where e.ticket_id = t.id and action like 'demand%'),
          'demand_ask mark_asked,demand_deny plain,demand_ask mark_asked,demand_grant marked,demand_ask unmark_asked,demand_grant plain', 'all of it in the timeline') from t where name = 'happy';
select is((select count(*) from hotline.demand_review d where d.ticket_id = t.id and decided_by <> asked_by and answer <> '' and reason <> ''), 3::bigint, 'each review recorded, by two people, with both reasons') from t where name = 'happy';

-- what is asked is reviewed, wherever the ticket is by then
insert into t select 'back', pg_temp.rated(pg_temp.finished(), 'yes');
select is(pg_temp.act('demo_unit', pg_temp.ask_mark(id)), 'ok', 'asked of a closed ticket') from t where name = 'back';
select hotline.move_ticket(id, row('ticket', 'reopen', 'closed', 'dispatched', '{lead}', '{}', true)::hotline.transition, '') is not null from t where name = 'back';
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, null)), 'field_missing decided', 'a review that does not say what') from t where name = 'back';
select is(pg_temp.ask('demo_lead2', format('select string_agg(action, '','' order by action) from api.ticket_actions(%s) where allowed and action like ''demand%%''', id)), 'demand_deny,demand_grant', 'dispatched again it may be reviewed') from t where name = 'back';
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, granted), true), 'ok', 'and is: ' || granted) from t, unnest('{t,f}'::boolean[]) granted where name = 'back';

-- settings
select is(pg_temp.ask('demo_admin', format($$select api.admin_import(gen_random_uuid(), 'settings', '[{"key": "%s", "value": "%s"}]') #>> '{0,outcome}'$$, key, value)), want, key || ' ' || value)
from (values ('review_share', '0.1', 'changed'), ('review_share', '1', 'changed'), ('review_share', '1.5', 'refused'), ('review_share', '-1', 'refused'), ('review_share', 'all', 'refused'), ('objection_days', '5', 'changed'), ('objection_days', '0', 'refused')) v (key, value, want);

select * from finish();
rollback;
