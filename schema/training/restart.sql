-- Training begins anew: what an earlier run left open is over, nobody is at a desk, citizens can be rung at any hour.
update hotline.training_shift set ended_at = now() where ended_at is null;
select hotline.drill_end(d, 'dropped') from hotline.drill d where d.ended_at is null;
select hotline.drills_put_away();
update hotline.call set state = 'ended', ended_at = now() where state = 'talking';
update hotline.agent_state set state = 'offline', since = now(), call_id = null where state <> 'offline';
update hotline.callback set closed_at = now(), closing = 'withdrawn', claimed_by = null, claimed_at = null where closed_at is null;
update hotline.setting set value = '00:00' where key in ('quiet_from', 'quiet_until');
