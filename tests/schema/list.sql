-- The ticket list: pages by key that hold each row once, and indexes that carry them at any depth.
\ir prepare.psql
select no_plan();

insert into hotline.ticket (number, state, accepted_by, accepted_at, unit_id, due_at, working_days, title, closed_at, closing, finished_at, area_id)
select 'T' || i, case when i % 10 < 6 then 'closed' when i % 10 = 6 then 'dispatched' when i % 10 = 7 then 'handling'
                      when i % 10 = 8 then 'finished' else 'returned' end,
       (select id from hotline.person where login = 'demo_agent'), now() - i * interval '1 minute', pg_temp.unit(),
       now() + (i % 997 - 500) * interval '1 hour', 5, '测试' || i, case when i % 10 < 6 then now() end,
       case when i % 10 < 6 then 'rated' end, case when i % 10 in (8) then now() end, pg_temp.area()
from generate_series(1, 60000) i;
analyze hotline.ticket;
insert into hotline.callback (kind, ticket_id, phone, phone_masked, due_at)
select 'satisfaction', id, '13800000000', '', now() + (id % 997 - 500) * interval '1 hour' from hotline.ticket where state = 'finished' and number like 'T%';

-- the key of a row: its deadline in microseconds
create function pg_temp.due_key(p_id bigint) returns bigint language sql security definer as
$$ select (extract(epoch from due_at) * 1000000)::bigint from hotline.ticket where id = p_id $$;

-- all pages of a filter, as a person sees them
create function pg_temp.pages(p_login text, p_filter text, p_most integer) returns bigint[] language plpgsql as $$
declare
    v_all bigint[] := '{}';
    v_page bigint[];
begin
    perform set_config('session_authorization', p_login, true);
    loop
        select array_agg(id order by n) into v_page from (select id, row_number() over () as n
            from api.ticket_list(p_filter, pg_temp.due_key(v_all[cardinality(v_all)]), v_all[cardinality(v_all)], 200)) r;
        exit when v_page is null or cardinality(v_all) >= p_most;
        v_all := v_all || v_page;
    end loop;
    reset session authorization;
    return v_all;
end
$$;
select is(pg_temp.pages(login, filter, 100000), (select array_agg(id order by due_at, id) from hotline.ticket t
          where closed_at is null and due_at is not null and state = any (states) and (login <> 'demo_unit' or unit_id = pg_temp.unit())),
          format('%s pages through %s: each once, in order', login, filter))
from (values ('demo_agent', 'open', array['dispatched', 'handling', 'returned', 'finished']), ('demo_unit', 'unit', array['dispatched', 'handling']),
             ('demo_lead', 'returned', array['returned']), ('demo_agent', 'callback', array['finished'])) v (login, filter, states);
select is(pg_temp.pages('demo_agent', 'mine', 4000), (select array_agg(id) from (select id from hotline.ticket
          where accepted_by = (select id from hotline.person where login = 'demo_agent') order by id desc limit 4000) x), 'newest first');
select is(pg_temp.ask('demo_agent', 'select count from api.my_work() where filter = ''callback'''), '200', 'work is counted up to 200');

-- a page goes on where the one before ended, though its last row has moved away
select is(pg_temp.ask('demo_unit', format('select count(*) from api.ticket_list(''unit'', %s, 999999999, 50)', pg_temp.due_key(id))), '50', 'the key need not be a row that is there')
from hotline.ticket where state = 'handling' and due_at < now() order by due_at desc limit 1;

-- a timeline touches its own ticket, whoever reads it
update hotline.person set district_id = (select id from hotline.area where code = 'QL02') where login = 'demo_lead2';
create function pg_temp.timeline_touched(p_login text) returns bigint language plpgsql as $$
declare
    v_ticket bigint := (select max(id) from hotline.ticket where state = 'handling');
    v_before bigint := (select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where relid = 'hotline.ticket'::regclass);
begin
    perform set_config('session_authorization', p_login, true);
    perform * from api.timeline where ticket_id = v_ticket;
    reset session authorization;
    return (select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where relid = 'hotline.ticket'::regclass) - v_before;
end
$$;
insert into hotline.event (ticket_id, action) select id, 'urge' from hotline.ticket, generate_series(1, 3) where id % 10 = 0;
analyze hotline.event;
select cmp_ok(pg_temp.timeline_touched(login), '<=', 20::bigint, login || ' reads one timeline')
from unnest(array['demo_agent', 'demo_lead', 'demo_lead2', 'demo_unit']) login;

-- no page of any filter reads the whole table: counted by the server's own statistics
create function pg_temp.touched(p_login text, p_filter text, p_after bigint) returns bigint language plpgsql as $$
declare
    v_before bigint := (select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where relid = 'hotline.ticket'::regclass);
begin
    perform set_config('session_authorization', p_login, true);
    perform * from api.ticket_list(p_filter, pg_temp.due_key(p_after), p_after, 50);
    reset session authorization;
    return (select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where relid = 'hotline.ticket'::regclass) - v_before;
end
$$;
select cmp_ok(pg_temp.touched(f.login, f.filter, a.after), '<=', 3000::bigint, format('%s %s after %s touches few rows', f.login, f.filter, coalesce(a.after::text, 'nothing')))
from (values ('demo_agent', 'open'), ('demo_agent', 'mine'), ('demo_agent', 'callback'), ('demo_agent', 'today'), ('demo_agent', 'overdue'),
             ('demo_lead', 'returned'), ('demo_unit', 'unit'), ('demo_agent', 'all'), ('demo_agent', 'drafts'), ('demo_lead', 'drafts'),
             ('demo_lead', 'extension'), ('demo_lead', 'circling'), ('demo_lead2', 'circling'), ('demo_unit', 'co'),
             ('demo_lead2', 'all'), ('demo_lead2', 'open')) f (login, filter),
     (values (null::bigint), ((select max(id) - 30000 from hotline.ticket))) a (after);

select * from finish();
rollback;
