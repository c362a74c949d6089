-- Rights: which group role may execute which api function, as rows; the grants are made from them.
delete from hotline.api_right;
insert into hotline.api_right (role, function)
select 'hotline_' || r.role, f.function
from (values
    ('{agent,lead,unit,admin,switch}', 'schema_version'),
    ('{agent,lead,unit,admin,switch}', 'me'),
    ('{agent,lead,unit,admin}', 'session_begin'),
    ('{agent,lead,unit,admin,switch}', 'areas'),
    ('{agent,lead,unit,admin}', 'units'),
    ('{agent,lead,unit,admin}', 'categories'),
    ('{agent,lead,unit,admin}', 'transfer_numbers'),
    ('{agent,lead,unit,admin}', 'form_needs'),
    ('{agent,lead,unit,admin}', 'form_fields'),
    ('{agent,lead,unit,admin}', 'deadline_preview'),
    ('{agent,lead}', 'agent_set'),
    ('{agent,lead,admin}', 'agents'),
    ('{switch}', 'call_arrive'),
    ('{switch}', 'call_say'),
    ('{switch}', 'calls_live'),
    ('{agent,lead}', 'call_take'),
    ('{agent,lead,switch}', 'call_end'),
    ('{agent,lead,admin}', 'calls_waiting'),
    ('{agent,lead,admin}', 'queue_figures'),
    ('{agent,lead,admin}', 'call_detail'),
    ('{agent,lead}', 'call_intake'),
    ('{channel}', 'demand_hand_in'),
    ('{channel}', 'channel_news'),
    ('{channel}', 'demand_rate'),
    ('{agent,lead}', 'call_history'),
    ('{agent,lead,switch}', 'call_lines'),
    ('{agent,lead,admin}', 'call_legs'),
    ('{lead,admin}', 'switch_trouble'),
    ('{lead,admin}', 'call_figures'),
    ('{lead,admin}', 'call_figures_agents'),
    ('{agent,lead}', 'break_reasons'),
    ('{agent,lead}', 'ticket_submit'),
    ('{agent,lead}', 'ticket_form'),
    ('{agent,lead,unit,admin}', 'ticket_actions'),
    ('{agent,lead,unit}', 'ticket_step'),
    ('{agent,lead,unit}', 'ticket_communicate'),
    ('{agent,lead,unit}', 'ticket_feed_back'),
    ('{unit}', 'ticket_finish'),
    ('{unit}', 'ticket_ask_extension'),
    ('{lead}', 'ticket_decide_extension'),
    ('{lead,admin}', 'ticket_redispatch'),
    ('{lead}', 'ticket_supervise'),
    ('{unit}', 'ticket_contribute'),
    ('{agent,lead,unit,admin}', 'co_tickets'),
    ('{agent,lead,unit,admin}', 'extension_asked'),
    ('{lead,admin}', 'objection'),
    ('{lead,admin}', 'objection_units'),
    ('{lead,admin}', 'objection_dispatches'),
    ('{lead}', 'catalogue_mend'),
    ('{agent,lead}', 'callback_list'),
    ('{agent,lead}', 'callback_read'),
    ('{agent,lead}', 'callback_attempts'),
    ('{agent,lead}', 'callback_of_ticket'),
    ('{agent,lead}', 'callback_claim'),
    ('{agent,lead}', 'callback_release'),
    ('{agent,lead}', 'callback_attempt'),
    ('{agent,lead}', 'callback_reached'),
    ('{agent,lead}', 'callback_rate'),
    ('{agent,lead}', 'callback_promise'),
    ('{lead,admin}', 'board_agents'),
    ('{lead,admin}', 'board_agent_day'),
    ('{lead,admin}', 'board_queue'),
    ('{lead,admin}', 'board_figures'),
    ('{lead,admin}', 'board_quarters'),
    ('{agent,lead,unit}', 'phone_unmask'),
    ('{lead}', 'review_rate'),
    ('{unit}', 'review_object'),
    ('{lead}', 'review_decide'),
    ('{lead,unit}', 'review_list'),
    ('{lead}', 'review_count'),
    ('{agent,lead,unit}', 'demand_ask'),
    ('{lead}', 'demand_decide'),
    ('{lead,unit,admin}', 'performance'),
    ('{agent,lead,unit,admin}', 'today'),
    ('{agent,lead,unit,admin}', 'ticket_list'),
    ('{agent,lead,unit,admin}', 'my_work'),
    ('{agent,lead,unit,admin}', 'reminders'),
    ('{agent,lead,unit}', 'reminder_fired'),
    ('{agent,lead,unit}', 'reminder_snooze'),
    ('{agent,lead}', 'suggest'),
    ('{agent,lead}', 'suggest_unit'),
    ('{agent,lead}', 'danger'),
    ('{lead,admin}', 'precise_dispatch'),
    ('{admin}', 'pairs_count'),
    ('{agent,lead}', 'similar_tickets'),
    ('{agent,lead}', 'ticket_join'),
    ('{agent,lead,unit,admin}', 'ticket_voices'),
    ('{agent,lead,unit}', 'ticket_voice_told'),
    ('{lead}', 'ticket_merge'),
    ('{lead}', 'ticket_unmerge'),
    ('{lead,admin}', 'learned'),
    ('{admin}', 'past_import'),
    ('{admin}', 'past_imported'),
    ('{admin}', 'learning_examples'),
    ('{admin}', 'learning_store'),
    ('{admin}', 'learned_guesses'),
    ('{agent,lead,unit,admin}', 'article_search'),
    ('{agent,lead,unit,admin}', 'article_read'),
    ('{agent,lead,unit,admin}', 'article_versions'),
    ('{agent,lead}', 'article_proposals'),
    ('{agent,lead}', 'article_propose'),
    ('{lead}', 'article_publish'),
    ('{lead}', 'article_withdraw'),
    ('{lead}', 'articles_withdrawn'),
    ('{lead,admin}', 'synonyms'),
    ('{lead,admin}', 'synonym_set'),
    ('{lead}', 'article_decide'),
    ('{agent,lead,unit}', 'article_use'),
    ('{agent,lead,unit}', 'article_vote'),
    ('{agent,lead,unit,admin}', 'ticket_articles'),
    ('{lead,admin}', 'article_import'),
    ('{lead,admin}', 'reassign_loads'),
    ('{lead,admin}', 'reassign_preview'),
    ('{lead,admin}', 'reassign'),
    ('{lead,admin}', 'reassign_undo'),
    ('{agent,lead}', 'ticket_given'),
    ('{agent,lead,unit,admin}', 'messages'),
    ('{agent,lead,unit,admin}', 'message_seen'),
    ('{lead,admin}', 'message_audiences'),
    ('{lead,admin}', 'message_send'),
    ('{lead,admin}', 'led_agents'),
    ('{lead,admin}', 'agent_control'),
    ('{lead,admin}', 'agent_assign'),
    ('{agent,lead,admin}', 'agent_log'),
    ('{agent,lead,admin}', 'skills'),
    ('{lead,admin}', 'quality_forms'),
    ('{lead,admin}', 'quality_draw'),
    ('{lead,admin}', 'quality_of_ticket'),
    ('{lead,admin}', 'quality_check'),
    ('{agent,lead,admin}', 'quality_checks'),
    ('{agent,lead}', 'quality_answer'),
    ('{lead,admin}', 'number_mark'),
    ('{lead}', 'queue_alert'),
    ('{agent,lead,unit}', 'scenarios'),
    ('{agent,lead,unit}', 'drill_begin'),
    ('{agent,lead,unit}', 'drill_now'),
    ('{agent,lead,unit}', 'drill_finish'),
    ('{agent,lead,unit}', 'drill_hint'),
    ('{agent,lead,unit}', 'drill_say'),
    ('{agent,lead,unit}', 'drill_lines'),
    ('{agent,lead}', 'drill_typed'),
    ('{agent,lead,unit}', 'phrases'),
    ('{agent}', 'shift_begin'),
    ('{agent}', 'shift_end'),
    ('{switch}', 'training_play'),
    ('{agent,lead,unit,admin}', 'training_results'),
    ('{agent,lead,unit,admin}', 'training_result'),
    ('{agent,lead,unit,admin}', 'training_weak'),
    ('{agent,lead,unit}', 'training_take'),
    ('{lead,admin}', 'training_of_agents'),
    ('{lead,admin}', 'scenario_of_ticket'),
    ('{admin}', 'admin_import'),
    ('{admin}', 'admin_list'),
    ('{admin}', 'admin_enable')
) f (roles, function), unnest(f.roles::text[]) r (role);

do $$
declare
    v_function record;
    v_right    record;
begin
    for v_function in select p.oid::regprocedure as signature, p.proname, n.nspname, r.rolname as owner
                      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                      join pg_roles r on r.oid = p.proowner where n.nspname in ('api', 'hotline') loop
        if v_function.owner not in ('hotline_owner', 'hotline_audit', 'hotline_accounts') then
            execute format('alter function %s owner to hotline_owner', v_function.signature);
        end if;
        execute format('revoke all on function %s from public', v_function.signature);
        if v_function.nspname = 'api' then
            for v_right in select role from hotline.api_right where function = v_function.proname loop
                execute format('grant execute on function %s to %I', v_function.signature, v_right.role);
            end loop;
        end if;
    end loop;
end
$$;

-- What views and functions that run with the reader's rights look at. Nobody can name these tables
-- (no right on schema hotline): they are reached through api alone.
alter view api.ticket owner to hotline_owner;
alter view api.timeline owner to hotline_owner;
grant select on api.ticket, api.timeline to hotline_agent, hotline_lead, hotline_unit, hotline_admin;
grant select on hotline.ticket, hotline.event, hotline.area, hotline.category, hotline.unit, hotline.ticket_co_unit, hotline.channel
    to hotline_agent, hotline_lead, hotline_unit, hotline_admin;
grant select (id, number, name, role) on hotline.person to hotline_agent, hotline_lead, hotline_unit, hotline_admin;
grant execute on function hotline.mended(bigint, bigint, bigint, timestamptz)
    to hotline_agent, hotline_lead, hotline_unit, hotline_admin;
grant execute on function hotline.my_id(), hotline.my_unit(), hotline.my_role(), hotline.my_areas()
    to hotline_agent, hotline_lead, hotline_unit, hotline_admin, hotline_switch;
grant execute on function hotline.checked_people() to hotline_agent, hotline_lead, hotline_unit, hotline_admin;
grant execute on function hotline.drawing_known(bigint, timestamptz) to hotline_unit;
