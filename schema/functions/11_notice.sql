-- Every sentence that a message can say, once, like the refusals: {braces} are filled from the message's
-- data, and the client translates the sentence.
delete from hotline.notice;
insert into hotline.notice (code, sentence) values
    ('said',                  '{text}');
