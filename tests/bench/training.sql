-- The median of nine askings each; the drills: half are talked in, with an agent's line each time, half wait. Undone at the end.
\ir ../schema/training_prepare.psql
insert into hotline.setting (key, value, meaning) values ('training', 'yes', '-');
select pg_temp.take(variadic array(select pg_temp.scenario('s' || i, jsonb_build_object('level', 1 + i % 3,
    'facts', '[{"name": "地点", "text": ["丽景小区东门"]}, {"name": "几点", "field": "body", "text": ["晚上8点到11点半", "每晚20:00至23:30"]}, {"name": "摊数", "text": ["四个炉子"]}]'::jsonb,
    'rubric', '{"way": 50, "facts": 50}'::jsonb)) from generate_series(1, 60) i)) \g /dev/null
create function pg_temp.median_ms(p_login text, p_sql text, p_between text default 'select 1') returns numeric language plpgsql as $$
declare
    v_times numeric[] := '{}';
    v_from  timestamptz;
begin
    for i in 1 .. 9 loop
        execute p_between;
        perform set_config('session_authorization', p_login, true);
        v_from := clock_timestamp();
        execute p_sql;
        v_times := v_times || extract(epoch from clock_timestamp() - v_from) * 1000;
        reset session authorization;
    end loop;
    return round((select percentile_cont(0.5) within group (order by t) from unnest(v_times) t)::numeric, 1);
end
$$;
create function pg_temp.open_drills() returns void language plpgsql as $$
declare
    v_drill hotline.drill;
begin
    for i in 1 .. 20 loop
        insert into hotline.drill (scenario, person_id) select 's' || i, id from hotline.person where role = 'agent' order by id offset i % 10 limit 1;
    end loop;
    perform pg_temp.play();
    for v_drill in select distinct on (person_id) * from hotline.drill order by person_id, id loop
        perform pg_temp.ask(login, 'select api.agent_set(gen_random_uuid(), ''ready'')'), pg_temp.ask(login, format('select api.call_take(gen_random_uuid(), %s)', v_drill.call_id))
        from hotline.person where id = v_drill.person_id;
    end loop;
    perform pg_temp.play();
end
$$;
select pg_temp.open_drills() \g /dev/null
insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds, speed, in_shift, started_at, ended_at, items)
select gen_random_uuid(), p.id, 's' || 1 + i % 60, '剧本', 'agent', 'complaint', 1, '环境保护', 'done', i % 101, 0, 60, 1, false, now() - i * interval '1 hour', now() - i * interval '1 hour',
       '[{"item": "way", "points": 10, "out_of": 50}, {"item": "facts", "points": 30, "out_of": 50}]'
from generate_series(1, 5000) i, hotline.person p where p.login = 'demo_agent';
analyze hotline.training_result;
select concat_ws(' ', 'bench', name, pg_temp.median_ms(login, sql, between_them), 'ms') from (values
    ('training_play_idle', 'demo_switch', 'select api.training_play()', 'select 1'),
    ('training_play_all_speak', 'demo_switch', 'select api.training_play()', $$insert into hotline.drill_line (drill_id, n, speaker, text, utterances) select id, 1 + coalesce((select max(n) from hotline.drill_line where drill_id = drill.id), 0), 'agent', '在哪?', '{place}' from hotline.drill where state = 'talking'; update hotline.drill set next_at = clock_timestamp() where state = 'talking'$$),
    ('drill_say', 'demo_agent2', 'select api.drill_say(gen_random_uuid(), ''请问具体是在哪个小区,哪栋楼?'')', 'select 1'),
    ('scenarios', 'demo_agent', 'select * from api.scenarios()', 'select 1'),
    ('training_weak', 'demo_agent', 'select * from api.training_weak()', 'select 1'),
    ('training_of_agents', 'demo_lead', 'select * from api.training_of_agents()', 'select 1')) v (name, login, sql, between_them);
rollback;
