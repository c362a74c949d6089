-- Every sentence that a message can say, once, like the refusals: {braces} are filled from the message's
-- data, and the client translates the sentence.
delete from hotline.notice;
insert into hotline.notice (code, sentence) values
    ('taken_from_agents',     '{count} of your tickets and {promises} of your promised callbacks went to {others}: {reason}'),
    ('given_to_agents',       '{count} tickets and {promises} promised callbacks of {others} are yours now: {reason}'),
    ('taken_from_units',      '{count} of your unit''s tickets went to {others}: {reason}'),
    ('given_to_units',        '{count} tickets of {others} are dispatched to your unit: {reason}'),
    ('given_back',            'Undone: {count} tickets and {promises} promised callbacks are back from {others}.'),
    ('taken_back',            'Undone: {count} tickets and {promises} promised callbacks went back to {others}.'),
    ('said',                  '{text}'),
    ('send_to_break',         'You were sent to a break: {reason}'),
    ('missed_ring',           'Your telephone rang and nobody picked it up: you are on a break. Go ready again when you are back.'),
    ('log_out',               'You were logged out: {reason}'),
    ('assigned',              'Your shift is now {shift}, your skills: {skills} ({reason})'),
    ('queue_alert',           'A call has been waiting for more than {seconds} seconds; {waiting} wait.'),
    ('checked',               'Your work was checked: {score} of {most} points.'),
    ('check_answered',        'Your check was answered: {text}');
