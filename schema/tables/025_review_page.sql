-- The reviews that wait, page by page by key: where the work lies stands with them, so that a page of a district
-- reads its own rows alone.
alter table hotline.quality_review add column area_id bigint references hotline.area;
alter table hotline.demand_review add column area_id bigint references hotline.area;
update hotline.quality_review v set area_id = t.area_id from hotline.ticket t where t.id = v.ticket_id;
update hotline.demand_review d set area_id = t.area_id from hotline.ticket t where t.id = d.ticket_id;
comment on column hotline.quality_review.area_id is 'of the ticket: whose leads see it';
comment on column hotline.demand_review.area_id is 'of the ticket: whose leads see it';

drop index hotline.quality_review_waiting;
create index quality_review_waiting on hotline.quality_review ((coalesce(rated_at, drawn_at)), id) include (state)
    where state in ('waiting', 'objected');
create index quality_review_waiting_area on hotline.quality_review ((coalesce(area_id, 0)), (coalesce(rated_at, drawn_at)), id) include (state)
    where state in ('waiting', 'objected');
drop index hotline.quality_review_unit;
create index quality_review_unit on hotline.quality_review (unit_id, rated_at, id) where rated_at is not null;
create index demand_review_asked on hotline.demand_review (asked_at, (-id)) include (area_id, asked_by) where decided_at is null;
