-- A training scenario out of a closed ticket: its caller, what is to be found out, and what was right.

-- What a trainee must have done with a call that was closed so; null: nothing to practise.
create or replace function hotline.way_of_closing(p_closing text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case p_closing when 'answered' then 'answer' when 'not_accepted' then 'decline' when 'transferred' then 'transfer'
                          when 'silent' then null when 'abusive' then null else 'dispatch' end
$$;

-- out: the shortest end of a category's path that names it alone.
create or replace function hotline.category_told(p_category bigint) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select n.name from hotline.category c left join hotline.category p on p.id = c.parent_id,
         lateral (values (1, c.name), (2, p.name || ' / ' || c.name), (3, c.path)) n (n, name)
    where c.id = p_category and (n.n = 3 or hotline.category_named(n.name) = c.id) order by n.n limit 1
$$;

-- The unit of the invented city for a ticket's. in: the code of the invented area. out: its code, and how it was found: by
-- the kind (a district's or town's office is the invented area's district), by what the unit's name holds, the same of the
-- unit that the dispatch catalogue names, or for want of anything the district.
create or replace function hotline.invented_unit(p_ticket hotline.ticket, p_area text, out code text, out how text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    with unit as (
        select 1 as n, u.* from hotline.unit u where u.id = p_ticket.unit_id
        union all
        select 2, u.* from hotline.catalogue_entry(p_ticket.category_id, p_ticket.area_id) e join hotline.unit u on u.id = e.unit_id
    ), found as (
        select u.n * 10 as n, 'D' || substr(p_area, 3, 2) as code, '区县、街道承办单位对应所属区县' as how from unit u where u.kind in ('district', 'township')
        union all
        select u.n * 10 + 1, (select w.value from hotline.anonymous_word w where w.class = 'unit' and strpos(u.name, w.word) > 0 order by w.place, w.word limit 1),
               case u.n when 1 then '承办单位按名称对应' else '承办单位按派单目录对应' end
        from unit u
        union all select 99, 'D' || substr(p_area, 3, 2), '承办单位未能对应,暂定为所属区县,请核对'
    )
    select f.code, f.how from found f where f.code is not null order by f.n limit 1
$$;

-- out: a sentence of a record as its caller says it: 市民反映 and the like are left out, 该市民 is 我.
create or replace function hotline.caller_says(p_sentence text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select regexp_replace(regexp_replace(regexp_replace(p_sentence,
        '^(?:尊敬的[^,:!。]{1,14}[,:!] ?|(?:各位)?领导[^,:!。]{0,4}[,:!] ?|(?:您|你|你们)好[,:!。] ?|(?:[\d一二三四五六七八九十]{1,2}[、.]) ?)+', ''),
        '^(?:该|一位|有)?(?:市民|来电人|来电者|诉求人|反映人|群众|网友|业主|居民|投诉人|举报人)?(?:[\u3400-\u9fff]{0,3}(?:来电|致电|来信|再次来电))?(?:反映|表示|称|反馈|咨询|投诉|求助|举报|建议|诉称)+(?:称|说|到|其|:|,)*(?=..)', ''),
        '^[他她其](?=[^们它中])|该?(?:市民|来电人|来电者|诉求人|反映人|投诉人|举报人)', '我', 'g')
$$;

-- out: what an agent has to find out, of what the sentences still hold: the place, a time, a sum, a count; else the title.
create or replace function hotline.facts_in(p_text text, p_address text, p_title text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    with fact (n, name, field, said) as (
        select 1, '地点', 'address', nullif(p_address, '')
        union all
        select f.n, f.name, 'any', substring(p_text from f.pattern) from (values
            (2, '时间', '((?:每天|每晚|每日|昨天|今天|前天|[0-9]{1,2}天前)?(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|夜里)?[0-9一二三四五六七八九十]{1,3}(?:点半?|:[0-9]{2})|(?:约?[0-9]{1,3}(?:天|个月|年)前)|(?:昨天|今天|前天|每天|每晚)(?:凌晨|早上|上午|中午|下午|晚上)?)'),
            (3, '金额', '((?:约?[0-9]+(?:\.[0-9]+)?(?:万元|元|万)))'),
            (4, '数量', '([0-9一二两三四五六七八九十]{1,3}(?:多|余)?(?:人|户|名|辆|盏|次))')) f (n, name, pattern)
    ), kept as (
        select * from fact where said is not null
        union all select 9, '事项', 'any', p_title where not exists (select from fact where said is not null)
    )
    select jsonb_agg(jsonb_build_object('name', name, 'field', field, 'text', jsonb_build_array(said)) order by n) from kept
$$;

-- out: points for what there is to compare, by the way it had to go, 100 together.
create or replace function hotline.rubric_for(p_expect jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
    with weight (item, dispatch, answer, decline, transfer) as (values
        ('way', 10, 15, 30, 25), ('category', 20, 15, 15, 0), ('kind', 5, 5, 5, 0), ('urgency', 5, 0, 0, 0), ('unit', 20, 0, 0, 0),
        ('article', 0, 25, 0, 0), ('transfer_to', 0, 0, 0, 25), ('facts', 20, 15, 20, 25), ('tone', 10, 15, 20, 15), ('time', 10, 10, 10, 10)
    ), kept as (
        select item, case p_expect ->> 'way' when 'dispatch' then dispatch when 'answer' then answer when 'decline' then decline else transfer end as points from weight
        where item in ('facts', 'tone', 'time') or p_expect ? item
    ), scaled as (
        select item, floor(points * 100.0 / sum(points) over ())::integer as points from kept where points > 0
    )
    select jsonb_object_agg(item, points + case when item = 'facts' then 100 - (select sum(points) from scaled) else 0 end) from scaled
$$;

-- out: what was right, in the words of a scenario, and its sources. in: the ticket, the invented area, the article that was
-- quoted (its title is made anonymous by then). Articles and numbers that only this centre has are not asked for.
create or replace function hotline.right_of_ticket(p_ticket hotline.ticket, p_area text, p_article text, out expect jsonb, out source text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_way     text := hotline.way_of_closing(p_ticket.closing);
    v_unit    record;
    v_key     text := (select a.key from hotline.article_use u join hotline.article a on a.id = u.article_id
                       where u.ticket_id = p_ticket.id and a.key ~ '^KB[0-9]{3}$' and strpos(a.answer, '示例答复') > 0 order by u.id limit 1);
    v_number  text := (select w.word from hotline.anonymous_word w where w.class in ('number', 'emergency') and w.word = p_ticket.transfer_to);
    v_path    text := (select path from hotline.category where id = p_ticket.category_id);
begin
    select * into v_unit from hotline.invented_unit(p_ticket, p_area);
    expect := jsonb_strip_nulls(jsonb_build_object('way', v_way, 'category', hotline.category_told(p_ticket.category_id), 'kind', nullif(p_ticket.kind, ''),
        'urgency', case v_way when 'dispatch' then p_ticket.urgency end, 'unit', case v_way when 'dispatch' then v_unit.code end,
        'article', case v_way when 'answer' then v_key end, 'transfer_to', case v_way when 'transfer' then v_number end));
    source := case v_way
        when 'dispatch' then format('派单目录:%s(%s)', coalesce(nullif((select category from hotline.catalogue_entry(p_ticket.category_id, p_ticket.area_id)), ''), v_path, '全部类别'), v_unit.how)
        when 'answer' then '直办:' || coalesce('知识条目 ' || nullif(concat_ws(' ', v_key, p_article), ''), '按所作答复')
        when 'decline' then '不予受理:说明理由,告知去向'
        else '转接:' || coalesce(v_number, '紧急或公用事业电话') end;
end
$$;

-- The caller: what they say at once, and in answer to what. in: the sentences; who they are and where.
create or replace function hotline.caller_of_ticket(p_kind text, p_lines jsonb, p_name text, p_phone text, p_area text, p_address text, p_when text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
    with line as (
        select left(l #>> '{}', 200) as line, n from jsonb_array_elements(p_lines) with ordinality x (l, n) where n <= 20
    ), answer (n, to_, says) as (
        select 1, 'name', jsonb_build_array('我是' || p_name || '。')
        union all select 2, 'phone', jsonb_build_array('就打这个号码,' || p_phone || '。')
        union all select 3, 'place', jsonb_build_array('在' || p_address || '。') where p_address <> ''
        union all select 4, 'when', jsonb_build_array(p_when || '。') where p_when is not null
        union all select 5, 'detail', (select jsonb_agg(line order by n) from line where n > 3) where exists (select from line where n > 3)
    )
    select jsonb_build_object('name', p_name, 'phone', p_phone, 'mood', case p_kind when 'complaint' then 'angry' when 'report' then 'anxious' when 'demand' then 'anxious' else 'calm' end,
        'patience', 90, 'area', p_area,
        'opening', jsonb_build_array(case p_kind when 'consult' then '你好,我想咨询一件事。' when 'complaint' then '喂,你好,我要投诉。' when 'report' then '你好,我要举报。'
                                         when 'suggestion' then '你好,我想提个建议。' when 'praise' then '你好,我想表扬一下。' else '你好,有件事想请你们帮忙。' end)
                   || (select jsonb_agg(line order by n) from line where n <= 3),
        'answers', (select jsonb_agg(jsonb_build_object('to', to_, 'says', says, 'hangs_up', false) order by n) from answer))
$$;

-- The scenario, from the texts made anonymous. in: the ticket, what may not be in it. Refuses scenario_nothing_left.
create or replace function hotline.scenario_of(p_ticket hotline.ticket, o hotline.ticket_originals) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_text    record := hotline.anonymous_texts(p_ticket, o, array[p_ticket.title, p_ticket.address, p_ticket.body,
                            case p_ticket.closing when 'answered' then p_ticket.closing_note when 'not_accepted' then p_ticket.closing_note else p_ticket.result end,
                            coalesce((select a.title from hotline.article_use u join hotline.article a on a.id = u.article_id where u.ticket_id = p_ticket.id order by u.id limit 1), '')]);
    s         hotline.anonymous_text := v_text.s;
    v_area    record := hotline.invented_area(s);
    v_lines   jsonb := (select jsonb_agg(l order by n) from jsonb_array_elements_text(v_text.texts -> 2) with ordinality x (t, n), hotline.caller_says(t) l where l ~ '[\u3400-\u9fff]{2}');
    v_said    text := (select string_agg(l, '') from jsonb_array_elements_text(v_lines) l);
    v_told    text := left((select string_agg(l, '') from jsonb_array_elements_text(v_text.texts -> 3) l), 1500);
    v_title   text := left(v_text.texts #>> '{0,0}', 40);
    v_address text := left(case when hotline.blank(p_ticket.address) then '' else coalesce(v_text.texts #>> '{1,0}', hotline.free_word(s, 'stand_place', '') || '小区') end, 120);
    v_core    text := hotline.name_core(p_ticket.citizen_name);
    v_name    text := coalesce(hotline.standin_of(s, 'stand_surname:' || left(v_core, hotline.surname_length(v_core))), hotline.free_word(s, 'stand_surname', '', array_to_string(s.banned, '')))
                      || case p_ticket.gender when 'female' then '女士' else '先生' end;
    v_right   record := hotline.right_of_ticket(p_ticket, v_area.code, v_text.texts #>> '{4,0}');
    v_facts   jsonb;
begin
    if coalesce(char_length(v_said), 0) < 8 or v_right.expect ->> 'way' is null then
        perform hotline.refuse('scenario_nothing_left');
    end if;
    v_title := coalesce(v_title, v_right.expect ->> 'category', '一个来电');
    v_facts := hotline.facts_in(v_said, v_address, v_title);
    return jsonb_build_object(
        'code', 'ticket-' || translate(left(md5(random()::text), 8), '0123456789', 'ghijklmnop'), 'title', v_title,
        'flow', case when p_ticket.kind in ('consult', 'demand', 'complaint', 'report') then p_ticket.kind when p_ticket.kind = 'praise' then 'consult' else 'demand' end,
        'level', least(3, 1 + (p_ticket.urgency <> 'general')::integer + (p_ticket.returns > 0)::integer), 'role', 'agent',
        'caller', hotline.caller_of_ticket(p_ticket.kind, v_lines, v_name, hotline.invented_phone(s), v_area.code, v_address,
            (select f #>> '{text,0}' from jsonb_array_elements(v_facts) f where f ->> 'name' = '时间')),
        'facts', v_facts, 'expect', v_right.expect,
        'tone', (select jsonb_agg(t order by n) from (values (1, 'greet', true), (2, 'place', v_address <> ''), (3, 'deadline', v_right.expect ->> 'way' = 'dispatch'),
                     (4, 'explain', v_right.expect ->> 'way' = 'answer'), (5, 'refuse', v_right.expect ->> 'way' = 'decline'), (6, 'handover', v_right.expect ->> 'way' = 'transfer')) x (n, t, said) where said),
        'limit', 180 + 30 * jsonb_array_length(v_facts), 'rubric', hotline.rubric_for(v_right.expect),
        'explain', jsonb_build_object('text', coalesce('办理结果:' || nullif(v_told, ''), '由训练员补充。'), 'source', v_right.source));
end
$$;

-- out: all of a scenario that people have written.
create or replace function hotline.scenario_texts(p_scenario jsonb) returns setof text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select t #>> '{}' from unnest(array['$.title', '$.caller.name', '$.caller.opening[*]', '$.caller.answers[*].says[*]', '$.facts[*].text[*]', '$.explain.text']::jsonpath[]) p,
         jsonb_path_query(p_scenario, p) t
$$;

-- A closed ticket as a training scenario in which nobody is named, for a lead (of what one may see) or an administrator.
-- That it was made stands in the ticket's timeline. in: its number. out: the scenario (schema/training/FORMAT.md, keys and
-- values in English). Refuses not_found, not_in_state when it is not closed, scenario_confidential, scenario_nothing_left,
-- and scenario_name_left, scenario_place_left or scenario_number_left rather than giving one out.
create function api.scenario_of_ticket(p_request uuid, p_number text)
returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    v_answer   jsonb := hotline.request_answer(p_request, 'scenario_of_ticket', jsonb_build_array(p_number));
    v_ticket   hotline.ticket;
    v_original hotline.ticket_originals;
    v_scenario jsonb;
    v_left     text;
begin
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_ticket from hotline.ticket t where t.number = btrim(p_number) and hotline.may_see(t);
    if v_ticket.id is null then
        perform hotline.refuse('not_found');
    elsif v_ticket.state <> 'closed' then
        perform hotline.refuse('not_in_state', '', jsonb_build_object('state', v_ticket.state));
    elsif v_ticket.confidential or exists (select from hotline.ticket_voice v where v.ticket_id = v_ticket.id and v.confidential) then
        perform hotline.refuse('scenario_confidential');
    end if;
    v_original := hotline.originals_of(v_ticket);
    v_scenario := hotline.scenario_of(v_ticket, v_original);
    -- the last gate: whatever went wrong before it, nothing of the originals leaves
    select min(l) into v_left from hotline.scenario_texts(v_scenario) t, hotline.left_over(t, v_original, v_scenario #>> '{caller,phone}') l;
    if v_left is not null then
        perform hotline.refuse(v_left);
    end if;
    perform hotline.record_event(v_ticket.id, null, 'scenario', v_ticket.state, v_ticket.state);
    return hotline.request_done(p_request, v_scenario);
end
$$;
