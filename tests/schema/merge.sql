-- Who said it already: similar tickets, joining one, merging and undoing it; who may.
\ir prepare.psql
select no_plan();

create function pg_temp.open(p_changes jsonb) returns bigint language sql as
$$ select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(p_changes)))::jsonb ->> 'ticket')::bigint $$;
create function pg_temp.alike(p_text text, p_area text, p_address text, p_login text default 'demo_agent2') returns text language sql as $$
    select pg_temp.ask(p_login, format('select string_agg(id::text, '','') from api.similar_tickets(%L, %L, %L)', p_text,
        (select id from hotline.area where code = p_area), p_address))
$$;
create temporary table old as select name, pg_temp.open(form) as id from (values
    ('bbq', '{"title": "烧烤摊噪音扰民", "body": "丽景小区东门烧烤摊凌晨划拳喧哗", "address": "丽景小区东门"}'::jsonb),
    ('lamp', '{"title": "路灯不亮", "body": "文昌路路灯坏了三盏", "address": "文昌路"}'),
    ('elsewhere', jsonb_build_object('title', '烧烤摊噪音扰民', 'body', '金水湾烧烤摊凌晨划拳喧哗', 'address', '金水湾', 'area_id', (select id::text from hotline.area where code = 'QL0303')))) v (name, form);
select is(pg_temp.alike('楼下烧烤摊每天凌晨划拳,喧哗声很大', 'QL0101', '丽景小区'), (select id::text from old where name = 'bbq'), 'the same matter at the same place');
select is(pg_temp.alike('路灯坏了不亮', 'QL0101', ''), (select id::text from old where name = 'lamp'), 'another matter');
select is(pg_temp.alike('楼下烧烤摊每天凌晨划拳,喧哗声很大', 'QL0303', '金水湾二期'), (select id::text from old where name = 'elsewhere'), 'the same matter elsewhere');
select is(pg_temp.alike('咨询养老保险转移', 'QL0101', ''), null, 'nothing like it');
select is(pg_temp.alike('', null, ''), null, 'nothing typed');
select is(pg_temp.ask('demo_agent', format('select concat_ws(''|'', likeness > 0.5, same_area, place, voices, words ~ ''烧烤'') from api.similar_tickets(%L, %s, %L)', '烧烤摊凌晨划拳喧哗', pg_temp.area(), '丽景小区')), 't|t|1|1|t', 'with how alike and why');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.alike('烧烤摊凌晨划拳喧哗', 'QL0101', '丽景小区', 'demo_lead2'), null, 'a lead sees the own district only');
select is(pg_temp.act(login, 'select * from api.similar_tickets(''x'')'), '42501', login || ' does not ask') from unnest(array['demo_unit', 'demo_admin', 'demo_switch']) login;
select is((select count(*) from hotline.ticket where pairs is not null and state in ('draft', 'closed')), 0::bigint, 'only open ones are kept for it');
select is((pg_temp.ask('demo_admin', 'select api.pairs_count(gen_random_uuid())')::jsonb ->> 'tickets')::bigint, (select count(*) from hotline.ticket where state <> 'draft'), 'how rare pairs are is counted');
select is(pg_temp.alike('楼下烧烤摊每天凌晨划拳,喧哗声很大', 'QL0101', '丽景小区'), (select id::text from old where name = 'bbq'), 'and used');

-- joining
create temporary table talk as select pg_temp.call_of('demo_agent', '13922223333') as call;
select is(pg_temp.act('demo_agent2', format('select api.ticket_join(gen_random_uuid(), %s, %s, ''{}'')', id, call)), 'not_your_call', 'another''s caller') from old, talk where name = 'bbq';
create temporary table joined as select pg_temp.ask('demo_agent', format('select api.ticket_join(gen_random_uuid(), %s, %s, ''{"citizen_name": "李先生", "body": "也被吵醒", "confidential": "true"}'')', id, call))::jsonb as answer from old, talk where name = 'bbq';
select is((select answer ->> 'voices' from joined), '2', 'one more voice');
select is((select count(*) from hotline.event e, old where e.ticket_id = old.id and name = 'bbq' and action = 'dispatch'), 1::bigint, 'no second dispatch');
select is((select e.call_id = talk.call from hotline.event e, old, talk where e.ticket_id = old.id and name = 'bbq' and action = 'join'), true, 'it stands in the timeline, with the call');
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s)', call)), 'ok', 'the call ends') from talk;
select is(pg_temp.ask('demo_agent', 'select state from api.me()'), 'ready', 'it has its record');
select is(pg_temp.act('demo_agent', format('select api.ticket_join(gen_random_uuid(), %s, %s, ''{}'')', id, call)), 'call_has_record', 'one record a call') from old, talk where name = 'lamp';
select is(pg_temp.act('demo_agent', format('select api.ticket_join(gen_random_uuid(), %s, null, ''%s'')', id, form)), want, want || ' ' || form) from old,
    (values ('{}', 'field_missing phone'), ('{"phone": "abc"}', 'phone_bad phone'), ('{"phone": "13900000000", "gender": "x"}', 'field_bad gender'), ('{"phone": "13900000000"}', 'ok')) v (form, want) where name = 'lamp';
select is(pg_temp.ask(login, format('select citizen_name || phone_masked || note from api.ticket_voices(%s)', id)), want, login || ' and a confidential voice') from old,
    (values ('demo_agent2', '李先生139****3333也被吵醒'), ('demo_unit', ''), ('demo_unit2', null)) v (login, want) where name = 'bbq';
select is(pg_temp.act('demo_agent', format('select api.ticket_voice_told(gen_random_uuid(), %s)', voice)), 'not_in_state', 'told before there is a result')
from old, lateral pg_temp.ask('demo_agent', format('select voice from api.ticket_voices(%s)', id)) voice where name = 'bbq';
create temporary table done as select pg_temp.ticket('handling') as id;
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'join')), 'ok', 'joining while it is handled') from done;
select is(pg_temp.act('demo_unit', pg_temp.step(id, s)), 'ok', s) from done, unnest(array['talk', 'tell', 'finish']) s;
select is(pg_temp.act('demo_unit', format('select api.ticket_voice_told(gen_random_uuid(), %s)', voice)), 'ok', 'the other caller is told too')
from done, lateral pg_temp.ask('demo_agent', format('select voice from api.ticket_voices(%s)', id)) voice;
select is(pg_temp.ask('demo_agent', format('select told_at is not null from api.ticket_voices(%s)', id)), 'true', 'which is seen') from done;

-- merging
create function pg_temp.merge(p_login text, p_one text, p_into text, p_reason text default '同一事项') returns text language sql as $$
    select pg_temp.act(p_login, format('select api.ticket_merge(gen_random_uuid(), %s, %L, %L)', a.id, t.number, p_reason))
    from old a, old b join hotline.ticket t on t.id = b.id where a.name = p_one and b.name = p_into
$$;
select is(pg_temp.merge('demo_agent', 'lamp', 'bbq'), '42501', 'a lead''s word');
select is(pg_temp.merge('demo_lead', 'lamp', 'lamp'), 'field_bad into', 'not into itself');
select is(pg_temp.act('demo_lead', format('select api.ticket_merge(gen_random_uuid(), %s, %L, ''x'')', id, number)), want, 'into ' || number)
from old, (values ('', 'field_missing into'), ('no number', 'not_found into')) v (number, want) where name = 'lamp';
select is(pg_temp.merge('demo_lead', 'lamp', 'bbq', ' '), 'reason_missing reason', 'with a reason');
select is(pg_temp.merge('demo_lead2', 'lamp', 'bbq'), 'not_found', 'in the own district');
insert into old select 'over', pg_temp.ticket('closed');
select is(pg_temp.merge('demo_lead', 'lamp', 'over'), 'merge_into_closed into', 'into one that goes on');
select is(pg_temp.merge('demo_lead', 'over', 'lamp'), 'not_in_state', 'a closed one is past merging');
select is(pg_temp.merge('demo_lead', 'lamp', 'bbq'), 'ok', 'merged');
select is((select concat_ws(' ', state, closing, merged_into = (select id from old where name = 'bbq'), pairs is null) from hotline.ticket join old using (id) where name = 'lamp'), 'closed merged t t', 'closed, and points to the other');
select is(hotline.voices(id), 4::bigint, 'its citizen and its voices count there') from old where name = 'bbq';
select is(pg_temp.ask('demo_lead', format('select string_agg(phone_masked, '','' order by at) from api.ticket_voices(%s) where merged', id)), '138****1111,139****0000', 'and are listed') from old where name = 'bbq';
select is((select count(*) from hotline.event where action = 'merge' and ticket_id in (select id from old where name in ('lamp', 'bbq'))), 2::bigint, 'both timelines say so');
select is(pg_temp.merge('demo_lead', 'bbq', 'elsewhere'), 'ok', 'on and on');
select is(hotline.voices(id), 5::bigint, 'all voices with it') from old where name = 'elsewhere';
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'unmerge', '')), 'reason_missing reason', 'undoing too needs a reason') from old where name = 'lamp';
select is(pg_temp.act('demo_agent', pg_temp.step(id, 'unmerge')), '42501', 'and is a lead''s') from old where name = 'lamp';
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'unmerge')), 'ok', 'undone') from old where name = 'lamp';
select is((select concat_ws(' ', state, coalesce(closing, '-'), pairs is not null) from hotline.ticket join old using (id) where name = 'lamp'), 'dispatched - t', 'it is back with its unit');
select is(hotline.voices(id), 2::bigint, 'and the other has its own voices') from old where name = 'bbq';
select is((select string_agg(action, ' ' order by e.id) from hotline.event e join old on old.id = e.ticket_id where name = 'lamp'), 'dispatch join merge unmerge', 'its history is whole');
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'receive')), 'ok', 'work goes on') from old where name = 'lamp';

select * from finish();
rollback;
