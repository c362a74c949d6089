-- A catalogue entry that is taken out stays as a row without a unit: since when is what tells which tickets wait with a
-- suggestion that does not hold any more.
alter table hotline.catalogue alter column unit_id drop not null;
comment on column hotline.catalogue.unit_id is 'null: the entry was taken out, and the next wider one holds';
comment on column hotline.catalogue.changed_at is 'since when it names this unit, or none; null: since before that was written down';
