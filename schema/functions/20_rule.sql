-- The transition table: what may follow what, who may do it, what must be there first.
delete from hotline.transition;
insert into hotline.transition (machine, action, from_state, to_state, actors, needs, needs_reason) values
    -- an agent's state: ready 示闲, break 示忙, talking 通话, after_call 话后整理, writing 文字受理
    ('agent', 'ready',      'offline',    'ready',      '{agent,lead}', '{}', false),
    ('agent', 'ready',      'break',      'ready',      '{agent,lead}', '{}', false),
    ('agent', 'ready',      'after_call', 'ready',      '{agent,lead}', '{call_record}', false),
    ('agent', 'break',      'offline',    'break',      '{agent,lead}', '{}', false),
    ('agent', 'break',      'ready',      'break',      '{agent,lead}', '{}', false),
    ('agent', 'break',      'after_call', 'break',      '{agent,lead}', '{call_record}', false),
    ('agent', 'talk',       'ready',      'talking',    '{agent,lead}', '{}', false),
    ('agent', 'wrap_up',    'talking',    'after_call', '{agent,lead,switch}', '{}', false),
    ('agent', 'release',    'talking',    'ready',      '{agent,lead,switch}', '{}', false),
    ('agent', 'leave',      'ready',      'offline',    '{agent,lead}', '{}', false),
    ('agent', 'leave',      'break',      'offline',    '{agent,lead}', '{}', false),
    ('agent', 'leave',      'after_call', 'offline',    '{agent,lead}', '{call_record}', false),
    -- a message: nobody is on the line, it is over with its record
    ('agent', 'accept',     'ready',      'writing',    '{agent,lead}', '{}', false),
    ('agent', 'ready',      'writing',    'ready',      '{agent,lead}', '{call_record}', false),
    ('agent', 'break',      'writing',    'break',      '{agent,lead}', '{call_record}', false),
    ('agent', 'leave',      'writing',    'offline',    '{agent,lead}', '{call_record}', false),
    ('agent', 'send_to_break', 'writing', 'break',      '{lead,admin}', '{call_record}', true),
    ('agent', 'log_out',    'writing',    'offline',    '{lead,admin}', '{}', true),
    -- what a lead does to another; in a call nobody is cut off, and who owes its record goes on owing it
    ('agent', 'send_to_break', 'ready',      'break',      '{lead,admin}', '{}', true),
    ('agent', 'send_to_break', 'after_call', 'break',      '{lead,admin}', '{call_record}', true),
    ('agent', 'log_out',       'ready',      'offline',    '{lead,admin}', '{}', true),
    ('agent', 'log_out',       'break',      'offline',    '{lead,admin}', '{}', true),
    ('agent', 'log_out',       'after_call', 'after_call', '{lead,admin}', '{}', true),
    ('agent', 'log_out',       'offline',    'offline',    '{lead,admin}', '{}', true),
    -- a call
    ('call', 'take',        'waiting',    'talking',    '{agent,lead}', '{}', false),
    ('call', 'abandon',     'waiting',    'abandoned',  '{switch}', '{}', false),
    ('call', 'hang_up',     'talking',    'ended',      '{agent,lead,switch}', '{}', false),
    ('call', 'accept',      'waiting',    'talking',    '{agent,lead}', '{}', false),
    ('call', 'file',        'talking',    'ended',      '{agent,lead}', '{}', false),
    ('call', 'give_back',   'talking',    'waiting',    '{lead,admin}', '{}', false),
    -- a ticket: accept 受理
    ('ticket', 'save',      'none',       'draft',      '{agent,lead}', '{}', false),
    ('ticket', 'save',      'draft',      'draft',      '{agent,lead}', '{own}', false),
    ('ticket', 'answer',    'none',       'closed',     '{agent,lead}', '{}', false),
    ('ticket', 'answer',    'draft',      'closed',     '{agent,lead}', '{own}', false),
    ('ticket', 'decline',   'none',       'closed',     '{agent,lead}', '{}', false),
    ('ticket', 'decline',   'draft',      'closed',     '{agent,lead}', '{own}', false),
    ('ticket', 'transfer',  'none',       'closed',     '{agent,lead}', '{}', false),
    ('ticket', 'transfer',  'draft',      'closed',     '{agent,lead}', '{own}', false),
    ('ticket', 'silent',    'none',       'closed',     '{agent,lead}', '{}', false),
    ('ticket', 'silent',    'draft',      'closed',     '{agent,lead}', '{own}', false),
    ('ticket', 'abusive',   'none',       'closed',     '{agent,lead}', '{}', false),
    ('ticket', 'abusive',   'draft',      'closed',     '{agent,lead}', '{own}', false),
    -- dispatch 派单
    ('ticket', 'dispatch',  'none',       'dispatched', '{agent,lead}', '{}', false),
    ('ticket', 'dispatch',  'draft',      'dispatched', '{agent,lead}', '{own}', false),
    ('ticket', 'redispatch','returned',   'dispatched', '{lead,admin}', '{}', true),
    ('ticket', 'redispatch','dispatched', 'dispatched', '{lead,admin}', '{}', true),
    ('ticket', 'redispatch','handling',   'dispatched', '{lead,admin}', '{}', true),
    ('ticket', 'uphold',    'returned',   'dispatched', '{lead}', '{}', true),
    -- handle 办理
    ('ticket', 'receive',   'dispatched', 'handling',   '{unit}', '{unit}', false),
    ('ticket', 'return',    'dispatched', 'returned',   '{unit}', '{unit,return_open}', true),
    ('ticket', 'return',    'handling',   'returned',   '{unit}', '{unit,return_open}', true),
    ('ticket', 'communicate','handling',  'handling',   '{unit,agent,lead}', '{unit_or_confidential}', false),
    ('ticket', 'feed_back', 'handling',   'handling',   '{unit,agent,lead}', '{unit_or_desk}', false),
    ('ticket', 'ask_extension','handling','handling',   '{unit}', '{unit,no_pending_extension,before_deadline}', true),
    ('ticket', 'grant_extension','handling','handling', '{lead}', '{pending_extension,before_deadline}', true),
    ('ticket', 'deny_extension','handling','handling',  '{lead}', '{pending_extension}', true),
    ('ticket', 'finish',    'handling',   'finished',   '{unit}', '{unit,communication,feedback}', false),
    -- evaluate 评价
    ('ticket', 'rate',      'finished',   'closed',     '{agent,lead,channel}', '{not_handler}', false),
    ('ticket', 'ring_back', 'finished',   'finished',   '{agent,lead}', '{not_handler}', false),
    ('ticket', 'give_up',   'finished',   'closed',     '{agent,lead}', '{not_handler}', false),
    -- not solved: handled again, by the same unit, supervised 督办, or by its superior 提级
    ('ticket', 'reopen',    'finished',   'dispatched', '{agent,lead,channel}', '{not_handler}', true),
    ('ticket', 'supervise', 'finished',   'dispatched', '{agent,lead,channel}', '{not_handler}', true),
    ('ticket', 'escalate',  'finished',   'dispatched', '{agent,lead}', '{not_handler}', true),
    -- at any time while it is open
    ('ticket', 'urge',      'dispatched', 'dispatched', '{agent,lead}', '{}', true),
    ('ticket', 'urge',      'handling',   'handling',   '{agent,lead}', '{}', true),
    ('ticket', 'urge',      'returned',   'returned',   '{agent,lead}', '{}', true),
    -- one matter, one ticket: a caller joins it 并单, a lead merges tickets and undoes it
    ('ticket', 'join',      'dispatched', 'dispatched', '{agent,lead}', '{}', false),
    ('ticket', 'join',      'handling',   'handling',   '{agent,lead}', '{}', false),
    ('ticket', 'join',      'returned',   'returned',   '{agent,lead}', '{}', false),
    ('ticket', 'merge',     'dispatched', 'closed',     '{lead}', '{}', true),
    ('ticket', 'merge',     'handling',   'closed',     '{lead}', '{}', true),
    ('ticket', 'merge',     'returned',   'closed',     '{lead}', '{}', true),
    ('ticket', 'unmerge',   'closed',     'dispatched', '{lead}', '{merged}', true),
    -- another follows it 转派
    ('ticket', 'reassign',  'draft',      'draft',      '{lead,admin}', '{}', true),
    ('ticket', 'reassign',  'dispatched', 'dispatched', '{lead,admin}', '{}', true),
    ('ticket', 'reassign',  'handling',   'handling',   '{lead,admin}', '{}', true),
    ('ticket', 'reassign',  'returned',   'returned',   '{lead,admin}', '{}', true),
    ('ticket', 'reassign',  'finished',   'finished',   '{lead,admin}', '{}', true),
    -- an unreasonable demand 不合理诉求: the mark, or its end, is asked for and reviewed by another
    ('demand', 'demand_ask',  'plain',       'mark_asked',   '{agent,lead,unit}', '{}', true),
    ('demand', 'demand_ask',  'marked',      'unmark_asked', '{agent,lead,unit}', '{}', true),
    ('demand', 'demand_grant','mark_asked',  'marked',       '{lead}', '{other_asked}', true),
    ('demand', 'demand_grant','unmark_asked','plain',        '{lead}', '{other_asked}', true),
    ('demand', 'demand_deny', 'mark_asked',  'plain',        '{lead}', '{other_asked}', true),
    ('demand', 'demand_deny', 'unmark_asked','marked',       '{lead}', '{other_asked}', true),
    -- the superior's evaluation of a drawn ticket 评议
    ('review', 'review_rate', 'waiting',  'rated',      '{lead}', '{}', false),
    ('review', 'review_object', 'rated',  'objected',   '{unit}', '{objection_open}', true),
    ('review', 'review_decide', 'objected', 'decided',  '{lead}', '{second_lead}', true),
    -- a lead shortens the clock of what is open: watched where it is 督办, or at the unit's superior 提级
    ('ticket', 'supervise', 'dispatched', 'dispatched', '{lead}', '{}', true),
    ('ticket', 'supervise', 'handling',   'handling',   '{lead}', '{}', true),
    ('ticket', 'supervise', 'returned',   'returned',   '{lead}', '{}', true),
    ('ticket', 'escalate',  'dispatched', 'dispatched', '{lead}', '{}', true),
    ('ticket', 'escalate',  'handling',   'dispatched', '{lead}', '{}', true),
    ('ticket', 'escalate',  'returned',   'dispatched', '{lead}', '{}', true),
    -- the catalogue was wrong: mended with the objection in sight
    ('ticket', 'mend',      'returned',   'returned',   '{lead}', '{}', true),
    -- a co-handling unit 协办 says what it did
    ('ticket', 'contribute','dispatched', 'dispatched', '{unit}', '{co_unit}', false),
    ('ticket', 'contribute','handling',   'handling',   '{unit}', '{co_unit}', false);

-- The fields of the ticket form, and which of them each way out of it needs.
delete from hotline.form_need;
delete from hotline.form_field;
insert into hotline.form_field (field, max_length) values
    ('citizen_name', 40), ('gender', null), ('phone', 20), ('confidential', null), ('area_id', null),
    ('address', 120), ('category_id', null), ('kind', null), ('urgency', null),
    ('urgency_reason', 200), ('title', 80), ('body', 2000), ('unit_id', null), ('answer', 2000),
    ('explanation', 1000), ('way_to_go', 500), ('transfer_to', null), ('reason', 500),
    ('articles', null);
insert into hotline.form_need (way, field) values
    ('dispatch', 'phone'), ('dispatch', 'area_id'), ('dispatch', 'category_id'), ('dispatch', 'kind'),
    ('dispatch', 'title'), ('dispatch', 'body'), ('dispatch', 'unit_id'),
    ('answer', 'category_id'), ('answer', 'kind'), ('answer', 'title'), ('answer', 'answer'),
    ('decline', 'title'), ('decline', 'explanation'), ('decline', 'way_to_go'),
    ('transfer', 'transfer_to');

-- out: the transition of this machine, action and state; refuses not_in_state and not_your_role.
create or replace function hotline.transition_for(p_machine text, p_action text, p_from text)
returns hotline.transition language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
    v_step hotline.transition;
    v_role text := hotline.my_role();
begin
    select * into v_step from hotline.transition
    where machine = p_machine and action = p_action and from_state = p_from;
    if v_role = any (v_step.actors) then
        return v_step;
    elsif v_step.action is null and exists (select from hotline.transition where machine = p_machine and action = p_action
                                                                             and v_role = any (actors)) then
        perform hotline.refuse('not_in_state', '', jsonb_build_object('state', p_from));
    end if;
    perform hotline.refuse('not_your_role');
end
$$;
