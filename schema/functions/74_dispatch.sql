-- Who must handle it, and how urgent it is: the catalogue explains, learning refines, the agent
-- decides, and what was decided beside which suggestion is kept.

-- The nearest entry (hotline.nearest_entry) in words. out: its unit (null: no entry), its category and area ('' and '':
-- everything, everywhere).
create or replace function hotline.catalogue_entry(p_category bigint, p_area bigint, out unit_id bigint,
    out category text, out area text, out steps integer)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select e.unit_id, coalesce(c.path, ''), coalesce(a.path, ''), n.steps
    from hotline.nearest_entry(p_category, p_area) n left join hotline.catalogue e on e.id = n.entry
    left join hotline.category c on c.id = e.category_id left join hotline.area a on a.id = e.area_id
$$;

-- Who must handle it. in: category and area or nulls, title and body, how many.
-- out: units with their share; source: catalogue, learned or both; entry_category and entry_area: the
-- catalogue's entry ('' and '': for everything); words: that speak for the unit. The catalogue counts for more
-- the nearer its entry is: one for the very category is only overruled by a text that knows better.
create function api.suggest_unit(p_category bigint, p_area bigint, p_text text, p_limit integer default 3)
returns table (place bigint, unit_id bigint, unit text, share double precision, source text,
               entry_category text, entry_area text, words text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    v_me      hotline.person := hotline.me();
    v_entry   record := hotline.catalogue_entry(p_category, p_area);
    v_hits    hotline.learned_hit[] := hotline.learned_hits('{unit}', p_text,
                                           hotline.category_marks(p_category) || hotline.area_marks(p_area));
    v_learned boolean := exists (select from hotline.learned_model where model = 'unit');
    v_trust   double precision := case when v_entry.unit_id is null then 0 when not v_learned then 1
                                       when v_entry.steps = 0 then 0.6 when v_entry.steps = 1 then 0.45 else 0.3 end;
begin
    return query
    with learned as (
        select l.* from hotline.learned_labels('{unit}', v_hits) l join hotline.unit u on u.id = l.unit_id and u.enabled
    ), candidate as (
        select coalesce(l.unit_id, v_entry.unit_id) as unit_id, l.number,
               coalesce(l.share, 0) * (1 - v_trust) + case when e.unit_id is not null then v_trust else 0 end as share,
               case when e.unit_id is null then 'learned' when coalesce(l.share, 0) < 0.1 then 'catalogue' else 'both' end as source
        from learned l full join (select v_entry.unit_id where v_entry.unit_id is not null) e (unit_id) on e.unit_id = l.unit_id
    ), shown as materialized (
        select c.*, u.code, u.name from candidate c join hotline.unit u on u.id = c.unit_id
        where c.share >= 0.01 order by c.share desc, u.code limit least(greatest(p_limit, 0), 10)
    )
    select row_number() over (order by s.share desc, s.code), s.unit_id, s.name, s.share, s.source,
           case when s.source <> 'learned' then v_entry.category else '' end,
           case when s.source <> 'learned' then v_entry.area else '' end, coalesce(w.words, '')
    from shown s left join hotline.learned_words(p_text, v_hits, array(select 'unit' from shown),
                                                 array(select number from shown)) w on w.number = s.number
    order by 1;
end
$$;

-- Words of danger in what is typed. out: each with the urgency it asks for and the number to hand the
-- caller over to ('' for none): the most urgent first, emergencies before utilities, then as it was said.
create function api.danger(p_text text)
returns table (word text, urgency text, number text, name text, kind text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d.word, d.urgency, coalesce(n.number, ''), coalesce(n.name, ''), coalesce(n.kind, '')
    from hotline.me(), hotline.danger_word d join hotline.urgency_standard s on s.urgency = d.urgency
    left join hotline.transfer_number n on n.number = d.number and n.enabled
    where d.enabled and strpos(p_text, d.word) > 0
    order by s.rank, coalesce(n.kind, '') <> 'emergency', strpos(p_text, d.word), char_length(d.word) desc
$$;

-- in: a category's standard and what was said. out: the standard with danger in mind, and the word
-- that raises it ('' when none does).
create or replace function hotline.raised_standard(p_standard text, p_text text, out urgency text, out word text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(d.urgency, p_standard), coalesce(d.word, '')
    from (select) one left join lateral (
        select w.urgency, w.word from hotline.danger_word w join hotline.urgency_standard s on s.urgency = w.urgency
        where w.enabled and strpos(p_text, w.word) > 0
          and s.rank < (select rank from hotline.urgency_standard where urgency = p_standard)
        order by s.rank, strpos(p_text, w.word) limit 1) d on true
$$;

-- Keeps what was suggested beside a form that goes out, and what was chosen. in: the form's field
-- "suggestion": JSON {"categories": [ids], "units": [ids]}, the likeliest first. What cannot be read is
-- passed over: a ticket never waits for it.
create or replace function hotline.record_suggestion(p_ticket hotline.ticket, p_shown text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_shown jsonb;
begin
    if p_shown is null or char_length(p_shown) > 2000 then
        return;
    end if;
    v_shown := p_shown::jsonb;
    insert into hotline.suggestion_shown (ticket_id, categories, units, category_id, unit_id)
    select p_ticket.id,
           array(select (v #>> '{}')::bigint from jsonb_array_elements(coalesce(v_shown -> 'categories', '[]')) v limit 10),
           array(select (v #>> '{}')::bigint from jsonb_array_elements(coalesce(v_shown -> 'units', '[]')) v limit 10),
           p_ticket.category_id, p_ticket.unit_id
    on conflict (ticket_id) do update set at = excluded.at, categories = excluded.categories, units = excluded.units,
        category_id = excluded.category_id, unit_id = excluded.unit_id;
exception when data_exception then
    null;
end
$$;

-- Precise dispatch (hotline.figure_precise_dispatch) of a period, with and without help.
-- out: a row each for all; none (no unit was suggested), taken (the unit suggested first), second (another of
-- those shown), other (none of them). rate null: nothing was dispatched. A lead's own districts.
create function api.precise_dispatch(p_from timestamptz, p_until timestamptz)
returns table (help text, dispatched bigint, precise bigint, rate double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with sent as materialized (
        select case when coalesce(s.units, '{}') = '{}' then 'none' when s.units[1] = s.unit_id then 'taken'
                    when s.unit_id = any (s.units) then 'second' else 'other' end as help,
               f.part = 1 as precise
        from hotline.me() m, hotline.figure_precise_dispatch f join hotline.ticket t on t.id = f.ticket_id
        left join hotline.suggestion_shown s on s.ticket_id = t.id
        where f.at >= p_from and f.at < p_until
          and (m.role = 'admin' or m.role = 'lead' and hotline.may_see(t))
    )
    select h.help, count(s.help), count(s.help) filter (where s.precise),
           count(s.help) filter (where s.precise)::double precision / nullif(count(s.help), 0)
    from unnest(array['all', 'none', 'taken', 'second', 'other']) with ordinality h (help, n)
    left join sent s on h.help in ('all', s.help) group by h.help, h.n order by h.n
$$;
