-- Lists to pick from. They are small (a city has some hundred areas, units and categories): a
-- client reads them whole, once, and again when api notifies hotline_reference.

create or replace function hotline.keep_area_path() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    -- the root is the city itself: everybody knows it
    new.path := coalesce((select path || ' / ' from hotline.area where id = new.parent_id
                                                                   and parent_id is not null), '') || new.name;
    return new;
end
$$;
create or replace trigger area_path before insert or update of name, parent_id on hotline.area
    for each row execute function hotline.keep_area_path();

create or replace function hotline.keep_category_path() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_parent hotline.category;
begin
    select * into v_parent from hotline.category where id = new.parent_id;
    new.level := coalesce(v_parent.level, 0) + 1;
    new.path := coalesce(v_parent.path || ' / ', '') || new.name;
    return new;
end
$$;
create or replace trigger category_path before insert or update of name, parent_id on hotline.category
    for each row execute function hotline.keep_category_path();

-- out: the urgency that the standard gives to a category: its own, its nearest ancestor's, or general.
create or replace function hotline.category_urgency(p_category bigint) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    with recursive up as (
        select id, parent_id, default_urgency, 0 as step from hotline.category where id = p_category
        union all
        select c.id, c.parent_id, c.default_urgency, step + 1
        from hotline.category c join up on c.id = up.parent_id
    )
    select coalesce((select default_urgency from up where default_urgency is not null
                     order by step limit 1), 'general')
$$;

-- search, here and below: further words to find an entry by (its code, its pinyin and initials).
create function api.areas()
returns table (id bigint, parent_id bigint, code text, name text, path text, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select a.id, a.parent_id, a.code, a.name, a.path, a.code || ' ' || a.search from hotline.area a, hotline.me()
    where a.enabled order by a.path
$$;

create function api.units() returns table (id bigint, code text, name text, kind text, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select u.id, u.code, u.name, u.kind, u.code || ' ' || u.search from hotline.unit u, hotline.me()
    where u.enabled order by u.code
$$;

-- out: with urgency as the standard gives it, and leaf: it has no children to choose instead.
create function api.categories()
returns table (id bigint, parent_id bigint, code text, level integer, name text, path text,
               urgency text, leaf boolean, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive tree as (
        select c.*, coalesce(c.default_urgency, 'general') as standard
        from hotline.category c where c.parent_id is null and c.enabled
        union all
        select c.*, coalesce(c.default_urgency, t.standard)
        from hotline.category c join tree t on c.parent_id = t.id where c.enabled
    )
    select t.id, t.parent_id, t.code, t.level, t.name, t.path, t.standard,
           not exists (select from hotline.category k where k.parent_id = t.id and k.enabled),
           t.code || ' ' || t.search
    from tree t, hotline.me() order by t.code
$$;

create function api.transfer_numbers() returns table (number text, name text, kind text, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select n.number, n.name, n.kind, n.number || ' ' || n.search from hotline.transfer_number n, hotline.me()
    where n.enabled order by n.kind, n.number
$$;

-- out: the fields that a way out of the form needs, and how long each may be: what the form shows.
create function api.form_needs() returns table (way text, field text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select n.way, n.field from hotline.form_need n, hotline.me() order by 1, 2
$$;
create function api.form_fields() returns table (field text, max_length integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select f.field, f.max_length from hotline.form_field f, hotline.me() order by 1
$$;

-- out: the nearest entry of the dispatch catalogue for a category in an area (its id; null: there is none): by the
-- category's ancestors, then by the area's. steps: how far up the category was found (0: it has its own entry). since:
-- when what the catalogue says here last changed, by that entry or by a nearer one that was taken out (null: not since
-- that is written down).
drop function if exists hotline.nearest_entry(bigint, bigint);
create function hotline.nearest_entry(p_category bigint, p_area bigint, out entry bigint, out steps integer, out since timestamptz)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    with recursive c as (
        select id, parent_id, 0 as step from hotline.category where id = p_category
        union all select x.id, x.parent_id, step + 1 from hotline.category x join c on x.id = c.parent_id
    ), a as (
        select id, parent_id, 0 as step from hotline.area where id = p_area
        union all select x.id, x.parent_id, step + 1 from hotline.area x join a on x.id = a.parent_id
    ), covering as (
        select e.id, e.changed_at, u.id is not null as holds, coalesce(c.step, 9) as step,
               row_number() over (order by coalesce(c.step, 9), coalesce(a.step, 9)) as place
        from hotline.catalogue e left join hotline.unit u on u.id = e.unit_id and u.enabled
        left join c on c.id = e.category_id left join a on a.id = e.area_id
        where (e.category_id is null or c.id is not null) and (e.area_id is null or a.id is not null)
          and (e.unit_id is null or u.id is not null)
    ), nearest as (
        select n.id, n.step, n.place from covering n where n.holds order by n.place limit 1
    )
    select n.id, n.step, (select max(v.changed_at) from covering v where n.id is null or v.place <= n.place)
    into entry, steps, since from (select) one left join nearest n on true;
end
$$;

-- out: has the catalogue changed since then, and does not name this unit (any more)? A ticket that waits shows it
-- (目录已更正). Asked for each row of a list: plpgsql keeps its plan.
create or replace function hotline.mended(p_category bigint, p_area bigint, p_unit bigint, p_since timestamptz) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select from hotline.nearest_entry(p_category, p_area) n left join hotline.catalogue e on e.id = n.entry
                   where n.since > p_since and p_unit <> coalesce(e.unit_id, 0));
end
$$;
