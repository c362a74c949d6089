-- The columns that each kind's rows may have: a misspelt one is refused instead of passed over.
alter table hotline.import_kind add column columns text[] not null default '{}';

-- Who is disabled leaves at once. An installer who may not hand this right out goes without:
-- then a disabled person's session stays, and every call of it is refused.
do $$
begin
    grant pg_signal_backend to hotline_accounts;
exception when insufficient_privilege then
    raise notice 'sessions of disabled people will not be ended: pg_signal_backend was not granted';
end
$$;
