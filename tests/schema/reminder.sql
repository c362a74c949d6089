-- Reminders: whom which matter reminds, once, again when put off or when it comes again; clocks.
\ir prepare.psql
select no_plan();

-- What a login is told of: "kind count fresh" for each kind, in order.
create function pg_temp.told(p_login text) returns text language sql as $$
    select pg_temp.ask(p_login, $q$select string_agg(concat_ws(' ', kind, count, cardinality(string_to_array(fresh, ' '))), ', ' order by kind)
                                   from api.reminders() where kind is not null$q$)
$$;
create function pg_temp.row_of(p_login text, p_kind text, p_column text) returns text language sql as $$
    select pg_temp.ask(p_login, format('select %I from api.reminders() where kind = %L', p_column, p_kind))
$$;
-- The terminal has shown all that is fresh of a kind.
create function pg_temp.fire(p_login text, p_kind text) returns text language sql as $$
    select pg_temp.ask(p_login, format('select api.reminder_fired(gen_random_uuid(), %L, %L) ->> ''fired''', p_kind,
                                       pg_temp.row_of(p_login, p_kind, 'fresh')))
$$;
create function pg_temp.callback(p_login text, p_due timestamptz) returns bigint language sql as $$
    insert into hotline.callback (kind, phone, phone_masked, person_id, due_at)
    select 'promised', '13812341111', '138****1111', id, p_due from hotline.person where login = p_login returning id
$$;
create function pg_temp.state(p_login text, p_state text) returns void language sql as $$
    insert into hotline.agent_state (person_id, state) select id, p_state from hotline.person where login = p_login
    on conflict (person_id) do update set state = excluded.state
$$;
create function pg_temp.quiet_in(p_login text, p_state text) returns text language plpgsql as $$
begin
    perform pg_temp.state(p_login, p_state);
    return pg_temp.ask(p_login, 'select quiet from api.reminders()');
end
$$;
-- Who is connected, by their logins.
create or replace function hotline.people_holding(p_class integer) returns table (person_id bigint) language sql as $$
    select id from hotline.person where p_class = hotline.presence_class() and login = any (string_to_array(current_setting('test.here', true), ' '))
$$;
create function pg_temp.here(p_logins text) returns void language sql as $$ select set_config('test.here', p_logins, true) $$;
create function pg_temp.next(p_login text) returns integer language sql as $$
    select ceil(pg_temp.ask(p_login, 'select max(next_seconds) from api.reminders()')::double precision)
$$;
update hotline.ticket set due_at = now() + interval '30 days' where closed_at is null and due_at is not null;

-- nothing waits
select is(pg_temp.ask('demo_unit', 'select concat_ws('' '', count(*), min(kind), bool_and(bell), bool_or(quiet), max(next_seconds)) from api.reminders()'), '1 t f 86400', 'nothing: one row, the bell, and asked again in a day');
select is(pg_temp.act('demo_switch', 'select * from api.reminders()'), '42501', 'the switch is reminded of nothing');
select is(pg_temp.told('demo_admin'), null, 'nor is the administrator');

-- a ticket is assigned to a unit
create temporary table a as select pg_temp.ticket('dispatched') as id;
select is(pg_temp.told('demo_unit'), 'ticket_assigned 1 1', 'a dispatched ticket reminds its unit');
select is(pg_temp.told('demo_unit2'), null, 'not another');
select is(pg_temp.told('demo_agent'), null, 'nor the desk');
select is(pg_temp.row_of('demo_unit', 'ticket_assigned', 'number'), (select number from hotline.ticket t where t.id = a.id), 'with its number') from a;
select is(pg_temp.row_of('demo_unit', 'ticket_assigned', 'ticket_id'), id::text, 'and what to open') from a;
select is(pg_temp.fire('demo_unit', 'ticket_assigned'), '1', 'shown');
select is(pg_temp.told('demo_unit'), 'ticket_assigned 1 0', 'then it waits without reminding');
select is(pg_temp.fire('demo_unit', 'ticket_assigned'), '0', 'shown once');
create temporary table u as select gen_random_uuid() as id;
select is(pg_temp.ask('demo_unit', format('select api.reminder_fired(%L, ''ticket_assigned'', ''1@1'')', u.id)), '{"fired": 0}', 'what is not there cannot be shown') from u;
select is(pg_temp.ask('demo_unit', format('select api.reminder_fired(%L, ''ticket_assigned'', ''1@1'')', u.id)), '{"fired": 0}', 'sent again: the same') from u;
select is(pg_temp.act('demo_unit', format('select api.reminder_fired(%L, ''ticket_assigned'', ''2@1'')', u.id)), 'request_reused', 'one request, one thing') from u;
select is(pg_temp.ask('demo_unit2', format('select api.reminder_fired(gen_random_uuid(), ''ticket_assigned'', %L) ->> ''fired''', pg_temp.row_of('demo_unit', 'ticket_assigned', 'subject_id') || '@' || hotline.microseconds(t.dispatched_at))), '0', 'nor by another unit') from a join hotline.ticket t using (id);

-- put off
select is(pg_temp.act('demo_unit', format('select api.reminder_snooze(gen_random_uuid(), ''ticket_assigned'', %s)', m)), 'field_bad minutes', m || ' minutes') from unnest(array['0', '1441', 'null']) m;
select is(pg_temp.ask('demo_unit', 'select api.reminder_snooze(gen_random_uuid(), ''ticket_assigned'', 10)'), '{"snoozed": 1}', 'put off for ten minutes');
select is(pg_temp.told('demo_unit'), 'ticket_assigned 1 0', 'it does not remind meanwhile');
select cmp_ok(pg_temp.row_of('demo_unit', 'ticket_assigned', 'next_seconds')::double precision, '<=', 600::double precision, 'but in ten minutes');
select cmp_ok(pg_temp.row_of('demo_unit', 'ticket_assigned', 'next_seconds')::double precision, '>', 590::double precision, 'and not before');
update hotline.reminder set snoozed_until = now() - interval '1 second';
select is(pg_temp.told('demo_unit'), 'ticket_assigned 1 1', 'then it does');
select is(pg_temp.fire('demo_unit', 'ticket_assigned'), '1', 'shown again');
select is(pg_temp.told('demo_unit'), 'ticket_assigned 1 0', 'and is quiet');

-- accepted, returned, decided
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'receive')), 'ok', 'accepted') from a;
select is(pg_temp.told('demo_unit'), null, 'the matter is over');
select is(pg_temp.told('demo_lead'), null, 'nothing for a lead yet');
select is(pg_temp.act('demo_unit', pg_temp.step(id, 'return')), 'ok', 'returned') from a;
select is(pg_temp.told('demo_lead'), 'ticket_returned 1 1', 'a returned ticket reminds the lead of the city');
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
select is(pg_temp.told('demo_lead2'), null, 'not the lead of another district');
update hotline.person set district_id = (select id from hotline.area where code = 'QL01') where login = 'demo_lead2';
select is(pg_temp.told('demo_lead2'), 'ticket_returned 1 1', 'but the one of its district');
select is(pg_temp.told('demo_agent'), null, 'nor an agent');
select is(pg_temp.fire('demo_lead', 'ticket_returned'), '1', 'shown');
select is(pg_temp.told('demo_lead'), 'ticket_returned 1 0', 'once');
select is(pg_temp.told('demo_lead2'), 'ticket_returned 1 1', 'each person for themselves');
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'uphold')), 'ok', 'sent back') from a;
select is(pg_temp.told('demo_lead'), null, 'decided: over');
select is(pg_temp.act('demo_lead', pg_temp.step(id, 'redispatch')), 'ok', 'dispatched to another unit') from a;
select is(pg_temp.told('demo_unit'), null, 'the first one has nothing more to do with it');
select is(pg_temp.told('demo_unit2'), 'ticket_assigned 1 1', 'the other is reminded');
select is(pg_temp.fire('demo_unit2', 'ticket_assigned'), '1', 'shown');
update hotline.ticket t set dispatched_at = clock_timestamp() from a where t.id = a.id;
select is(pg_temp.told('demo_unit2'), 'ticket_assigned 1 1', 'dispatched anew: it reminds anew');
update hotline.ticket t set state = 'closed', closed_at = now(), closing = 'rated' from a where t.id = a.id;

-- a deadline is near
create temporary table d as select pg_temp.ticket('handling') as id;
select is(pg_temp.told('demo_unit'), null, 'days are left');
update hotline.ticket t set due_at = now() + interval '5 hours' from d where t.id = d.id;
select is(pg_temp.told('demo_unit'), null, 'five hours are left');
select cmp_ok(abs(pg_temp.ask('demo_unit', 'select next_seconds from api.reminders()')::double precision - 3600), '<', 60::double precision, 'it is asked again in one');
update hotline.ticket t set due_at = now() + interval '4 hours' from d where t.id = d.id;
select is(pg_temp.told('demo_unit'), 'deadline_near 1 1', 'four hours are left');
select is(pg_temp.fire('demo_unit', 'deadline_near'), '1', 'shown');
update hotline.ticket t set due_at = now() - interval '1 hour' from d where t.id = d.id;
select is(pg_temp.told('demo_unit'), 'deadline_near 1 1', 'another deadline reminds anew, also one that was missed');
update hotline.person set unit_id = pg_temp.unit() where login = 'demo_unit2';
select is(pg_temp.told('demo_unit2'), null, 'a colleague''s ticket does not remind');
update hotline.ticket t set handler_id = null from d where t.id = d.id;
select is(pg_temp.told('demo_unit2'), 'deadline_near 1 1', 'nobody''s does');
update hotline.person set unit_id = pg_temp.unit('HB') where login = 'demo_unit2';
select is(pg_temp.told('demo_agent'), null, 'nor the desk');
update hotline.ticket t set state = 'finished', finished_at = now() from d where t.id = d.id;
select is(pg_temp.told('demo_unit'), null, 'finished: over');
select is(pg_temp.ask('demo_unit', 'select api.reminder_fired(gen_random_uuid(), ''deadline_near'', '''')'), '{"fired": 0}', 'any writing');
select is((select count(*) from hotline.reminder r join hotline.person p on p.id = r.person_id where p.login = 'demo_unit'), 0::bigint, 'forgets what is over');

-- a call back is due; not to be disturbed
select lives_ok($$select pg_temp.state('demo_agent', 'ready'), pg_temp.state('demo_agent2', 'offline'), pg_temp.state('demo_lead', 'break')$$, 'at work');
create temporary table c as select pg_temp.callback('demo_agent', clock_timestamp() + interval '90 seconds') as id;
select is(pg_temp.told('demo_agent'), null, 'not yet due');
select cmp_ok(abs(pg_temp.ask('demo_agent', 'select next_seconds from api.reminders()')::double precision - 90), '<', 30::double precision, 'asked again when it is');
update hotline.callback set due_at = clock_timestamp() - interval '1 second' from c where callback.id = c.id;
select is(pg_temp.told('demo_agent'), 'callback_due 1 1', 'my promise is due');
select is(pg_temp.told('demo_agent2'), null, 'not for who is not on shift');
select is(pg_temp.told('demo_lead'), 'callback_due 1 1', 'its person is not here: everybody on shift');
update hotline.callback b set area_id = a.id from hotline.area a, c where a.code = 'QL02' and b.id = c.id;
update hotline.person set district_id = (select id from hotline.area where code = 'QL03') where login = 'demo_lead';
select is(pg_temp.told('demo_lead'), null, 'but a lead of another district, who may not see it');
update hotline.person set district_id = null where login = 'demo_lead';
select is(pg_temp.ask('demo_agent', 'select quiet from api.reminders()'), 'false', 'ready: it rings');
select is(pg_temp.fire('demo_agent', 'callback_due'), '1', 'shown');
select is(pg_temp.told('demo_agent'), 'callback_due 1 0', 'once');
-- a clock that is set back and goes on makes nothing remind twice
update hotline.callback set due_at = due_at + interval '1 hour';
update hotline.reminder r set episode = hotline.microseconds(b.due_at) from hotline.callback b, c where b.id = c.id and r.subject_id = c.id;
select is(pg_temp.told('demo_agent'), null, 'an hour earlier it is not due');
select is(pg_temp.ask('demo_agent', 'select api.reminder_fired(gen_random_uuid(), ''callback_due'', '''')'), '{"fired": 0}', 'whatever is written then');
update hotline.callback set due_at = due_at - interval '1 hour';
update hotline.reminder r set episode = hotline.microseconds(b.due_at) from hotline.callback b, c where b.id = c.id and r.subject_id = c.id;
select is(pg_temp.told('demo_agent'), 'callback_due 1 0', 'due again: it had reminded');
-- claimed
select lives_ok($$select pg_temp.here('demo_agent2')$$, 'the second agent is here');
select is(pg_temp.quiet_in('demo_agent2', 'ready'), 'false', 'a second agent');
update hotline.callback b set claimed_by = p.id, claimed_at = clock_timestamp() from hotline.person p, c where p.login = 'demo_agent2' and b.id = c.id;
select is(pg_temp.told('demo_agent'), null, 'claimed by another: theirs');
select is(pg_temp.told('demo_lead'), null, 'and nobody else''s');
select is(pg_temp.told('demo_agent2'), null, 'who claims what is due is not told of it');
select is(pg_temp.next('demo_agent'), 60, 'it is looked after while the other has it');
update hotline.callback set claimed_at = clock_timestamp() - interval '29 minutes 40 seconds' where claimed_by is not null;
select is(pg_temp.next(login), 20, login || ' looks when the claim runs out') from unnest(array['demo_agent', 'demo_lead']) login;
update hotline.callback set claimed_at = due_at - interval '1 second' where claimed_by is not null;
select is(pg_temp.told('demo_agent2'), 'callback_due 1 1', 'what comes due after the claim reminds who claimed it');
select lives_ok($$select pg_temp.here('')$$, 'who claimed it is gone');
select is(pg_temp.told('demo_agent'), 'callback_due 1 0', 'it is the promiser''s again');
select is(pg_temp.told('demo_lead'), 'callback_due 1 1', 'and everybody''s');
select lives_ok($$select pg_temp.here('demo_agent2')$$, 'and comes again');
select is(pg_temp.told('demo_lead'), null, 'theirs as before');
update hotline.callback set claimed_at = clock_timestamp() - interval '31 minutes' where claimed_by is not null;
select is(pg_temp.told('demo_agent'), 'callback_due 1 0', 'the claim has run out');
update hotline.callback set closed_at = now(), closing = 'reached';
select is(pg_temp.told('demo_agent'), null, 'made: over');
-- a promise does not go with its promiser
select is(pg_temp.next('demo_agent'), 86400, 'nothing is promised');
create temporary table g as select pg_temp.callback('demo_agent2', clock_timestamp() + interval '40 seconds') as id;
select cmp_ok(pg_temp.next(login), '<=', 40, login || ' looks when another''s promise is due') from unnest(array['demo_agent', 'demo_lead']) login;
update hotline.callback set due_at = clock_timestamp() - interval '1 second' from g where callback.id = g.id;
select is(pg_temp.told('demo_agent'), null, 'its promiser is here');
select is(pg_temp.next(login), 60, login || ' looks every minute whether they still are') from unnest(array['demo_agent', 'demo_lead']) login;
select is(pg_temp.next('demo_agent2'), 86400, 'the promiser need not');
select lives_ok($$select pg_temp.state('demo_agent', 'offline')$$, 'off shift');
select is(pg_temp.next('demo_agent'), 86400, 'one need not either');
select lives_ok($$select pg_temp.state('demo_agent', 'ready'), pg_temp.here('')$$, 'the promiser is gone');
select is(pg_temp.told('demo_agent'), 'callback_due 1 1', 'the others are told');
select is(pg_temp.next('demo_agent'), 86400, 'and look no more');
-- very many are left: the longest due are looked at, one's own always
create temporary table many as select pg_temp.callback('demo_agent2', clock_timestamp() - n * interval '1 minute') from generate_series(1, 1000) n;
select is(pg_temp.told('demo_agent'), 'callback_due 200 200', 'of 1000 that were left the first 200');
select is(pg_temp.callback('demo_agent', clock_timestamp()) > 0, true, 'and one''s own');
select is(pg_temp.told('demo_agent'), 'callback_due 201 200', 'are open');
select is(pg_temp.fire('demo_agent', 'callback_due'), '200', 'shown');
select is(pg_temp.told('demo_agent'), 'callback_due 201 1', 'one''s own is not lost behind them');
select is(pg_temp.fire('demo_agent', 'callback_due'), '1', 'shown');
select is(pg_temp.told('demo_agent'), 'callback_due 201 0', 'all that is looked at');
update hotline.callback set closed_at = now(), closing = 'reached' where due_at < now() - interval '990 minutes' and closed_at is null;
select is(pg_temp.told('demo_agent'), 'callback_due 201 10', 'when some are made the next come up');
update hotline.callback set closed_at = now(), closing = 'reached' where closed_at is null;
select is(pg_temp.quiet_in(login, state), quiet::text, login || ' ' || state || case when quiet then ': not to be disturbed' else ': may be' end)
from (values ('demo_agent', 'ready', false), ('demo_agent', 'talking', true), ('demo_agent', 'after_call', true), ('demo_agent', 'break', true), ('demo_agent', 'offline', true),
             ('demo_lead', 'offline', false), ('demo_lead', 'ready', false), ('demo_lead', 'talking', true), ('demo_lead', 'after_call', true), ('demo_lead', 'break', true)) v (login, state, quiet);
select is(pg_temp.ask('demo_unit', 'select quiet from api.reminders()'), 'false', 'a unit may always be');

-- the terminal that is to ring may be gone before it does: another of the same person looks after it
create temporary table b as select pg_temp.callback('demo_agent', clock_timestamp()) as id;
create or replace function hotline.take_bell(p_me hotline.person) returns boolean language sql as $$ select current_setting('test.bell')::boolean $$;
create function pg_temp.next_with(p_bell boolean, p_state text) returns integer language sql as $$
    select set_config('test.bell', p_bell::text, true), pg_temp.state('demo_agent', p_state);
    select pg_temp.next('demo_agent')
$$;
select is(pg_temp.next_with(true, 'ready'), 86400, 'the one that rings need not look');
select is(pg_temp.next_with(false, 'ready'), 60, 'another looks while it has not rung');
select is(pg_temp.next_with(false, 'break'), 86400, 'but not while nothing may ring');
select is(pg_temp.fire('demo_agent', 'callback_due'), '1', 'shown');
select is(pg_temp.next_with(false, 'ready'), 86400, 'nor when it has rung');
update hotline.callback set closed_at = now(), closing = 'reached' from b where callback.id = b.id;

-- the change of the clocks: hours are hours, in whatever zone the session or the centre is
create function pg_temp.opens(p_zone text, p_due timestamptz) returns interval language plpgsql as $$
declare
    v_opens timestamptz;
    v_ticket bigint := (select id from d);
begin
    perform set_config('timezone', p_zone, true);
    update hotline.setting set value = p_zone where key = 'timezone';
    update hotline.ticket set due_at = p_due, state = 'handling', finished_at = null where id = v_ticket;
    select m.opens_at into v_opens from hotline.person p, hotline.reminder_matters(p, '-infinity', 'infinity') m
    where p.login = 'demo_unit' and m.kind = 'deadline_near' and m.subject_id = v_ticket;
    return make_interval(secs => extract(epoch from p_due - v_opens)::double precision);
end
$$;
select is(pg_temp.opens(zone, due), interval '4 hours', 'four hours before ' || due || ' in ' || zone)
from (values ('Europe/Berlin', timestamptz '2027-03-28 04:00 Europe/Berlin'), ('Europe/Berlin', '2027-10-31 04:00 Europe/Berlin'),
             ('America/New_York', '2027-03-14 05:00 America/New_York'), ('America/New_York', '2027-11-07 03:30 America/New_York'),
             ('Asia/Shanghai', '2027-03-28 17:30 Asia/Shanghai')) v (zone, due);
select is((select count(*) from generate_series(timestamptz '2027-10-30 00:00+00', timestamptz '2027-11-01 00:00+00', interval '5 minutes') at,
           hotline.person p, hotline.reminder_matters(p, at, at + interval '5 minutes') m where p.login = 'demo_unit' and m.subject_id = d.id), 1::bigint,
          'read every five minutes over the change it opens in one of them')
from d where pg_temp.opens('Europe/Berlin', timestamptz '2027-10-31 06:30 Europe/Berlin') is not null;

-- a setting that rules cannot work with
select is(pg_temp.ask('demo_admin', 'select api.admin_import(gen_random_uuid(), ''settings'', ''[{"key": "deadline_warn_hours", "value": "0"}]'') #>> ''{0,field}'''), 'value', 'no warning of 0 hours');

select * from finish();
rollback;
