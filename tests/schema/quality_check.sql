-- Quality checks: drawn, scored, read and answered, role by role.
\ir prepare.psql
select no_plan();
create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.judge(p_agent text, p_call bigint, p_ticket bigint, p_points text default '10 15 20 0 20 10', p_form text default 'service') returns text language sql as
$$ select format('select api.quality_check(gen_random_uuid(), %L, %s, %L, %L, %L, ''注意核对地址'')', p_form, pg_temp.id_of(p_agent), p_call, p_ticket, p_points) $$;
create function pg_temp.draw(p_agent text) returns text language sql as $$ select format('select concat_ws('' '', call_id, ticket_id) from api.quality_draw(%s)', pg_temp.id_of(p_agent)) $$;
update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login in ('demo_lead2', 'demo_agent2');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_agent3';

-- the work of demo_agent2: a call with its ticket, a ticket without a call; of demo_agent3: a call
create temporary table w as select pg_temp.call_of('demo_agent2') as call, pg_temp.call_of('demo_agent3') as other;
alter table w add ticket bigint, add alone bigint;
update w set ticket = (pg_temp.ask('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(), call))::jsonb ->> 'ticket')::bigint;
select is(pg_temp.ask('demo_lead2', pg_temp.draw('demo_agent2')), null, 'a call that goes on is not judged');
select is(pg_temp.act('demo_agent2', format('select api.call_end(gen_random_uuid(), %s)', call)), 'ok', 'the call ends') from w;
select is(pg_temp.act('demo_agent3', format('select api.call_end(gen_random_uuid(), %s)', other)), 'ok', 'the call ends') from w;
select is(pg_temp.ask('demo_lead2', pg_temp.draw('demo_agent2')), concat_ws(' ', call, ticket), 'the call with its ticket') from w;
select is(pg_temp.act('demo_lead2', pg_temp.draw('demo_agent3')), 'not_found', 'another district''s agent');
select is(pg_temp.act('demo_agent', pg_temp.draw('demo_agent2')), '42501', 'agents draw nothing');
update w set alone = (pg_temp.ask('demo_agent2', pg_temp.submit('dispatch'))::jsonb ->> 'ticket')::bigint;
select is(pg_temp.ask(login, format('select concat_ws('' '', agent, ticket_id) from api.quality_of_ticket(%s)', alone)), '1004 李强 ' || alone, login || ' takes the one under the cursor')
from w, unnest(array['demo_lead', 'demo_lead2', 'demo_admin']) login;

-- the score, counted by hand: 10 + 15 + 20 + 0 + 20 + 10 of 100
select is(pg_temp.act('demo_lead2', pg_temp.judge('demo_agent2', call, ticket, points)), want, points || ': ' || want) from w,
(values ('10 15 20 0 20', 'field_missing points6'), ('10 21 20 0 20 10', 'points_bad points2'), ('10 15 x 0 20 10', 'points_bad points3'), ('-1 15 20 0 20 10', 'points_bad points1')) v (points, want);
select is(pg_temp.act(login, pg_temp.judge('demo_agent2', call, ticket), true), want, login || ' judges: ' || want)
from w, (values ('demo_lead', 'ok'), ('demo_lead2', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_agent2', '42501'), ('demo_unit', '42501')) v (login, want);
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent', call, ticket)), 'not_found', 'not under another''s name') from w;
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent2', call, alone)), 'not_found', 'a call and the ticket of another') from w;
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent2', null, null)), 'not_found', 'nothing at all') from w;
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent2', call, ticket, '10 15 20 0 20 10', 'none')), 'field_bad form', 'a form that is not there') from w;
select is(pg_temp.ask('demo_lead2', pg_temp.judge('demo_agent2', call, ticket))::jsonb - 'check', '{"most": 100, "score": 75}', '75 of 100') from w;
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent2', call, ticket)), 'already_checked', 'once') from w;
select is(pg_temp.ask('demo_lead2', pg_temp.draw('demo_agent2')), alone::text, 'what was checked is not drawn again') from w;
select is(pg_temp.act('demo_lead', pg_temp.judge('demo_agent2', null, alone)), 'ok', 'a ticket alone') from w;
create function pg_temp.in_timeline(p_ticket bigint) returns text language sql as
$$ select format('select string_agg(concat_ws('' '', who, score, reason), '','') from api.timeline where ticket_id = %s and action = ''quality_check''', p_ticket) $$;
select is(pg_temp.ask(login, pg_temp.in_timeline(w.ticket)), want, login || ' finds in the timeline: ' || coalesce(want, 'nothing'))
from w, (values ('demo_lead', '2002 何佳 75/100 注意核对地址'), ('demo_lead2', '2002 何佳 75/100 注意核对地址'), ('demo_admin', '2002 何佳 75/100 注意核对地址'),
    ('demo_agent2', '2002 何佳 75/100 注意核对地址'), ('demo_agent', null), ('demo_unit', null)) v (login, want);
select is(pg_temp.ask('demo_unit', format('select count(*) > 0 from api.timeline where ticket_id = %s', ticket)), 'true', 'the unit sees the rest of it') from w;
select is((select concat_ws(' ', who, reason, data ->> 'score') from hotline.agent_log where action = 'quality_check' order by id limit 1), '2002 何佳 注意核对地址 75', 'the log has both');

-- who reads, who answers
select is(pg_temp.ask(login, 'select string_agg(score || case when own then ''*'' else '''' end, '' '') from api.quality_checks(''all'')'), want, login || ' reads ' || coalesce(want, 'none'))
from (values ('demo_agent2', '75* 75*'), ('demo_agent3', null), ('demo_lead', '75 75'), ('demo_lead2', '75 75'), ('demo_admin', '75 75')) v (login, want);
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.ask('demo_lead2', 'select count(*) from api.quality_checks(''all'')'), '0', 'the lead of another district reads none');
update hotline.ticket set area_id = null where id = (select ticket from w);
select is(pg_temp.ask('demo_lead2', pg_temp.in_timeline(ticket)), null, 'nor in the timeline of a ticket that all see') from w;
select is(pg_temp.ask('demo_agent2', 'select data ->> ''score'' from api.messages() where code = ''checked'' limit 1'), '75', 'the agent is told');
create temporary table k as select min(id) as id from hotline.quality_check;
create function pg_temp.answer(p_text text default '地址已核对') returns text language sql as $$ select format('select api.quality_answer(gen_random_uuid(), %s, %L)', id, p_text) from k $$;
select is(pg_temp.act('demo_agent3', pg_temp.answer()), 'not_found', 'not another''s');
select is(pg_temp.act('demo_agent2', pg_temp.answer(' ')), 'field_missing own_words', 'with words');
select is(pg_temp.act('demo_agent2', pg_temp.answer()), 'ok', 'answered');
select is(pg_temp.act('demo_agent2', pg_temp.answer()), 'already_answered', 'once');
select is(pg_temp.ask('demo_lead2', 'select data ->> ''text'' from api.messages() where code = ''check_answered'''), '地址已核对', 'the lead is told');
select is(pg_temp.ask('demo_lead', 'select count(*) from api.quality_checks(''answered'')'), '1', 'and finds it');
-- forms are rows; what was judged keeps its questions
select is(pg_temp.ask('demo_admin', $$select string_agg(r ->> 'outcome', ' ') from jsonb_array_elements(api.admin_import(gen_random_uuid(), 'questions',
    '[{"form": "service", "n": "1", "points": ""}, {"form": "service", "n": "2", "question": "听", "points": "50"}, {"form": "short", "n": "1", "question": "好", "points": "5"}]')) r$$), 'disabled changed added', 'questions are rows');
select is(pg_temp.ask('demo_lead', 'select split_part(questions, E''\n'', 1) from api.quality_checks(''answered'')'), '问候  10/10', 'an old check keeps its own');
select is(pg_temp.ask('demo_lead', 'select string_agg(form || n, '' '') from api.quality_forms()'), 'service2 service3 service4 service5 service6 short1', 'the forms now');

select * from finish();
rollback;
