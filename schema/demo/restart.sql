-- A new demo shift: calls that an earlier run left open are over, nobody is at a desk.
update hotline.call set state = case state when 'waiting' then 'abandoned' else 'ended' end, ended_at = now()
where state in ('waiting', 'talking');
update hotline.agent_state s set state = 'offline', since = now(), call_id = null
where state <> 'offline'
  and not exists (select from hotline.ticket t where t.call_id = s.call_id)
  and s.call_id is null;
update hotline.agent_state s set state = 'after_call', since = now()
where state = 'talking';
