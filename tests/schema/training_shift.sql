-- Training: a shift in which several lines wait, and follows from its seed alone.
\ir training_prepare.psql
select no_plan();
insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-');
select pg_temp.take(variadic array(select pg_temp.scenario('s' || lpad(i::text, 2, '0'), jsonb_build_object('level', 1 + i % 3, 'caller.phone', null, 'caller.patience', 300)) from generate_series(1, 12) i)
    || pg_temp.scenario('back', '{"flow": "callback"}') || pg_temp.scenario('lead', '{"role": "lead", "caller": null, "flow": "objection"}')) \g /dev/null

create function pg_temp.shift(p_login text, p_seed integer, p_speed double precision default 1, p_level integer default 3, p_minutes integer default 60) returns bigint language sql as $$
    select (pg_temp.ask(p_login, format('select api.shift_begin(gen_random_uuid(), %s, %s, %L, %s)', p_minutes, p_speed, p_seed, p_level))::jsonb ->> 'shift')::bigint
$$;
-- The next callers arrive, each answered by nobody and given up, so that there is room. out: who they were, and the seconds between.
create function pg_temp.arrivals(p_shift bigint, p_count integer, out codes text, out gaps text) language plpgsql as $$
declare
    v_before timestamptz := (select next_at from hotline.training_shift where id = p_shift);
    v_next   timestamptz;
begin
    for i in 1 .. p_count loop
        update hotline.training_shift set started_at = started_at - (next_at - clock_timestamp()), ends_at = ends_at + interval '1 hour', next_at = clock_timestamp() where id = p_shift;
        select next_at into v_before from hotline.training_shift where id = p_shift;
        perform pg_temp.play();
        select next_at into v_next from hotline.training_shift where id = p_shift;
        gaps := concat_ws(' ', gaps, round(extract(epoch from v_next - v_before)::numeric, 3));
        codes := concat_ws(' ', codes, (select scenario from hotline.drill where shift_id = p_shift order by started_at desc limit 1));
        perform hotline.drill_end(d, 'missed') from hotline.drill d where shift_id = p_shift and ended_at is null;
    end loop;
end
$$;
create function pg_temp.over(p_login text, p_shift bigint) returns void language plpgsql as $$
begin
    perform pg_temp.act(p_login, 'select api.shift_end(gen_random_uuid())');
    perform hotline.drill_end(d, 'dropped') from hotline.drill d where shift_id = p_shift and ended_at is null;
    perform pg_temp.play();
end
$$;

select is(pg_temp.act('demo_agent', format('select api.shift_begin(gen_random_uuid(), %s)', said)), bad, coalesce(bad, '') || ': ' || said) from (values
    ('0, 1, 1, 3', 'field_bad minutes'), ('481, 1, 1, 3', 'field_bad minutes'), ('null, 1, 1, 3', 'field_bad minutes'), ('60, 0, 1, 3', 'field_bad speed'), ('60, 1001, 1, 3', 'field_bad speed'),
    ('60, null, 1, 3', 'field_bad speed'), ('60, 1, 1, 0', 'field_bad level'), ('60, 1, 1, 4', 'field_bad level'), ('60, 1, 1, null', 'field_bad level')) v (said, bad);

-- the same seed is the same shift, for whoever plays it
create temporary table shift (n serial, login text, seed integer, id bigint, codes text, gaps text);
insert into shift (login, seed) values ('demo_agent', 7), ('demo_agent2', 7), ('demo_agent3', 8);
do $$ declare v record; begin
    for v in select * from shift order by n loop
        update shift set id = pg_temp.shift(v.login, v.seed) where n = v.n;
        update shift set (codes, gaps) = (select a.codes, a.gaps from pg_temp.arrivals(shift.id, 30) a) where n = v.n;
        perform pg_temp.over(v.login, (select id from shift where n = v.n));
    end loop;
end $$;
select is(b.codes || b.gaps, a.codes || a.gaps, 'the same callers, the same gaps') from shift a, shift b where a.n = 1 and b.n = 2;
select isnt(b.codes, a.codes, 'another seed, other callers') from shift a, shift b where a.n = 1 and b.n = 3;
select isnt(b.gaps, a.gaps, 'and other gaps') from shift a, shift b where a.n = 1 and b.n = 3;
select is((select count(distinct c) from unnest((string_to_array(codes, ' '))[:12]) c), 12::bigint, 'each once before one comes again') from shift;
select is((select count(distinct c) from unnest((string_to_array(codes, ' '))[13:24]) c), 12::bigint, 'and again') from shift;
select ok(avg(g::numeric) between 25 and 60, 'some forty seconds between two: ' || round(avg(g::numeric), 1)) from shift, unnest(string_to_array(gaps, ' ')) g;
select is((select count(*) from shift where codes ~ 'back|lead'), 0::bigint, 'callers alone');
select is((select count(*) from hotline.training_shift where ended_at is null), 0::bigint, 'the shifts are over');
-- the speed changes the gaps, not the callers; the level the callers
create temporary table quick as select pg_temp.shift('demo_agent', 7, 4) as id;
alter table quick add codes text, add gaps text;
update quick set (codes, gaps) = (select a.codes, a.gaps from pg_temp.arrivals(quick.id, 12) a);
select is(quick.codes, array_to_string((string_to_array(shift.codes, ' '))[:12], ' '), 'the same callers at four times the speed') from quick, shift where n = 1;
select ok(abs(split_part(quick.gaps, ' ', 3)::numeric * 4 - split_part(shift.gaps, ' ', 3)::numeric) < 0.01, 'in a quarter of the time') from quick, shift where n = 1;
select pg_temp.over('demo_agent', id) from quick \g /dev/null
create temporary table easy as select pg_temp.shift('demo_agent', 7, 1, 1) as id;
select ok((select bool_and(s.level = 1) from unnest(string_to_array(a.codes, ' ')) c join hotline.scenario s on s.code = c), 'easy ones alone') from easy, pg_temp.arrivals(easy.id, 8) a;
select pg_temp.over('demo_agent', id) from easy \g /dev/null
select is(pg_temp.ask('demo_agent', 'select (api.shift_begin(gen_random_uuid(), 60, 1, null, 3) ->> ''seed'') is not null'), 'true', 'any seed is told');
select is(pg_temp.act('demo_agent', 'select api.shift_begin(gen_random_uuid(), 60, 1, 1, 3)'), 'in_shift', 'one shift at a time');
select is(pg_temp.act('demo_agent', 'select api.drill_begin(gen_random_uuid(), ''s01'')'), 'in_shift', 'and no scenario beside it');
select is(pg_temp.act('demo_agent2', 'select api.drill_begin(gen_random_uuid(), ''s01'')'), 'ok', 'another''s is no hindrance');
select pg_temp.over('demo_agent', id) from hotline.training_shift where ended_at is null \g /dev/null
select is((select count(*) from hotline.drill where ended_at is null), 1::bigint, 'the other''s goes on');
select hotline.drill_end(d, 'dropped') from hotline.drill d where ended_at is null \g /dev/null

-- a drill under way is given up for a shift
create temporary table d as select pg_temp.begin('demo_agent', 's01') as id;
create temporary table full_one as select pg_temp.shift('demo_agent', 3, 1, 3, 10) as id;
select is((pg_temp.of(id)).state, 'dropped', 'one at a time') from d;
-- at most six wait; who found the line full comes when there is room, and not all at once
create function pg_temp.waits(p_shift bigint) returns bigint language sql as $$ select count(*) from hotline.drill where shift_id = p_shift and state in ('staged', 'waiting') $$;
do $$ begin for i in 1 .. 9 loop update hotline.training_shift set next_at = clock_timestamp() - interval '5 minutes' where ended_at is null; perform pg_temp.play(); end loop; end $$;
select is(pg_temp.waits(id), 6::bigint, 'six wait') from full_one;
select ok(next_at > clock_timestamp() - interval '10 seconds', 'the next one tries again') from hotline.training_shift where ended_at is null;
select is(pg_temp.ask('demo_agent', 'select waiting from api.drill_now()'), '6', 'the trainee sees them');
select is((select count(*) from hotline.call c join hotline.drill d on d.call_id = c.id where d.shift_id = full_one.id and c.state = 'waiting'), 6::bigint, 'they ring') from full_one;
select pg_temp.ready('demo_agent') \g /dev/null
select is(pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), 'ok', 'one is taken');
select pg_temp.play() \g /dev/null
do $$ begin for i in 1 .. 3 loop perform pg_temp.play(); end loop; end $$;
select is(pg_temp.waits(id), 6::bigint, 'then there is room for one') from full_one;
select ok(next_at > clock_timestamp(), 'and the gap begins anew') from hotline.training_shift where ended_at is null;

-- what was said in the call just over is read, not what waits
select is(pg_temp.say('demo_agent', '您好'), 'ok', 'said');
select is(pg_temp.act('demo_agent', format('select api.call_end(gen_random_uuid(), %s)', call_id)), 'ok', 'hung up') from hotline.drill where state = 'talking';
select pg_temp.play() \g /dev/null
select is(pg_temp.ask('demo_agent', 'select string_agg(text, '' '') from api.drill_lines()'), '您好', 'the lines of the last talk');
select is(pg_temp.ask('demo_agent', 'select state from api.drill_now()'), 'closing', 'which still wants its record');
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), call_id)), 'ok', 'made') from hotline.drill where state = 'closing';
select pg_temp.play() \g /dev/null
select is((select count(*) from hotline.training_result where in_shift and state = 'done' and points = 100), 1::bigint, 'scored, as of a shift');

-- the end: nobody comes any more, who is talked with is talked with to the end
select is(pg_temp.act('demo_agent', 'select api.call_take(gen_random_uuid())'), 'ok', 'one more');
select is(pg_temp.act('demo_agent', 'select api.shift_end(gen_random_uuid())'), 'ok', 'ended before its time');
select pg_temp.play() \g /dev/null
select is(pg_temp.waits(id), 0::bigint, 'who waited is gone') from full_one;
select is((select count(*) from hotline.call where state = 'waiting'), 0::bigint, 'nothing rings');
do $$ begin for i in 1 .. 3 loop update hotline.training_shift set next_at = least(next_at, clock_timestamp() - interval '1 minute') where ended_at is null; perform pg_temp.play(); end loop; end $$;
select is(pg_temp.waits(id), 0::bigint, 'and nobody comes') from full_one;
select is((select state from hotline.drill where shift_id = full_one.id and ended_at is null), 'talking', 'the last one talks') from full_one;
select is((select ended_at from hotline.training_shift s where s.id = full_one.id), null, 'the shift waits for it') from full_one;
select is(pg_temp.ask('demo_agent', 'select in_shift from api.drill_now()'), 'true', 'as the trainee sees');
select pg_temp.say('demo_agent', '再见') \g /dev/null
select pg_temp.go_on(d.id, 2) from hotline.drill d where d.state = 'talking' \g /dev/null
select is(pg_temp.act('demo_agent', pg_temp.submit('dispatch', pg_temp.form(), call_id)), 'ok', 'recorded') from hotline.drill where state = 'closing';
select pg_temp.play(), pg_temp.play() \g /dev/null
select pg_temp.play() \g /dev/null
select isnt((select ended_at from hotline.training_shift s where s.id = full_one.id), null, 'then it is over') from full_one;
select is(pg_temp.ask('demo_agent', 'select count(*) from api.drill_now()'), '0', 'nothing is under way');
select is(pg_temp.act('demo_agent', 'select api.shift_end(gen_random_uuid())'), 'ok', 'ending it again is no error');
-- its time over, it ends by itself
create temporary table timed as select pg_temp.shift('demo_agent', 3, 1000, 3, 1) as id;
update hotline.training_shift set ends_at = clock_timestamp() where id = (select id from timed);
select pg_temp.play() \g /dev/null
select isnt((select ended_at from hotline.training_shift s where s.id = timed.id), null, 'over by time') from timed;
select is_empty('select from hotline.drill where ended_at is null', 'nobody had come after its end');
select * from finish();
rollback;
