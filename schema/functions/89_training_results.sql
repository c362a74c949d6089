-- Results on their way: out of the training database, into a file that outlives it, into the shared database.

-- For the training database's owner: what was practised here, the oldest first. in: a role; null: all.
-- out: an array of objects, each with the login that made it; taken_at: when the shared database took it, or null.
create or replace function hotline.results_written(p_role text default null) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.check_training();
    return (select coalesce(jsonb_agg(to_jsonb(r) - 'person_id' || jsonb_build_object('login', p.login) order by r.ended_at, r.id), '[]')
            from hotline.training_result r join hotline.person p on p.id = r.person_id where p_role is null or p.role = p_role);
end
$$;

-- For the training database's owner: takes results back that were written here and are not here any more.
-- in: what results_written gave. out: how many; null when one of them is none, and then none is taken.
create or replace function hotline.results_restore(p_results jsonb) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.check_training();
    begin
        return hotline.results_insert(p_results, null, null);
    exception when sqlstate 'HL001' then
        return null;
    end;
end
$$;

-- For the training database's owner: the shared database has these now. in: what results_written gave. out: how many more.
create or replace function hotline.results_sent(p_results jsonb) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_sent integer;
begin
    perform hotline.check_training();
    update hotline.training_result set taken_at = clock_timestamp()
    where taken_at is null and state <> 'dropped' and id in (select (e ->> 'id')::uuid from jsonb_array_elements(p_results) e);
    get diagnostics v_sent = row_count;
    return v_sent;
end
$$;

-- For the training database's owner: how many the shared database has not yet. What was given up is not sent.
create or replace function hotline.results_unsent() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select count(*)::integer from hotline.training_result where taken_at is null and state <> 'dropped'
$$;

-- Is this an array of objects whose members have these types, as far as they are there?
create or replace function hotline.objects_of(p_array jsonb, p_types jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select coalesce(jsonb_typeof(p_array) = 'array' and not exists (
        select from jsonb_array_elements(p_array) o
        where jsonb_typeof(o) <> 'object'
           or exists (select from jsonb_each_text(p_types) t where jsonb_typeof(o -> t.key) <> t.value)), false)
$$;

-- Is this what a result looks like, in all that is read of it later? in: one object of a file that anybody may have written.
create or replace function hotline.result_good(p_result jsonb) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(p_result ->> 'state' in ('done', 'missed', 'dropped') and p_result ->> 'role' in ('agent', 'lead', 'unit')
        and char_length(p_result::text) <= 100000
        and p_result ->> 'flow' ~ '^[a-z]{1,20}$' and p_result -> 'level' in ('1', '2', '3') and p_result ->> 'hints' ~ '^[0-9]{1,3}$'
        and p_result ->> 'title' <> '' and p_result ->> 'scenario' <> '' and coalesce(p_result ->> 'seconds', '0') ~ '^[0-9]{1,9}$'
        and (p_result ->> 'started_at')::timestamptz <= (p_result ->> 'ended_at')::timestamptz
        and hotline.objects_of(p_result -> 'items', '{"item": "string", "points": "number", "out_of": "number", "got": "string", "expected": "string", "parts": "array"}')
        and hotline.objects_of(coalesce(nullif(p_result -> 'typing', 'null'), '[]'), '{"field": "string", "seconds": "number", "keys": "number"}')
        and (select coalesce(bool_and(hotline.objects_of(i -> 'parts', '{"what": "string", "got": "boolean"}')), true)
             from jsonb_array_elements(p_result -> 'items') i where i ? 'parts')
        and not exists (select from jsonb_array_elements(p_result -> 'items') i
                        where not i ?& '{item,points,out_of}'
                           or (i ->> 'points')::double precision not between 0 and (i ->> 'out_of')::double precision)
        and isfinite((p_result ->> 'started_at')::timestamptz) and isfinite((p_result ->> 'ended_at')::timestamptz), false)
$$;

-- Writes results down that are not there yet. in: whose they are and when they were taken; null: as each one says.
-- out: how many. Refuses training_bad.
create or replace function hotline.results_insert(p_results jsonb, p_person bigint, p_taken_at timestamptz) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_taken integer;
begin
    perform hotline.refuse('training_bad') where jsonb_typeof(p_results) is distinct from 'array';
    perform hotline.refuse('training_bad') from jsonb_array_elements(p_results) e where not hotline.result_good(e);
    insert into hotline.training_result (id, person_id, scenario, title, role, flow, level, category, state, points, hints, seconds,
                                         speed, in_shift, started_at, ended_at, items, typing, taken_at)
    select r.id, coalesce(p_person, p.id), left(r.scenario, 80), left(r.title, 80), r.role, r.flow, r.level, left(r.category, 80), r.state,
           r.points, r.hints, r.seconds, r.speed, r.in_shift, least(r.started_at, clock_timestamp()), least(r.ended_at, clock_timestamp()), r.items,
           coalesce(r.typing, '[]'), coalesce(p_taken_at, r.taken_at)
    from jsonb_array_elements(p_results) e
    cross join lateral jsonb_populate_record(null::hotline.training_result, e) r
    left join hotline.person p on p.login = e ->> 'login'
    on conflict (id) do nothing;
    get diagnostics v_taken = row_count;
    return v_taken;
exception when data_exception or integrity_constraint_violation then
    perform hotline.refuse('training_bad');
end
$$;

-- Takes results of a training at another place in, as the session's person's; those that were given up are left out.
-- in: what results_written gave, at most 10000.
-- out: {"taken", "known", "others"}: a result that is there already is not taken twice, whoever sends it again; of the known,
-- others are those that another person has sent.
-- Refuses training_bad when one of them is none, training_here in a training database, which nobody's leads look at.
create function api.training_take(p_request uuid, p_results jsonb)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer jsonb := hotline.request_answer(p_request, 'training_take', jsonb_build_array(p_results));
    v_me     bigint := hotline.my_id();
    v_sent   jsonb;
    v_taken  integer;
    v_others integer;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    perform hotline.refuse('training_here') where hotline.in_training();
    perform hotline.refuse('training_bad') where jsonb_typeof(p_results) is distinct from 'array' or jsonb_array_length(p_results) > 10000;
    select coalesce(jsonb_agg(e), '[]') into v_sent from jsonb_array_elements(p_results) e where e ->> 'state' is distinct from 'dropped';
    v_taken := hotline.results_insert(v_sent, v_me, clock_timestamp());
    select count(*) into v_others from jsonb_array_elements(v_sent) e
    join hotline.training_result r on r.id = (e ->> 'id')::uuid where r.person_id <> v_me;
    return hotline.request_done(p_request, jsonb_build_object('taken', v_taken, 'known', jsonb_array_length(v_sent) - v_taken, 'others', v_others));
end
$$;
