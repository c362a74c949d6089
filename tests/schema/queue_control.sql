-- Who is next: priority, marks, skills, overflow by rule; and the alert.
\ir prepare.psql
select no_plan();
create function pg_temp.id_of(p_login text) returns bigint language sql as $$ select id from hotline.person where login = p_login $$;
create function pg_temp.arrive(p_phone text, p_skill text default null) returns bigint language sql as
$$ select (pg_temp.ask('demo_switch', format('select api.call_arrive(gen_random_uuid(), %L, p_skill => %L)', p_phone, p_skill))::jsonb ->> 'call')::bigint $$;
create function pg_temp.over(p_call bigint) returns void language sql as $$ select pg_temp.ask('demo_switch', format('select api.call_end(gen_random_uuid(), %s)', p_call)) $$;
-- what an agent takes next, undone
create function pg_temp.next(p_login text) returns text language plpgsql as $$
declare
    v_call  bigint;
    v_phone text;
begin
    perform pg_temp.ask(p_login, 'select api.agent_set(gen_random_uuid(), ''ready'')');
    begin
        v_call := pg_temp.ask(p_login, 'select api.call_take(gen_random_uuid()) ->> ''call''');
        v_phone := (select phone from hotline.call where id = v_call);
        raise exception using errcode = 'UNDO1';
    exception when sqlstate 'UNDO1' then null; end;
    return v_phone;
end $$;
create function pg_temp.mark(p_call bigint, p_reason text, p_days text default '') returns text language sql as
$$ select format('select api.number_mark(gen_random_uuid(), %s, %L, %L)', p_call, p_reason, p_days) $$;

-- order: marked, then who gave up twice today, then the longest
select pg_temp.over(pg_temp.arrive('13700000002')) from generate_series(1, 2);
select pg_temp.over(pg_temp.arrive('13700000009'));
create temporary table q as select n, pg_temp.arrive('1370000000' || n) as id from unnest(array[1, 2, 3, 9]) with ordinality n (n, i) order by i;
select is((select string_agg(phone || ':' || priority, ' ' order by id) from hotline.call where state = 'waiting'),
    '13700000001:0 13700000002:1 13700000003:0 13700000009:0', 'who gave up twice today comes first, once does not count');
select is(pg_temp.act(login, pg_temp.mark(id, '孤寡老人'), true), want, login || ' marks: ' || want)
from q, (values ('demo_lead', 'ok'), ('demo_admin', 'ok'), ('demo_agent', '42501'), ('demo_unit', '42501')) v (login, want) where n = 3;
select is(pg_temp.act('demo_lead', pg_temp.mark(id, ' ')), 'reason_missing reason', 'with its reason') from q where n = 3;
select is(pg_temp.act('demo_lead', pg_temp.mark(id, '孤寡老人', '永远')), 'field_bad days_marked', 'days are a number') from q where n = 3;
select is(pg_temp.act('demo_lead', pg_temp.mark(id, '孤寡老人', '30')), 'ok', 'marked') from q where n = 3;
select is(pg_temp.ask('demo_agent', 'select string_agg(phone_masked || priority || mark, '' '' ) from api.calls_waiting()'),
    '137****00032孤寡老人 137****00021 137****00010 137****00090', 'the queue in its order, with the reason of the mark');
select is(pg_temp.next('demo_agent'), '13700000003', 'the marked one is next');
select is((select concat_ws(' ', action, reason, who) from hotline.event where call_id = q.id and action = 'mark'), 'mark 孤寡老人 2001 郑宏', 'in the call''s timeline') from q where n = 3;
update hotline.marked_number set until = current_date - 2;
select is(hotline.call_priority('13700000003'), 0::smallint, 'a mark has its last day');
update hotline.marked_number set until = null;
select is(hotline.call_priority(hotline.phone_key('+86 137 0000 0003')), 2::smallint, 'however the number is written');
select is(pg_temp.act('demo_lead', pg_temp.mark(id, '已解决', '0')), 'ok', 'taken away') from q where n = 3;
select is(pg_temp.next('demo_agent'), '13700000002', 'then the one who gave up is next');
update hotline.call set queued_at = queued_at - interval '1 day' where state = 'abandoned';
select is(hotline.call_priority('13700000002'), 0::smallint, 'yesterday does not count');
select is(pg_temp.act('demo_lead', pg_temp.mark(pg_temp.arrive(''), '多次反映')), 'number_withheld', 'a withheld number is nobody''s');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
update hotline.call set area_id = pg_temp.area() where id = (select id from q where n = 1);
select is(pg_temp.act('demo_lead2', pg_temp.mark(id, '多次反映')), 'not_found', 'another district''s caller') from q where n = 1;
update hotline.call set state = 'abandoned' where state = 'waiting';

-- skills: demo_agent2 dialect, demo_agent3 enterprise, demo_agent none
select is((select skill from hotline.call where id = pg_temp.arrive('13800000001', 'unheard-of')), null, 'an unknown skill keeps nobody out');
update hotline.call set state = 'abandoned' where state = 'waiting';
create temporary table s as select pg_temp.arrive('13800000002', 'dialect') as dialect, pg_temp.arrive('13800000003') as any;
select is(pg_temp.next('demo_agent2'), '13800000002', 'who can takes the call that needs it, in its turn');
select is(pg_temp.next('demo_agent'), '13800000003', 'who cannot takes the next one');
select is(pg_temp.act('demo_agent', format('select api.call_take(gen_random_uuid(), %s)', dialect), true), 'call_needs_skill', 'nor picks it') from s;
select is(pg_temp.act('demo_lead', 'select api.agent_set(gen_random_uuid(), ''ready'')'), 'ok', 'a lead at the telephone');
select is(pg_temp.act('demo_lead', format('select api.call_take(gen_random_uuid(), %s)', dialect), true), 'ok', 'takes any') from s;
select is(pg_temp.ask('demo_agent', format('select concat_ws('' '', skill, offered_at - queued_at) from api.calls_waiting() where id = %s', dialect)), '方言 00:02:00', 'the list says from when on') from s;
update hotline.call set queued_at = now() - interval '119 seconds' where id = (select dialect from s);
select is(pg_temp.next('demo_agent'), '13800000003', 'not before its time');
update hotline.call set queued_at = now() - interval '121 seconds' where id = (select dialect from s);
select is(pg_temp.next('demo_agent'), '13800000002', 'then it is offered to all');
-- to another skill alone
select is(pg_temp.ask('demo_admin', $$select string_agg(r ->> 'outcome', ' ') from jsonb_array_elements(api.admin_import(gen_random_uuid(), 'overflow',
    '[{"skill": "dialect", "to_skill": "enterprise", "after_seconds": "10"}, {"skill": "dialect", "to_skill": "", "after_seconds": ""}]')) r$$), 'added disabled', 'rules are rows');
select is(pg_temp.next('demo_agent'), '13800000003', 'by rule not to who has none');
select is(pg_temp.next('demo_agent3'), '13800000002', 'but to the enterprise desk');
select is(pg_temp.ask('demo_agent', 'select count(*) from api.calls_waiting()'), '1', 'what will never be offered is not listed');
select is(pg_temp.ask(login, 'select count(*) || '' '' || count(offered_at) from api.calls_waiting()'), '2 1', login || ' sees all') from unnest(array['demo_lead', 'demo_admin']) login;
select is(pg_temp.ask('demo_admin', $$select api.admin_import(gen_random_uuid(), 'marked', '[{"number": "138 0000 0003", "reason": "多次反映"}]') #>> '{0,outcome}'$$), 'added', 'an administrator marks numbers too');
select is((select priority from hotline.call where id = s.any), 2::smallint, 'the call that waits moves up') from s;
select is(pg_temp.next('demo_agent2'), '13800000003', 'priority comes before skill');

-- the alert, once for all leads who are there
create or replace function hotline.people_holding(p_class integer) returns table (person_id bigint) language sql as $$ select pg_temp.id_of('demo_lead') $$;
create function pg_temp.alert() returns text language sql as $$ select pg_temp.ask('demo_lead', 'select api.queue_alert(gen_random_uuid()) ->> ''told''') $$;
update hotline.call set queued_at = now() - interval '119 seconds' where state = 'waiting';
select is(pg_temp.alert(), '0', 'nobody has waited too long');
update hotline.call set queued_at = now() - interval '121 seconds' where state = 'waiting';
select is(pg_temp.alert(), '1', 'now');
select is(pg_temp.alert(), '0', 'told once');
select is(pg_temp.ask('demo_lead', 'select concat_ws('' '', code, data ->> ''waiting'') from api.messages()'), 'queue_alert 2', 'as a message');
select is(pg_temp.act('demo_agent', 'select api.queue_alert(gen_random_uuid())'), '42501', 'agents do not tell');
update hotline.call set state = 'abandoned' where alerted_at is not null;
select is(pg_temp.alert(), '1', 'another call, another alert');
select is(pg_temp.ask('demo_lead', 'select alert_seconds from api.queue_figures()'), '120', 'the workstation knows the bound');

select * from finish();
rollback;
