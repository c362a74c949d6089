-- Other channels: what may be handed in, that it is taken once, waits and is handled beside the calls, and what its channel reads.
\ir prepare.psql
select no_plan();
create function pg_temp.hand(p_ref text, p_demand text) returns text language sql as $$ select format('select api.demand_hand_in(%L, %L)', p_ref, p_demand) $$;
-- in: a demand's own fields. out: the id of one that was handed in
create function pg_temp.handed(p_ref text, p_changes jsonb default '{}', p_login text default 'demo_web') returns bigint language sql as $$
    select (pg_temp.ask(p_login, pg_temp.hand(p_ref, (jsonb_build_object('text', '东门烧烤摊营业到凌晨,很吵。') || p_changes)::text))::jsonb ->> 'demand')::bigint
$$;
create function pg_temp.taken(p_login text, p_call bigint) returns bigint language plpgsql as $$
begin
    perform pg_temp.ask(p_login, 'select api.agent_set(gen_random_uuid(), ''ready'')') where (select state from hotline.agent_state s join hotline.person p on p.id = s.person_id where login = p_login) is distinct from 'ready';
    perform pg_temp.ask(p_login, format('select api.call_take(gen_random_uuid(), %s)', p_call));
    return p_call;
end $$;
create function pg_temp.state_of(p_login text) returns text language sql as $$ select state from hotline.agent_state s join hotline.person p on p.id = s.person_id where login = p_login $$;
-- the sentence that a gateway reads
create function pg_temp.said(p_sql text) returns text language plpgsql as $$
declare v_said text;
begin
    perform set_config('session_authorization', 'demo_web', true);
    begin execute p_sql; exception when others then get stacked diagnostics v_said = message_text; end;
    reset session authorization;
    return v_said;
end $$;
-- what the channel is told of a demand, in order
create function pg_temp.news(p_ref text, p_login text default 'demo_web') returns text language sql as
$$ select pg_temp.ask(p_login, format('select string_agg(concat_ws('' '', what, nullif(unit, ''''), nullif(text, '''')), ''; '' order by n) from api.channel_news(0, 1000) where ref = %L', p_ref)) $$;

-- the channels, set up by an administrator
create function pg_temp.admin(p_kind text, p_row text) returns text language sql as
$$ select pg_temp.ask('demo_admin', format('select coalesce(r ->> ''code'' || '' '' || (r ->> ''field''), r ->> ''outcome'') from api.admin_import(gen_random_uuid(), %L, %L) a, jsonb_array_elements(a) r', p_kind, p_row)) $$;
select is((select string_agg(code || ' ' || answer_seconds, ', ' order by answer_seconds, code) from hotline.channel), 'call 15, app 180, web 180, wechat 180, mail 86400', 'the limits of GB/T 33358-2016');
select is(pg_temp.admin('channels', '[{"code": "12319", "name": "城建热线", "replies": "no"}]'), 'added', 'a hotline that is merged is a channel');
select is(pg_temp.admin('channels', format('[{"code": %s, "name": "x"}]', to_json(code))), 'field_bad code', code || ' is no code') from unnest(array['call', 'counter', 'Web', 'a b', '网站']) code;
select is(pg_temp.admin('channels', '[{"code": "web", "answer_seconds": "0"}]'), 'field_bad answer_seconds', 'a limit has at least a second');
select is(pg_temp.admin('channels', '[{"code": "web", "skill": "unheard-of"}]'), 'field_bad skill', 'nor a skill that does not exist');
select is(pg_temp.admin('people', format('[{"login": "gw_bad", "name": "x", "number": "G0", "role": %s}]', roles)), want, roles)
from (values ('"channel"', 'field_missing channel'), ('"channel", "channel": "call"', 'field_bad channel'), ('"channel", "channel": "fax"', 'field_bad channel'), ('"agent", "channel": "web"', 'field_bad channel')) v (roles, want);
select is(pg_temp.admin('people', '[{"login": "demo_12319", "name": "城建热线", "number": "G1", "role": "channel", "channel": "12319"}]'), 'added', 'a login for each gateway');
select is(pg_temp.admin('people', '[{"login": "demo_web2", "name": "网站二", "number": "G2", "role": "channel", "channel": "web"}]'), 'added', 'a channel may have several');

-- rights: three functions, and nothing else
select is((select string_agg(p.proname::text, ' ' order by p.proname) from pg_proc p where p.pronamespace in ('api'::regnamespace, 'hotline'::regnamespace) and has_function_privilege('hotline_channel', p.oid, 'execute')),
    'channel_news demand_hand_in demand_rate', 'a gateway may do three things');
select is_empty($$select table_schema, table_name from information_schema.role_table_grants where grantee = 'hotline_channel'$$, 'it reads no table');
select is_empty($$select nspname from pg_namespace where nspname not in ('api', 'public', 'pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)' and has_schema_privilege('hotline_channel', oid, 'usage')$$, 'no other schema is open to it');
select is_empty($$select m.roleid::regrole from pg_auth_members m where m.member in ('hotline_channel'::regrole, 'demo_12319'::regrole) and m.roleid <> 'hotline_channel'::regrole$$, 'and it is no member of another right');
select is(pg_temp.act('demo_web', q), '42501', q) from unnest(array['select * from api.me()', 'select * from api.ticket', 'select api.call_take(gen_random_uuid())',
    'select * from hotline.intake', 'select * from hotline.channel_news', 'insert into switch.queue_log (event) values (''x'')', 'create temporary table t (x int)', 'create table public.t (x int)', 'set role hotline_owner']) q;
select is(pg_temp.act(login, pg_temp.hand('x', '{"text": "x"}')), '42501', login || ' hands nothing in') from unnest(array['demo_agent', 'demo_lead', 'demo_unit', 'demo_admin', 'demo_switch']) login;

-- what is no demand, and that it is said where
select is(pg_temp.act('demo_web', pg_temp.hand('h', demand)), want, left(demand, 60))
from (values (null, 'demand_bad'), ('[]', 'demand_bad'), ('"text"', 'demand_bad'), ('null', 'demand_bad'), ('{"text": "x"', '22P02'),
    ('{}', 'field_missing text'), ('{"text": ""}', 'field_missing text'), ('{"text": null}', 'field_missing text'), ('{"text": " \u3000\n\u200b"}', 'field_missing text'),
    ('{"text": 1}', 'type_bad text'), ('{"text": ["x"]}', 'type_bad text'), ('{"text": {"a": {"b": "c"}}}', 'type_bad text'), ('{"text": true}', 'type_bad text'),
    ('{"text": "x", "confidential": "yes"}', 'type_bad confidential'), ('{"text": "x", "name": {}}', 'type_bad name'),
    ('{"text": "x", "phne": "1"}', 'key_unknown phne'), ('{"text": "x", "unit_id": "1"}', 'key_unknown unit_id'), ('{"text": "x", "a\u0000\u001b b": 1}', 'key_unknown a???b'),
    ('{"text": "x", "text": "y"}', 'key_twice text'), ('{"name": null, "text": "x", "name": "y"}', 'key_twice name'),
    ('{"text": "a\u0000b"}', 'character_bad text'), ('{"text": "\u0000\u0000"}', 'character_bad text'), ('{"text": "a\ud800b"}', 'character_bad text'), ('{"text": "\udc00"}', 'character_bad text'),
    ('{"text": "\u001b[31m"}', 'character_bad text'), ('{"text": "a\u202eb"}', 'character_bad text'), ('{"text": "a\u2066b"}', 'character_bad text'), ('{"text": "a\u0085b"}', 'character_bad text'),
    ('{"text": "x", "title": "a\nb"}', 'character_bad title'), ('{"text": "x", "name": "\u0007"}', 'character_bad name'),
    ('{"text": "x", "phone": "abc"}', 'phone_bad phone'), ('{"text": "x", "phone": "123456789012345678901"}', 'field_too_long phone'), ('{"text": "x", "phone": "1; drop table"}', 'phone_bad phone'),
    ('{"text": "x", "kind": "rant"}', 'field_bad kind'), ('{"text": "x", "area": "QL9999"}', 'field_bad area'),
    ('{"text": "x", "received_at": "yesterday"}', 'time_received_bad received_at'), ('{"text": "x", "received_at": "2026-02-30T10:00:00Z"}', 'time_received_bad received_at'),
    ('{"text": "x", "received_at": "2026-01-01 10:00:00"}', 'time_received_bad received_at'), ('{"text": "x", "received_at": "2020-01-01T00:00:00Z"}', 'time_received_bad received_at'),
    ('{"text": "x", "received_at": "2099-01-01T00:00:00Z"}', 'time_received_bad received_at'), ('{"text": "x", "received_at": "infinity"}', 'time_received_bad received_at')) v (demand, want);
select is(pg_temp.act('demo_web', pg_temp.hand('h', json_build_object('text', 'x', key, repeat('长', most + 1))::text)), 'field_too_long ' || key, key || ' is at most ' || most)
from (values ('name', 40), ('place', 120), ('title', 80), ('contact', 100), ('category', 100)) v (key, most);
select is(pg_temp.act('demo_web', pg_temp.hand('h', json_build_object('text', repeat('长', 2001))::text)), 'field_too_long text', 'a text as in the form');
select is(pg_temp.act('demo_web', pg_temp.hand('h', json_build_object('text', repeat('x', 10000000))::text)), 'field_too_long text', 'ten megabytes too');
select is(pg_temp.act('demo_web', pg_temp.hand('h', '{"text": "x", "' || repeat('k', 1000000) || '": "y"}')), 'key_unknown ' || repeat('k', 40), 'and of a key');
select is(pg_temp.act('demo_web', format('select api.demand_hand_in(%L, ''{"text": "x"}'')', ref)), want, 'ref: ' || coalesce(left(ref, 20), 'null'))
from (values (null, 'field_missing ref'), ('', 'field_missing ref'), (U&' \3000', 'field_missing ref'), (repeat('r', 101), 'field_too_long ref'), (E'a\nb', 'character_bad ref')) v (ref, want);
select is(pg_temp.said(pg_temp.hand('h', json_build_object('text', 'x', 'title', repeat('长', 81))::text)), 'title: This is too long: 81 characters, at most 80.', 'the sentence names the field and is filled in');
select is(pg_temp.act('demo_12319', pg_temp.hand('h', '{"text": "x"}')), 'no_way_back phone', 'who cannot be answered by the channel leaves a number');
select is(pg_temp.act('demo_12319', pg_temp.hand('h', '{"text": "x", "phone": "13800001234"}'), true), 'ok', 'with one it is taken');
select is((select count(*) from hotline.call where channel <> 'call') + (select count(*) from hotline.intake), 0::bigint, 'of all that nothing was left');

-- once
create temporary table d as select pg_temp.handed('a-1', '{"phone": "+86 138-1234-1111", "title": "夜间烧烤噪音", "name": " 王女士 ", "area": "QL0101", "place": "丽景小区东门", "kind": "complaint", "contact": "晚上7点后", "category": "噪音", "confidential": true, "received_at": null}') as id;
select is(pg_temp.handed('a-1', '{"category": "噪音", "confidential": true, "phone": "+86 138-1234-1111", "title": "夜间烧烤噪音", "name": "王女士", "area": "QL0101", "place": "丽景小区东门", "kind": "complaint", "contact": "晚上7点后"}'), id, 'the same again, however it is written, is the same demand') from d;
select is(pg_temp.handed('a-1', '{"category": "噪音", "confidential": true, "phone": "+86 138-1234-1111", "title": "夜间烧烤噪音", "name": "王女士", "area": "QL0101", "place": "丽景小区东门", "kind": "complaint", "contact": "晚上7点后"}', 'demo_web2'), id, 'by the other gateway of the channel too') from d;
select is(pg_temp.act('demo_web', pg_temp.hand('a-1', '{"text": "别的"}')), 'ref_reused ref', 'another content by the same name is refused');
select is((select demand ->> 'title' from hotline.intake where call_id = id), '夜间烧烤噪音', 'and changes nothing') from d;
select isnt(pg_temp.handed('a-1', '{"phone": "13800001234"}', 'demo_12319'), id, 'another channel has names of its own') from d;
select is((select count(*) from hotline.call where channel <> 'call'), 2::bigint, 'one row each');
update hotline.channel set enabled = false where code = 'web';
select is(pg_temp.act('demo_web', pg_temp.hand('a-2', '{"text": "x"}')), 'channel_closed', 'a closed channel hands in nothing new');
select is(pg_temp.act('demo_web', pg_temp.hand('a-1', '{"category": "噪音", "confidential": true, "phone": "+86 138-1234-1111", "title": "夜间烧烤噪音", "name": "王女士", "area": "QL0101", "place": "丽景小区东门", "kind": "complaint", "contact": "晚上7点后", "text": "东门烧烤摊营业到凌晨,很吵。"}')), 'ok', 'but hears what it was told before');
update hotline.channel set enabled = true where code = 'web';
update hotline.person set enabled = false where login = 'demo_web2';
select is(pg_temp.act('demo_web2', q), 'disabled', 'a disabled gateway') from unnest(array[pg_temp.hand('a-3', '{"text": "x"}'), 'select * from api.channel_news()', 'select api.demand_rate(''a-1'', ''yes'', ''yes'', ''yes'')']) q;

-- it waits among the calls, in the order in which they are to be answered
update hotline.call set state = 'ended' where channel = '12319';
create temporary table c as select (pg_temp.ask('demo_switch', 'select api.call_arrive(gen_random_uuid(), ''13700000001'')')::jsonb ->> 'call')::bigint as id;
create function pg_temp.queue() returns text language sql as $$ select pg_temp.ask('demo_agent', 'select string_agg(channel, '' '') from api.calls_waiting()') $$;
select is(pg_temp.queue(), 'call web', 'a call that has just come is due before a message that has');
update hotline.call set queued_at = now() - interval '166 seconds' where id = (select id from d);
select is(pg_temp.queue(), 'web call', 'a message that is due in 14 seconds before a call that is due in 15');
update hotline.call set queued_at = now() - interval '3 seconds' where id = (select id from c);
select is(pg_temp.queue(), 'call web', 'not before one that is due in 12');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', channel_name, phone_masked, area, note, answer_by - queued_at) from api.calls_waiting() where channel = ''web'''),
    '网站 +86138-1****11 东湖区 / 朝阳路街道 夜间烧烤噪音 00:03:00', 'the list says what it is and its limit');
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', waiting, asked, messages_waiting, messages) from api.queue_figures()'), '1 0 1 2', 'counted apart from the calls');
select is(pg_temp.ask('demo_lead', 'select concat_ws('' '', waiting, (select count(*) from api.board_queue())) from api.board_figures()'), '1 1', 'on the board too');
update hotline.call set queued_at = now() - interval '1 hour' where id = (select id from d);
create or replace function hotline.people_holding(p_class integer) returns table (person_id bigint) language sql as $$ select id from hotline.person where login = 'demo_lead' $$;
select is(pg_temp.ask('demo_lead', 'select api.queue_alert(gen_random_uuid()) ->> ''told'''), '0', 'the alert is for callers on the line');
select is(pg_temp.ask('demo_switch', 'select count(*) from api.calls_live()'), '1', 'the switch knows nothing of it');
select is(pg_temp.act('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', id)), 'message_no_call', 'and does not end it') from d;
select is(pg_temp.admin('channels', '[{"code": "app", "skill": "enterprise"}]'), 'changed', 'a channel for those who have a skill');
select is((select skill from hotline.call where id = pg_temp.handed('a-4')), null, 'the web''s are everybody''s');
update hotline.call set state = 'ended' where id = (select call_id from hotline.intake where ref = 'a-4') or id = (select id from c);

-- taken: nobody is on the line
select is(pg_temp.taken('demo_agent', id), id, 'taken like a call') from d;
select is(pg_temp.state_of('demo_agent'), 'writing', 'the agent is not on the telephone');
select is(pg_temp.ask('demo_agent', format('select string_agg(field || ''='' || value, '','' order by field) from api.call_intake(%s)', id)),
    'address=丽景小区东门,body=东门烧烤摊营业到凌晨,很吵。,category=噪音,citizen_name=王女士,confidential=true,contact=晚上7点后,kind=complaint,text=东门烧烤摊营业到凌晨,很吵。,title=夜间烧烤噪音', 'the form is filled with what was handed in') from d;
select is(pg_temp.ask(login, format('select count(*) from api.call_intake(%s)', id)), want, login || ' reads it: ' || want) from d, (values ('demo_agent2', '0'), ('demo_lead', '9')) v (login, want);
select is(pg_temp.ask('demo_agent', format('select concat_ws('' '', channel, channel_name, phone_masked) from api.call_detail(%s)', id)), 'web 网站 +86138-1****11', 'with its number hidden') from d;
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s)', id)), 'message_no_call', 'there is nothing to hang up') from d;
select is(pg_temp.act('demo_agent', q), want, q) from (values ('select api.agent_set(gen_random_uuid(), ''ready'')', 'call_without_record'), ('select api.agent_set(gen_random_uuid(), ''break'')', 'call_without_record'),
    ('select api.agent_set(gen_random_uuid(), ''leave'')', 'call_without_record'), ('select api.call_take(gen_random_uuid())', 'not_ready')) v (q, want);
select is((select count(*) from switch.queue_members m join hotline.person p on p.number = m.membername where p.login = 'demo_agent' and m.paused = 0), 0::bigint, 'no telephone rings meanwhile');

-- who goes leaves it to the others
select is(pg_temp.act('demo_lead', format('select api.agent_control(gen_random_uuid(), %s, ''log_out'', ''终端死机'')', p.id)), 'ok', 'a lead logs a dead terminal out') from hotline.person p where login = 'demo_agent';
select is((select state || coalesce(agent_id::text, '-') || coalesce(answered_at::text, '-') from hotline.call where id = d.id), 'waiting--', 'the message waits again') from d;
select is(pg_temp.taken('demo_agent2', id), id, 'another takes it') from d;
select is(pg_temp.admin('people', '[{"login": "demo_agent2", "enabled": "no"}]'), 'disabled', 'and is disabled');
select is((select state from hotline.call where id = d.id), 'waiting', 'it waits again') from d;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), id)), 'not_your_call', 'who had it has it no more') from d;

-- put aside it is not lost, and the clock runs from its receiving
select is(pg_temp.taken('demo_agent', id), id, 'taken again') from d;
create temporary table t as select (pg_temp.ask('demo_agent', pg_temp.submit('save', pg_temp.form('{"phone": "", "confidential": "true"}'), d.id))::jsonb ->> 'ticket')::bigint as id, d.id as call from d;
select is((select concat_ws(' ', state, channel, accepted_at = queued_at, phone) from (select t.state, t.channel, t.accepted_at, c.queued_at, t.phone from hotline.ticket t join hotline.call c on c.id = t.call_id, t x where t.id = x.id) s),
    'draft web t +86138-1234-1111', 'a draft of its channel, accepted when it was received, with its number');
select is(pg_temp.state_of('demo_agent'), 'ready', 'the agent is free');
select is((select state from hotline.call where id = call), 'ended', 'the message is over') from t;
select is(pg_temp.news('a-1'), null, 'of a draft nothing is told');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"phone": ""}'), null, id)), 'ok', 'gone on with') from t;
select is((select due_at from hotline.ticket where ticket.id = t.id), (select due_at from hotline.deadline((select queued_at from hotline.call where call.id = t.call), (select working_days from hotline.ticket where ticket.id = t.id))), 'its deadline is counted from the receiving') from t;
select is((select string_agg(action, ' ' order by id) from hotline.event where call_id = t.call), 'hand_in accept give_back accept give_back accept save file dispatch', 'all of it stands in the timeline') from t;

-- what the channel is told
select is(pg_temp.news('a-1'), 'accepted; dispatched 市城市管理局', 'accepted and dispatched');
select is(pg_temp.ask('demo_web', 'select array_agg(n order by n) from api.channel_news()'), '{1,2}', 'in its own order');
select is(pg_temp.ask('demo_web', 'select bool_and(number ~ ''^[0-9]{14}$'') from api.channel_news()'), 'true', 'with the ticket''s number');
select is(pg_temp.ask('demo_web', format('select due_at from api.channel_news(1)')), (select due_at::text from hotline.ticket where ticket.id = t.id), 'and the deadline') from t;
select is(pg_temp.ask('demo_12319', 'select count(*) from api.channel_news()'), '0', 'another channel reads nothing of it');
select is(pg_temp.act('demo_unit', q), 'ok', q) from t, unnest(array[pg_temp.step(id, 'receive'), format('select api.ticket_communicate(gen_random_uuid(), %s, ''message'', ''内部:来电人情绪激动'')', id), pg_temp.step(id, 'return', '内部理由:不属我局')]) q;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'uphold', '内部理由')), 'ok', 'returned and upheld') from t;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'urge', '内部催办')), 'ok', 'urged') from t;
select is(pg_temp.news('a-1'), 'accepted; dispatched 市城市管理局', 'of the centre''s own affairs nothing is told');
select is(pg_temp.act('demo_unit', q), 'ok', left(q, 50)) from t, unnest(array[pg_temp.step(id, 'receive'), pg_temp.step(id, 'ask_extension', '内部:人手不足')]) q;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'grant_extension', '内部:同意')), 'ok', 'extended') from t;
select is(pg_temp.news('a-1'), 'accepted; dispatched 市城市管理局; extended', 'a new deadline is told, not why');
select is(pg_temp.act('demo_unit', q), 'ok', left(q, 50)) from t, unnest(array[pg_temp.step(id, 'communicate'), format('select api.ticket_feed_back(gen_random_uuid(), %s, ''telephone'', ''电话告知'')', id)]) q;
select is(pg_temp.news('a-1'), 'accepted; dispatched 市城市管理局; extended', 'what was told by telephone was told');
select is(pg_temp.act('demo_unit', format('select api.ticket_feed_back(gen_random_uuid(), %s, ''message'', ''烧烤摊已取缔'')', id)), 'ok', 'told by message') from t;
select is(pg_temp.act('demo_web', 'select api.demand_rate(''a-1'', ''yes'', ''yes'', ''yes'')'), 'not_in_state', 'nothing is rated before it is finished');
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'finish')), 'ok', 'finished') from t;
select is(pg_temp.news('a-1'), 'accepted; dispatched 市城市管理局; extended; result 烧烤摊已取缔; finished 烧烤摊已取缔', 'the result goes out through it');
select is((select bool_and(text !~ '内部|王女士|1111' and unit in ('', '市城市管理局')) from hotline.channel_news), true, 'no reason, no name, no number');
select is((select due_at >= now() + interval '23 hours' from hotline.callback where ticket_id = t.id and kind = 'satisfaction'), true, 'an agent rings when nothing was rated by then') from t;

-- the citizen's rating, once
select is(pg_temp.act('demo_web', format('select api.demand_rate(%s)', args)), want, args)
from (values ('''a-9'', ''yes'', ''yes'', ''yes''', 'not_found ref'), ('''a-1'', ''yes'', ''maybe'', ''yes''', 'field_missing solved'), ('''a-1'', null, ''yes'', ''yes''', 'field_missing responded'),
    ('''a-1'', ''yes'', ''no'', ''no''', 'reason_missing reason'), ('''a-1'', ''yes'', ''no'', ''no'', E''\x01''', 'character_bad reason'), ('''a-1'', ''yes'', ''no'', ''no'', repeat(''长'', 501)', 'field_too_long reason')) v (args, want);
create function pg_temp.rate(p_solved text, p_reason text default '') returns text language sql as
$$ select pg_temp.ask('demo_web', format('select api.demand_rate(''a-1'', ''yes'', %L, %L, %L) ->> ''state''', p_solved, p_solved, p_reason)) $$;
select is(pg_temp.rate('no', '又开了'), 'dispatched', 'not solved: handled again');
select is((select concat_ws(' ', round, supervised, result = '') from hotline.ticket where ticket.id = t.id), '2 f t', 'a second round') from t;
select is(pg_temp.rate('no', '又开了'), 'dispatched', 'the same again is answered the same');
select is(pg_temp.act('demo_web', 'select api.demand_rate(''a-1'', ''yes'', ''yes'', ''yes'')'), 'already_rated', 'another rating is not taken');
select is((select string_agg(closing, ' ') from hotline.callback where ticket_id = t.id), 'reached', 'the callback is closed') from t;
create function pg_temp.again(p_ticket bigint) returns void language sql as
$$ select pg_temp.ask('demo_unit', pg_temp.step(p_ticket, s)) from unnest(array['receive', 'talk', 'tell', 'finish']) with ordinality s (s, n) order by n $$;
select pg_temp.again(id) from t;
select is(pg_temp.rate('no', '还是开'), 'dispatched', 'not solved again');
select is((select supervised from hotline.ticket where ticket.id = t.id), true, 'it is supervised') from t;
select pg_temp.again(id) from t;
select is(pg_temp.rate('yes'), 'closed', 'solved: closed');
select is((select concat_ws(' ', count(*), max(p.login)) from hotline.citizen_rating r join hotline.person p on p.id = r.person_id where ticket_id = t.id), '3 demo_web', 'the citizen''s ratings, one a round') from t;
select is(pg_temp.ask('demo_web', 'select what from api.channel_news(0, 1000) order by n desc limit 1'), 'closed', 'and it is told so');

-- a rating that an agent asked for stands
create temporary table b as select pg_temp.taken('demo_agent', pg_temp.handed('b-1', '{"phone": "13900001111"}')) as call;
create temporary table bt as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"phone": ""}'), call))::jsonb ->> 'ticket')::bigint as id from b;
select pg_temp.again(id) from bt;
select is(pg_temp.act('demo_agent3', pg_temp.step(id, 'rate')), 'ok', 'rung back') from bt;
select is(pg_temp.act('demo_web', 'select api.demand_rate(''b-1'', ''yes'', ''no'', ''no'', ''x'')'), 'already_rated', 'one matter, one rating');

-- the other ways out, each with its words for the citizen
create function pg_temp.way(p_way text, p_form jsonb) returns text language plpgsql as $$
declare v_call bigint := pg_temp.taken('demo_agent', pg_temp.handed('w-' || p_way));
begin
    perform pg_temp.ask('demo_agent', pg_temp.submit(p_way, p_form, v_call));
    return (select state from hotline.call where id = v_call) || ' ' || pg_temp.state_of('demo_agent') || ': ' || coalesce(pg_temp.news('w-' || p_way), '-');
end $$;
select is(pg_temp.way(way, pg_temp.form('{"phone": "", "reason": "内部理由"}')), 'ended ready: ' || want, way)
from (values ('answer', 'answered 答复'), ('decline', E'not_accepted 说明\n法院'), ('transfer', 'handed_over 110 公安报警'), ('silent', 'closed'), ('abusive', 'closed'), ('save', '-'),
             ('dispatch', 'accepted; dispatched 市城市管理局')) v (way, want);
select is((select t.phone from hotline.ticket t join hotline.intake i on i.call_id = t.call_id where i.ref = 'w-dispatch'), '', 'whom the channel answers needs no number');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"phone": ""}'))), 'field_missing phone', 'who came otherwise does');
select is((select string_agg(distinct t.channel, ' ') from hotline.ticket t join hotline.intake i on i.call_id = t.call_id where i.ref ~ '^w-'), 'web', 'the ticket knows its channel');

-- joined to another's ticket: nothing of that one is told
create temporary table other as select pg_temp.ticket('dispatched') as id;
select is(pg_temp.act('demo_agent', format('select api.ticket_join(gen_random_uuid(), %s, %s, ''{}'')', other.id, pg_temp.taken('demo_agent', pg_temp.handed('j-1')))), 'ok', 'joined') from other;
select is(pg_temp.state_of('demo_agent'), 'ready', 'that is a record, too');
select pg_temp.again(id) from other;
select is(pg_temp.news('j-1'), 'joined; finished', 'joined, and finished when the other is');
select is((select string_agg(number || text || unit, '') from hotline.channel_news w join hotline.intake i using (call_id) where i.ref = 'j-1'), '', 'neither its number nor its words');
select is(pg_temp.ask('demo_agent', format('select string_agg(channel, '''') from api.ticket_voices(%s)', id)), '网站', 'the desk sees by what the voice came') from other;
select is(pg_temp.act('demo_agent', format('select api.ticket_voice_told(gen_random_uuid(), %s, ''您反映的噪音已处理'')', v.id)), 'ok', 'told in words of their own') from hotline.ticket_voice v join other on other.id = v.ticket_id;
select is(pg_temp.news('j-1'), 'joined; finished; result 您反映的噪音已处理', 'which the channel brings');
select is(pg_temp.act('demo_web', 'select api.demand_rate(''j-1'', ''yes'', ''yes'', ''yes'')'), 'not_found ref', 'nor is another''s ticket rated');
-- merged, and taken out again
create temporary table m as select (select t.id from hotline.ticket t join hotline.intake i on i.call_id = t.call_id where i.ref = 'w-dispatch') as id, pg_temp.ticket('dispatched') as into_id;
select is(pg_temp.act('demo_lead', format('select api.ticket_merge(gen_random_uuid(), %s, %L, ''内部理由'')', id, (select number from hotline.ticket t where t.id = m.into_id))), 'ok', 'merged') from m;
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'unmerge')), 'ok', 'and undone') from m;
select is(pg_temp.news('w-dispatch'), 'accepted; dispatched 市城市管理局; joined; dispatched 市城市管理局', 'both are told');
-- given to another unit, with many
select is(pg_temp.act('demo_lead', pg_temp.reassign(array[id], 'units', array['HB'])), 'ok', 'a second dispatch of many') from m;
select is(pg_temp.news('w-dispatch'), 'accepted; dispatched 市城市管理局; joined; dispatched 市城市管理局; dispatched 市生态环境局', 'is told like one');

-- a citizen who writes again about an open ticket
create temporary table u as select pg_temp.taken('demo_agent', pg_temp.handed('u-1', '{"phone": "138 1234 1111"}')) as call;
select is(pg_temp.act('demo_agent', pg_temp.step((select into_id from m), 'urge')), 'ok', 'it is urged');
select is(concat_ws(' ', pg_temp.state_of('demo_agent'), (select state from hotline.call where id = call), pg_temp.news('u-1')), 'ready ended urged', 'that is the message''s record, and it is told so') from u;

-- the reader's order
select is(pg_temp.ask('demo_web', 'select count(*) = max(n) from api.channel_news(0, 1000)'), 'true', 'without a gap');
select is(pg_temp.ask('demo_web', 'select string_agg(n::text, '' '' order by n) from api.channel_news(3, 2)'), '4 5', 'from a position, so many');
select is(pg_temp.ask('demo_web', 'select count(*) from api.channel_news(null)') = pg_temp.ask('demo_web', 'select count(*) from api.channel_news(-5)'), true, 'from the beginning');

-- the figures
update hotline.call set answered_at = null, state = 'ended', queued_at = now() - interval '2 days' where channel <> 'call';
update hotline.call set queued_at = now() - i.age * interval '1 second', answer_seconds = i.most, answered_at = now() + i.after * interval '1 second'
from (values ('w-answer', 0, 180, 179), ('w-save', 0, 180, 181), ('w-silent', 0, 180, null), ('w-abusive', 2, 1, null)) i (ref, age, most, after) join hotline.intake k using (ref) where call.id = k.call_id;
select is(pg_temp.ask('demo_agent', 'select concat_ws('' '', asked, answered, messages, messages_due, messages_in_time) from api.queue_figures()'), '1 0 4 3 1', 'four messages: one in time, one late, one waits, one waits and is late; the calls'' figures are the calls''');
select is((select sum(asked) from hotline.call_quarter), 1::numeric, 'and so are those of the quarter-hours');

select * from finish();
rollback;
