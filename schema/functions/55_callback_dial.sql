-- Callbacks that ring through the switch: the agent dials a code, the switch asks what it stands for, and writes what
-- became of it. The citizen's number is seen by nobody.

-- The callbacks that may be dialled now: taken on by somebody who is here, and outside of the quiet hours.
create or replace function hotline.dialled() returns table (code text, number text, callback text, agent text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select d.value || c.id, regexp_replace(c.phone, '[^0-9+]', '', 'g'), c.id::text, p.number
    from hotline.setting d, hotline.callback c join hotline.person p on p.id = c.claimed_by
    where d.key = 'switch_dial' and d.value <> '' and c.closed_at is null and hotline.claim_holds(c)
      and hotline.calling_time(now()) = now()
$$;
grant execute on function hotline.dialled() to hotline_switch;

-- code: as it is dialled; number: whom to ring; callback: for CDR(userfield), as callback:12; agent: from whose telephone alone.
create or replace view switch.dial as select code, number, callback, agent from hotline.dialled();
alter view switch.dial owner to hotline_owner;
grant select on switch.dial to hotline_switch;

-- out: what is dialled for this callback; '' without a switch.
create or replace function hotline.dial_code(p_callback bigint) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
    select case when value <> '' then value || p_callback else '' end from hotline.setting where key = 'switch_dial'
$$;

-- in: how a call record says that a call ended. out: of hotline.callback_ring.outcome; null: none that is known.
create or replace function hotline.ring_outcome(p_disposition text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case upper(btrim(p_disposition)) when 'ANSWERED' then 'answered' when 'NO ANSWER' then 'no_answer' when 'BUSY' then 'busy'
                when 'FAILED' then 'failed' when 'CONGESTION' then 'failed' end
$$;

-- A callback has rung. Who rang and was not answered has made an attempt, as by hand; a telephone line that failed counts but
-- closes nothing. Who was answered goes on holding it, to record what was said. Only noted is what its holder has recorded by
-- hand already, what another dialled, and what is told of long afterwards.
create or replace function hotline.callback_has_rung(p_ring hotline.callback_ring, p_ended_at timestamptz) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_callback hotline.callback;
begin
    insert into hotline.callback_ring select (p_ring).* on conflict do nothing;
    if not found then
        return;
    end if;
    perform from hotline.ticket t join hotline.callback c on c.ticket_id = t.id where c.id = p_ring.callback_id for update of t;
    select * into v_callback from hotline.callback where id = p_ring.callback_id for update;
    if v_callback.closed_at is null and v_callback.claimed_by = p_ring.person_id and hotline.happens_now(p_ended_at) then
        if p_ring.outcome = 'answered' then
            update hotline.callback set claimed_at = clock_timestamp() where id = v_callback.id;
        else
            perform hotline.callback_not_reached(v_callback, p_ring.person_id, 'no_answer', '',
                case when p_ring.outcome <> 'failed' then hotline.attempt_closing(v_callback, 'no_answer') end, p_ring.uniqueid);
        end if;
    end if;
    perform pg_notify('hotline_callback', v_callback.id::text);
end
$$;

-- One call record: of a callback when its userfield says so, else nobody's.
create or replace function hotline.cdr_read(p_row switch.cdr) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    v_id      bigint := case when p_row.userfield ~ '^callback:[0-9]{1,18}$' then substr(p_row.userfield, 10)::bigint end;
    v_at      timestamptz := hotline.switch_time(p_row.calldate);
    v_outcome text := hotline.ring_outcome(p_row.disposition);
    v_holder  bigint;
    v_ring    hotline.callback_ring;
    v_why     text;
begin
    if coalesce(p_row.userfield, '') not like 'callback:%' then
        return;
    end if;
    select claimed_by into v_holder from hotline.callback where id = v_id;
    v_why := case when not found then 'there is no such callback' when coalesce(p_row.uniqueid, '') = '' then 'no channel is named'
                  when v_outcome is null then 'a disposition that is not known' end;
    if v_why is not null then
        perform hotline.switch_doubt('cdr', v_why, to_jsonb(p_row));
        return;
    elsif v_at is null then
        perform hotline.switch_doubt('cdr', 'the time is none; now is taken', to_jsonb(p_row));
        v_at := clock_timestamp();
    end if;
    v_ring := row(p_row.uniqueid, v_id, coalesce((select id from hotline.person where number = p_row.src), v_holder), v_at, v_outcome,
                  case when v_outcome = 'answered' then coalesce(hotline.switch_seconds(p_row.billsec), 0) else 0 end);
    perform hotline.callback_has_rung(v_ring, v_at + make_interval(secs => coalesce(hotline.switch_seconds(p_row.duration), 0)));
end
$$;

create or replace function hotline.on_cdr() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform hotline.cdr_read(new);
    return null;
exception when others then
    perform hotline.switch_doubt('cdr', sqlerrm, to_jsonb(new));
    return null;
end
$$;
create or replace trigger cdr_read after insert on switch.cdr for each row execute function hotline.on_cdr();
