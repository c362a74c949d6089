-- What leads do to agents: who may, whom, in which state; skills, shifts, messages; and what the log says.
\ir prepare.psql
select no_plan();
create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.control(p_login text, p_action text, p_reason text default '理由') returns text language sql as
$$ select format('select api.agent_control(gen_random_uuid(), %s, %L, %L)', pg_temp.id_of(p_login), p_action, p_reason) $$;
create function pg_temp.assign(p_login text, p_skills text, p_shift text, p_reason text default '理由') returns text language sql as
$$ select format('select api.agent_assign(gen_random_uuid(), %s, %L, %L, %L)', pg_temp.id_of(p_login), p_skills, p_shift, p_reason) $$;
create function pg_temp.say(p_to text, p_shift text default null, p_text text default '早') returns text language sql as
$$ select format('select api.message_send(gen_random_uuid(), %L, %L, %L)', pg_temp.id_of(p_to), p_shift, p_text) $$;
create function pg_temp.set_state(p_login text, p_state text) returns void language sql as $$
    insert into hotline.agent_state (person_id, state) values (pg_temp.id_of(p_login), p_state)
    on conflict (person_id) do update set state = excluded.state, call_id = null $$;
create function pg_temp.state_of(p_login text) returns text language sql as $$ select state from hotline.agent_state where person_id = pg_temp.id_of(p_login) $$;
-- demo_lead is the city's, demo_lead2 that of QL01; two agents are of QL01 and one of another district
update hotline.person set district_id = null where role = 'agent';
update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login in ('demo_lead2', 'demo_agent2', 'demo_agent3');
update hotline.person set district_id = (select id from hotline.area where code = 'QL0102') where login = 'demo_agent4';
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_agent5';
update hotline.person set shift = '晚班' where login in ('demo_agent3', 'demo_agent5');

-- whom each role sees and leads
select is(pg_temp.ask(login, 'select count(*) || '' '' || min(number) from api.led_agents(''all'')'), want, login || ' leads ' || want)
from (values ('demo_lead', '12 1003'), ('demo_lead2', '3 1004'), ('demo_admin', '14 1003')) v (login, want);
select is(pg_temp.act(login, 'select * from api.led_agents(''all'')'), '42501', login || ' leads nobody') from unnest(array['demo_agent', 'demo_unit', 'demo_switch']) login;
select is(pg_temp.act(login, pg_temp.control('demo_agent2', 'log_out'), true), want, login || ': ' || want)
from (values ('demo_lead', 'ok'), ('demo_lead2', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501'), ('demo_switch', '42501')) v (login, want);
select is(pg_temp.act('demo_lead2', pg_temp.control(whom, 'log_out'), true), want, 'a lead of a district and ' || whom)
from (values ('demo_agent4', 'ok'), ('demo_agent5', 'not_found'), ('demo_agent', 'not_found'), ('demo_lead', 'not_found'), ('demo_lead2', 'not_found'), ('demo_unit', 'not_found')) v (whom, want);
select is(pg_temp.act('demo_lead', pg_temp.control('demo_lead2', 'log_out'), true), 'not_found', 'no lead leads a lead');
select is(pg_temp.act('demo_admin', pg_temp.control('demo_lead2', 'log_out'), true), 'ok', 'the administrator does');
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent5', null, '早班'), true), 'not_found', 'nor another district''s shifts');
select is(pg_temp.act('demo_lead2', pg_temp.say('demo_agent5')), 'not_found', 'nor messages there');
select is(pg_temp.ask('demo_lead', 'select string_agg(number, '' '') from api.led_agents(''all'', ''1012'', ' || pg_temp.id_of('demo_agent10') || ')'), '1013 1014', 'the next page');

-- every state by each action
create function pg_temp.control_in(p_state text, p_action text) returns text language plpgsql as $$
begin
    perform pg_temp.set_state('demo_agent2', p_state);
    return pg_temp.act('demo_lead2', pg_temp.control('demo_agent2', p_action), true);
end $$;
select is(pg_temp.control_in(state, action), want, action || ' when ' || state)
from (values ('ready', 'send_to_break', 'ok'), ('break', 'send_to_break', 'not_in_state'), ('offline', 'send_to_break', 'not_in_state'),
             ('after_call', 'send_to_break', 'ok'), ('talking', 'send_to_break', 'agent_in_call'), ('ready', 'log_out', 'ok'), ('break', 'log_out', 'ok'),
             ('offline', 'log_out', 'ok'), ('after_call', 'log_out', 'ok'), ('talking', 'log_out', 'agent_in_call'), ('ready', 'ready', 'field_bad action')) v (state, action, want);
select pg_temp.set_state('demo_agent2', 'ready');
select is(pg_temp.act('demo_lead2', pg_temp.control('demo_agent2', 'send_to_break', '　')), 'reason_missing reason', 'with its reason');
create temporary table u as select gen_random_uuid() as id;
select is(pg_temp.ask('demo_lead2', format('select api.agent_control(%L, %s, ''send_to_break'', ''刚接完辱骂电话'')', id, pg_temp.id_of('demo_agent2'))), '{"state": "break", "sessions": 0}', 'sent to a break') from u, generate_series(1, 2);
select is(pg_temp.state_of('demo_agent2'), 'break', 'and there one is');
select is(pg_temp.ask('demo_agent2', 'select data ->> ''reason'' from api.messages() where code = ''send_to_break'''), '刚接完辱骂电话', 'the agent is told why');
select is((select string_agg(concat_ws(' ', who, role, action, reason), ',') from hotline.agent_log where person_id = pg_temp.id_of('demo_agent2')), '2002 何佳 lead send_to_break 刚接完辱骂电话', 'logged once');
select is(pg_temp.ask(login, format('select count(*) from api.agent_log(%s)', pg_temp.id_of('demo_agent2'))), want, login || ' reads the log: ' || want)
from (values ('demo_lead', '1'), ('demo_lead2', '1'), ('demo_admin', '1'), ('demo_agent2', '1'), ('demo_agent3', '0')) v (login, want);
insert into hotline.agent_log (person_id, action, reason) select pg_temp.id_of('demo_agent6'), 'message', i::text from generate_series(1, 7) i;
select is(pg_temp.all_pages('demo_lead', format('agent_log(%s, %%s)', pg_temp.id_of('demo_agent6')), '{id}', 3),
          (select string_agg(id::text, ',' order by id desc) from hotline.agent_log where person_id = pg_temp.id_of('demo_agent6')), 'page by page each once, newest first');
select throws_ok('update hotline.agent_log set reason = ''x''', 'HL001', null, 'the log is append-only');
select throws_ok('delete from hotline.agent_log', 'HL001', null, 'nothing is taken out');

-- logging out: the claims are given back, a record that is owed is still owed
create temporary table c as select pg_temp.ticket('finished') as ticket;
update hotline.callback set claimed_by = pg_temp.id_of('demo_agent2'), claimed_at = now() where ticket_id = (select ticket from c);
select is(pg_temp.act('demo_lead', pg_temp.control('demo_agent2', 'log_out', '终端死机')), 'ok', 'a dead terminal');
select is((select claimed_by from hotline.callback where ticket_id = c.ticket), null, 'its claims are free') from c;
select is(pg_temp.state_of('demo_agent2'), 'offline', 'it takes no calls');
create temporary table r as select pg_temp.call_of('demo_agent3') as id;
select is(pg_temp.act('demo_lead', pg_temp.control('demo_agent3', 'log_out')), 'agent_in_call', 'nobody is cut off');
select is(pg_temp.act('demo_agent3', format('select api.call_end(gen_random_uuid(), %s)', id)), 'ok', 'the call ends first') from r;
select is(pg_temp.act('demo_lead', pg_temp.control('demo_agent3', 'send_to_break')), 'call_without_record', 'the record comes before a break');
select is(pg_temp.act('demo_lead', pg_temp.control('demo_agent3', 'log_out')), 'ok', 'logged out');
select is((select concat_ws(' ', state, call_id = r.id) from hotline.agent_state where person_id = pg_temp.id_of('demo_agent3')), 'after_call t', 'and still owes it') from r;
select throws_ok('select hotline.close_terminals(''postgres'')', 'HL001', null, 'no other login''s sessions are ended');
select throws_ok('select hotline.close_terminals(''demo_unit'')', 'HL001', null, 'nor a unit''s');

-- skills and shifts
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent2', '方言,enterprise', '中班', '调班')), 'ok', 'by name or code');
select is((select concat_ws(' ', skills, shift) from hotline.person where login = 'demo_agent2'), '{dialect,enterprise} 中班', 'set');
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent2', '闽南话', null)), 'skill_unknown skills', 'what is not in the table is none');
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent2', null, null, '')), 'reason_missing reason', 'with its reason');
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent2', '', null)), 'ok', 'none at all');
select is((select concat_ws(' ', skills, shift) from hotline.person where login = 'demo_agent2'), '{} 中班', 'the shift stays');
select is((select data ->> 'skills_before' from hotline.agent_log where action = 'assign' order by id desc limit 1), '["dialect", "enterprise"]', 'the log knows what it was');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''skills'', ''[{"code": "minnan", "name": "闽南话", "kind": "dialect"}, {"code": "x", "name": "x", "kind": "magic"}]'') #>> ''{1,field}'''), 'kind', 'skills are rows');
select is(pg_temp.act('demo_lead2', pg_temp.assign('demo_agent2', '闽南话', null)), 'ok', 'and known at once');
select is(pg_temp.ask('demo_lead', 'select skills from api.led_agents(''all'') where number = ''1004'''), '闽南话', 'shown by name');
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''people'', ''[{"login": "demo_agent", "skills": "魔法"}]'') #>> ''{0,code}'''), 'skill_unknown', 'also for the administrator');

-- messages: counted before, to one, to a shift, to all
delete from hotline.message;
select is(pg_temp.ask('demo_lead2', 'select string_agg(concat_ws('' '', coalesce(shift, ''*''), people), '','') from api.message_audiences()'), '* 3,中班 1,早班 1,晚班 1', 'who would get it');
select is(pg_temp.ask('demo_lead2', pg_temp.say(null)), '{"people": 3}', 'all of the own district');
select is(pg_temp.ask('demo_lead', pg_temp.say(null, '晚班')), '{"people": 2}', 'a shift');
select is(pg_temp.ask('demo_lead', pg_temp.say('demo_agent')), '{"people": 1}', 'one');
select is(pg_temp.act('demo_lead', pg_temp.say(null, '夜班')), 'not_found', 'nobody is of this shift');
select is(pg_temp.act('demo_lead', pg_temp.say('demo_agent', null, '')), 'field_missing message', 'with words');
select is((select string_agg(n::text, ' ' order by login) from (select login, count(*) n from hotline.message m join hotline.person p on p.id = m.to_id group by login) x), '1 1 2 1 1', 'who got how many');
select is(pg_temp.act('demo_agent', pg_temp.say('demo_agent2')), '42501', 'agents tell nobody');

select * from finish();
rollback;
