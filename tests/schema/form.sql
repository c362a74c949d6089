-- The ticket form: every way out, every field.
\ir prepare.psql
select no_plan();

select is(pg_temp.act('demo_agent', pg_temp.submit(way, pg_temp.form(jsonb_build_object(field, ''))), true),
          'field_missing ' || field, format('%s needs %s', way, field))
from hotline.form_need order by way, field;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object(field, repeat('字', max_length)))), true),
          case when field = 'phone' then 'phone_bad phone' else 'ok' end, format('%s takes %s characters', field, max_length))
from hotline.form_field where max_length is not null order by field;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object(field, repeat('字', max_length + 1)))), true),
          'field_too_long ' || field, format('%s takes no more', field))
from hotline.form_field where max_length is not null order by field;
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object(field, bad))), true), want, format('%s = %s', field, bad))
from (values ('kind', 'gossip', 'field_bad kind'), ('gender', 'x', 'field_bad gender'), ('area_id', '999999', 'field_bad area_id'),
             ('area_id', '1; drop table x', 'field_bad area_id'), ('category_id', '0', 'field_bad category_id'),
             ('unit_id', '999999', 'unit_disabled unit_id'), ('urgency', 'now', 'field_bad urgency'), ('phone', '12', 'phone_bad phone'),
             ('phone', '0731-8888 1111', 'ok'), ('urgency', 'urgent', 'urgency_reason_missing urgency_reason'), ('title', '<script>', 'ok')) v (field, bad, want);
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form('{"urgency": "urgent", "urgency_reason": "有老人"}')), true), 'ok', 'a deviation with its reason');
select is(pg_temp.act('demo_agent', pg_temp.submit('transfer', pg_temp.form('{"transfer_to": "999"}')), true), 'field_bad transfer_to', 'no such number');

-- 2,000 characters are kept exactly
create temporary table long as select (pg_temp.ask('demo_agent', pg_temp.submit('dispatch', pg_temp.form(jsonb_build_object('body', repeat('噪声扰民𠮷', 400)))))::jsonb ->> 'ticket')::bigint as id;
select is((select body from hotline.ticket where id = long.id), repeat('噪声扰民𠮷', 400), '2,000 characters, rare ones too') from long;

-- each way closes as what it is
create temporary table way as
select way, (pg_temp.ask('demo_agent', pg_temp.submit(way))::jsonb ->> 'ticket')::bigint as id
from unnest(array['answer', 'decline', 'transfer', 'silent', 'abusive', 'dispatch', 'save']) way;
select is((select concat_ws(' ', state, closing, transfer_to) from hotline.ticket t where t.id = way.id), want, way)
from way join (values ('answer', 'closed answered'), ('decline', 'closed not_accepted'), ('transfer', 'closed transferred 110'),
                      ('silent', 'closed silent'), ('abusive', 'closed abusive'), ('dispatch', 'dispatched'), ('save', 'draft')) w (way, want) using (way);
select is((select closing_note from hotline.ticket t where t.id = way.id), E'说明\n法院', 'not accepted: explanation and way to go') from way where way = 'decline';

-- drafts are their owner's
select is(pg_temp.act('demo_agent2', pg_temp.submit('dispatch', pg_temp.form(), null, id)), 'not_yours', 'another agent''s draft') from way where way = 'save';
select is(pg_temp.ask('demo_agent2', format('select count(*) from api.ticket where id = %s', id)), '0', 'is not even seen') from way where way = 'save';
select is(pg_temp.ask('demo_agent', format('select value from api.ticket_form(%s) where field = ''title''', id)), '夜间噪音', 'its owner goes on with it') from way where way = 'save';
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), null, id)), 'ok', 'and dispatches it') from way where way = 'save';

-- the urgency follows the category's standard, the same for every district
select is(hotline.category_urgency(pg_temp.category('燃气供应')), 'urgent', 'own standard');
select is(hotline.category_urgency(pg_temp.category('噪音污染')), 'general', 'inherited standard');
select is(hotline.mask_phone(full_number), masked, 'masked ' || full_number)
from (values ('13812341111', '138****1111'), ('073188881111', '0731****1111'), ('0731-8888111', '0731-8****11'), ('110', '****'), ('', '')) v (full_number, masked);

select * from finish();
rollback;
