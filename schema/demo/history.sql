-- A year of a made-up city's tickets: invented matters at invented places, told by nobody.
-- All of it is relative to now; deadlines come from the one function that decides them.
do $$ begin perform setseed(0.12345); end $$;

create temporary table template (n serial, category text, kind text, unit text, months int[], from_hour int,
                                 to_hour int, title text, body text) on commit drop;
insert into template (category, kind, unit, months, from_hour, to_hour, title, body) values
    ('噪音污染', 'complaint', 'CG', '{6,7,8,9}', 20, 24, '{p}夜间烧烤摊噪音扰民',
     '市民反映{p}附近烧烤摊每晚营业至凌晨,划拳喧哗声和油烟严重影响周边居民休息,多次劝阻无效,希望有关部门尽快处理。'),
    ('噪音污染', 'complaint', 'HB', '{}', 5, 8, '{p}中转站清晨作业噪音',
     '市民反映{p}旁的垃圾中转站每天清晨五点左右开始作业,装卸噪音很大,影响居民休息,希望调整作业时间。'),
    ('噪音污染', 'complaint', 'ZJ', '{}', 21, 24, '{p}工地夜间施工',
     '市民反映{p}对面工地夜间十点后仍在打桩浇筑,噪音很大,家里有老人和孩子,要求停止夜间施工。'),
    ('环境卫生', 'demand', 'CG', '{}', 7, 10, '{p}生活垃圾未及时清运',
     '市民反映{p}门口垃圾桶已满,连续三天未清运,气味很大,请求尽快安排清运。'),
    ('环境卫生', 'complaint', 'CG', '{}', 7, 19, '{p}路面污水外溢',
     '市民反映{p}路段下水道堵塞,污水外溢到人行道,行人无法通行,希望尽快疏通。'),
    ('自来水供应', 'demand', 'SW', '{}', 6, 22, '{p}停水',
     '市民反映{p}从今天早上起停水,未见通知,家中无法做饭,询问何时恢复供水。'),
    ('自来水供应', 'complaint', 'SW', '{}', 6, 22, '{p}自来水水质发黄',
     '市民反映{p}近两天自来水发黄有异味,担心影响健康,要求检测水质。'),
    ('电力供应', 'demand', 'DL', '{6,7,8}', 10, 23, '{p}频繁跳闸停电',
     '市民反映{p}近一周每到晚高峰就停电,家里有病人需要用电,请求尽快抢修。'),
    ('燃气供应', 'demand', 'RQ', '{}', 7, 21, '{p}燃气压力不足',
     '市民反映{p}燃气灶火力很小,无法正常做饭,请求上门检查。'),
    ('冬季采暖', 'demand', 'RL', '{11,12,1,2,3}', 6, 22, '{p}室内温度不达标',
     '市民反映{p}家中暖气不热,室内温度只有十四度,家里有老人和婴儿,请求热力公司上门测温处理。'),
    ('冬季采暖', 'consult', 'RL', '{10,11}', 8, 20, '咨询{p}供暖开始时间',
     '市民咨询{p}今年何时开始供暖,如何办理报停。'),
    ('物业服务', 'complaint', 'ZJ', '{}', 8, 22, '{p}电梯长期停用',
     '市民反映{p}电梯已停用半个月,物业以没有维修资金为由不修,高层老人出行困难。'),
    ('物业服务', 'complaint', 'ZJ', '{}', 8, 22, '{p}物业违规收取停车费',
     '市民反映{p}物业未经业主同意提高停车收费标准,要求核查收费依据。'),
    ('小区管理', 'complaint', 'D', '{}', 8, 22, '{p}楼道堆放杂物',
     '市民反映{p}楼道内堆放大量杂物和电动车充电,存在消防隐患,要求清理。'),
    ('违章建筑', 'report', 'CG', '{}', 8, 20, '{p}顶楼私搭乱建',
     '市民举报{p}顶楼住户违规搭建阳光房,影响楼体安全,要求依法拆除。'),
    ('城市公共设施', 'demand', 'CG', '{}', 18, 23, '{p}路灯不亮',
     '市民反映{p}路段路灯多日不亮,夜间出行不安全,请求维修。'),
    ('基础设施', 'demand', 'CG', '{}', 7, 20, '{p}路面破损',
     '市民反映{p}路面坑洼破损,下雨积水,电动车多次摔倒,请求修补。'),
    ('公共汽车', 'suggestion', 'GJ', '{}', 7, 20, '建议增加{p}公交班次',
     '市民建议早晚高峰增加{p}站点公交班次,目前候车时间超过二十五分钟。'),
    ('出租车管理', 'complaint', 'JT', '{}', 7, 23, '出租车在{p}拒载',
     '市民投诉出租车司机在{p}以交班为由拒载,要求处理。'),
    ('交通安全管理', 'complaint', 'JJ', '{}', 7, 20, '{p}机动车占用盲道停放',
     '市民反映{p}人行道和盲道长期被机动车占用,行人只能走机动车道,要求整治。'),
    ('机动车和驾驶员管理', 'consult', 'JJ', '{}', 8, 18, '咨询驾驶证换证',
     '市民咨询驾驶证到期换证需要的材料和办理地点。'),
    ('工资发放', 'complaint', 'RS', '{}', 8, 20, '{p}项目拖欠农民工工资',
     '市民反映在{p}项目务工,被拖欠三个月工资,共计十二人,要求协助讨薪。'),
    ('职工养老保险', 'consult', 'RS', '{}', 8, 18, '咨询养老保险转移接续',
     '市民咨询从外地转回本市的养老保险关系如何办理。'),
    ('城镇居民医疗保险', 'consult', 'YB', '{9,10,11,12}', 8, 18, '咨询居民医保缴费',
     '市民咨询下一年度城乡居民医保缴费标准、截止时间和缴费渠道。'),
    ('食品安全', 'report', 'SC', '{}', 9, 22, '{p}餐馆食品不洁',
     '市民举报{p}一家餐馆食物中有异物,用餐后腹泻,要求检查。'),
    ('商品质量', 'complaint', 'SC', '{}', 9, 22, '{p}商家拒绝退货',
     '市民反映在{p}商家购买的家电三天后损坏,商家拒绝退换,要求协调。'),
    ('物价监督', 'complaint', 'SC', '{}', 9, 22, '{p}停车场收费不公示',
     '市民反映{p}停车场未公示收费标准,乱收费。'),
    ('招生录取', 'consult', 'JY', '{5,6,7,8}', 8, 18, '咨询{p}小学入学划片',
     '市民咨询{p}今年小学入学的划片范围和报名时间。'),
    ('校外机构管理', 'complaint', 'JY', '{}', 9, 21, '{p}培训机构不退费',
     '市民反映{p}一家培训机构停课后拒不退还剩余课时费,涉及多名家长。'),
    ('医疗收费', 'complaint', 'WJ', '{}', 8, 20, '对{p}医院收费有异议',
     '市民对{p}医院的检查收费有异议,要求说明收费依据。'),
    ('户籍管理', 'consult', 'GA', '{}', 8, 18, '咨询新生儿落户',
     '市民咨询新生儿落户需要的材料以及能否网上办理。'),
    ('房产证登记、办理', 'complaint', 'ZR', '{}', 8, 18, '{p}房产证迟迟未办',
     '市民反映{p}交房两年仍未办理房产证,开发商互相推诿,要求协调。'),
    ('农村低保', 'demand', 'MZ', '{}', 8, 18, '{p}低保申请未答复',
     '市民反映三个月前向{p}村委会提交低保申请,至今没有答复。'),
    ('大气污染', 'complaint', 'HB', '{}', 6, 23, '{p}附近异味刺鼻',
     '市民反映{p}附近工厂夜间排放刺鼻气味,影响周边居民,要求查处。'),
    ('水污染', 'report', 'HB', '{}', 6, 20, '{p}河道排放污水',
     '市民举报{p}河道有白色污水排入,有死鱼漂浮,要求调查。'),
    ('消防安全', 'report', 'XF', '{}', 8, 22, '{p}消防通道被占',
     '市民举报{p}消防通道长期停放车辆,消防栓无水,存在隐患。'),
    ('景区管理', 'praise', 'WL', '{4,5,9,10}', 9, 18, '表扬{p}景区工作人员',
     '市民表扬{p}景区工作人员拾金不昧,归还其遗失的钱包。'),
    ('公共汽车', 'praise', 'GJ', '{}', 8, 20, '表扬公交司机',
     '市民表扬行经{p}的公交司机耐心帮助老人上下车。');

create temporary table spot (n serial, name text) on commit drop;
insert into spot (name) select unnest(array['丽景小区', '阳光花园', '翠湖名苑', '东塘新村', '金水湾', '和平里', '文昌路', '建设路', '人民路', '滨江路', '火车站', '中心医院', '实验小学', '第三中学', '农贸市场', '万象广场', '幸福里', '桃源居', '科技园', '老干部小区', '铁路宿舍', '城南批发市场', '渡口村', '石桥村', '竹溪村', '湖滨公园']);

-- What and where, drawn first, each once.
create temporary table draw on commit drop as
select i, 1 + floor(random() * (select count(*) from template))::int as template,
       1 + floor(random() * (select count(*) from spot))::int as spot
from generate_series(1, case when current_setting('hotline.history_over', true) = 'on' then 3000 else 8000 end) i;

-- One row a ticket: when, what, where, who.
create temporary table story on commit drop as
select i, t.category, t.kind, t.title, t.body, t.unit, s.name as spot,
       date_trunc('day', now() at time zone 'Asia/Shanghai')
         - make_interval(days => (365 * power(random(), 1.3))::int)
         + make_interval(hours => t.from_hour + floor(random() * (t.to_hour - t.from_hour))::int,
                         mins => floor(random() * 60)::int, secs => floor(random() * 60)::int) as local_at,
       t.months, random() as luck, random() as luck2,
       '13' || (1 + floor(random() * 9))::int || lpad((floor(power(random(), 2) * 3000))::int::text, 4, '0')
            || lpad((i * 7919 % 10000)::text, 4, '0') as phone,
       '13' || (3 + i % 7) || '0000' || lpad((floor(random() * 1500))::int::text, 4, '0') as frequent_phone,
       (array['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '周', '吴'])[1 + floor(random() * 10)::int]
         || (array['先生', '女士'])[1 + i % 2] as citizen,
       (array['female', 'male'])[2 - i % 2] as gender
from draw join template t on t.n = draw.template join spot s on s.n = draw.spot;
delete from story where months <> '{}' and not extract(month from local_at)::int = any (months);
delete from story where local_at > now() at time zone 'Asia/Shanghai' - interval '20 minutes';

create temporary table filled on commit drop as
select row_number() over (order by local_at) as n, s.*, local_at at time zone 'Asia/Shanghai' as at,
       case when luck2 < 0.3 then frequent_phone else phone end as number,
       a.id as area_id, c.id as category_id, coalesce(hotline.category_urgency(c.id), 'general') as urgency,
       case when s.unit = 'D' then (select u.id from hotline.unit u where u.area_id = a.parent_id)
            else (select u.id from hotline.unit u where u.code = s.unit) end as unit_id,
       (select p.id from hotline.person p where p.role = 'agent' order by p.id offset s.i % 12 limit 1) as agent_id
from story s
join lateral (select id, parent_id from hotline.area where code ~ '^QL....$' order by code
              offset (s.i * 13) % (select count(*) from hotline.area where code ~ '^QL....$') limit 1) a on true
join lateral (select id from hotline.category where name = s.category and level = 3 order by code limit 1) c on true;

alter table filled add ticket_id bigint, add call_id bigint, add days int, add due_at timestamptz,
                   add due_known boolean, add state text, add closing text, add dispatched boolean;
update filled set ticket_id = nextval(pg_get_serial_sequence('hotline.ticket', 'id')),
                  call_id = nextval(pg_get_serial_sequence('hotline.call', 'id'));
update filled f set days = u.working_days from hotline.urgency_standard u where u.urgency = f.urgency;
update filled f set due_at = d.due_at, due_known = d.calendar_known
from (select x.n, e.* from filled x cross join lateral hotline.deadline(x.at, x.days) e) d where d.n = f.n;
-- consults are mostly answered at once; the rest is dispatched and is as far as its age allows
update filled set dispatched = not (kind in ('consult', 'praise') and luck < 0.85);
update filled set state = case
    when not dispatched or current_setting('hotline.history_over', true) = 'on' then 'closed'
    when now() - at > interval '16 days' then 'closed'
    when now() - at > interval '6 days' then case when luck < 0.70 then 'closed' when luck < 0.9 then 'finished'
                                                  when luck < 0.97 then 'handling' else 'returned' end
    when now() - at > interval '1 day' then case when luck < 0.25 then 'finished' when luck < 0.80 then 'handling'
                                                 when luck < 0.93 then 'dispatched' else 'returned' end
    else case when luck < 0.35 then 'handling' else 'dispatched' end end;
update filled set closing = case when state <> 'closed' then null when dispatched then 'rated' else 'answered' end;

insert into hotline.call (id, phone, phone_masked, area_id, state, queued_at, answered_at, ended_at, agent_id)
overriding system value
select call_id, number, hotline.mask_phone(number), area_id, 'ended', at - make_interval(secs => 200 + luck2 * 60),
       at - interval '190 seconds', at - interval '5 seconds', agent_id from filled;
-- callers who gave up
insert into hotline.call (phone, phone_masked, area_id, state, queued_at, ended_at)
select number, hotline.mask_phone(number), area_id, 'abandoned', at - interval '1 hour', at - interval '58 minutes'
from filled where n % 14 = 0;

insert into hotline.ticket (id, number, call_id, state, citizen_name, gender, phone, phone_masked, confidential,
    area_id, address, category_id, kind, urgency, title, body, accepted_at, accepted_by, unit_id, handler_id,
    dispatched_at, received_at, working_days, due_at, due_known, returns, result, finished_at, closed_at, closing,
    closing_note)
overriding system value
select f.ticket_id, to_char(f.local_at, 'YYYYMMDD') || lpad((f.ticket_id % 1000000)::text, 6, '0'), f.call_id, f.state,
    f.citizen, f.gender, f.number, hotline.mask_phone(f.number), f.kind = 'report' and f.luck2 < 0.3,
    f.area_id, f.spot, f.category_id, f.kind, f.urgency, replace(f.title, '{p}', f.spot), replace(f.body, '{p}', f.spot),
    f.at, f.agent_id, case when f.dispatched then f.unit_id end,
    case when f.dispatched and f.state in ('handling', 'finished', 'closed') then h.id end,
    case when f.dispatched then f.at + interval '2 minutes' end,
    case when f.dispatched and f.state in ('handling', 'finished', 'closed') then f.at + interval '3 hours' end,
    case when f.dispatched then f.days end, case when f.dispatched then f.due_at end, f.due_known,
    case when f.state = 'returned' then 1 else 0 end,
    case when f.dispatched and f.state in ('finished', 'closed') then '已到现场核实处理,并向市民说明情况。' else '' end,
    case when f.dispatched and f.state in ('finished', 'closed') then least(f.at + (0.3 + f.luck2 * 0.75) * (f.due_at - f.at), now() - interval '2 hours') end,
    case when f.state = 'closed' and f.dispatched then least(f.at + (0.3 + f.luck2 * 0.75) * (f.due_at - f.at) + interval '1 day', now() - interval '1 hour')
         when f.state = 'closed' then f.at end,
    f.closing, case when f.closing = 'answered' then '已按知识库当场答复。' else '' end
from filled f
left join lateral (select id from hotline.person p where p.unit_id = f.unit_id order by id limit 1) h on true;

-- the catalogue is older than the tickets: none of them waits for a mending
update hotline.catalogue set changed_at = null;
insert into hotline.dispatch (ticket_id, unit_id, category_id, action, at, ended_at, outcome, on_time)
select t.id, t.unit_id, t.category_id, 'dispatch', t.dispatched_at, d.ended_at,
       case when t.state = 'returned' then 'returned' when d.ended_at is not null then 'finished' end,
       case when t.state <> 'returned' then d.ended_at <= t.due_at end
from hotline.ticket t
cross join lateral (select case when t.state = 'returned' then t.dispatched_at + interval '4 hours' else t.finished_at end) d (ended_at)
where t.dispatched_at is not null order by t.dispatched_at;
update hotline.ticket set units = 1 where dispatched_at is not null;
insert into hotline.communication (ticket_id, unit_id, person_id, at, means, text)
select t.id, t.unit_id, coalesce(t.handler_id, t.accepted_by), t.received_at + interval '1 hour', 'telephone', '电话联系市民,了解具体情况并约定处理时间。'
from hotline.ticket t where t.finished_at is not null;
insert into hotline.feedback (ticket_id, unit_id, person_id, at, means, text)
select t.id, t.unit_id, coalesce(t.handler_id, t.accepted_by), t.finished_at - interval '5 minutes', 'telephone', '电话告知市民处理结果。'
from hotline.ticket t where t.finished_at is not null;
insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, created_at, due_at)
select 'satisfaction', id, citizen_name, phone, phone_masked, area_id, finished_at, hotline.calling_time(finished_at)
from hotline.ticket where state = 'finished';
-- who gave up since yesterday and has not called again
insert into hotline.callback (kind, call_id, phone, phone_masked, area_id, created_at, due_at, missed_calls)
select distinct on (c.phone_key) 'missed', c.id, c.phone, c.phone_masked, c.area_id, c.ended_at, hotline.calling_time(c.ended_at), 1
from hotline.call c where c.state = 'abandoned' and c.queued_at > now() - interval '1 day' and c.phone_key <> ''
  and coalesce(current_setting('hotline.history_over', true), '') <> 'on'
  and not exists (select from hotline.call l where l.phone_key = c.phone_key and l.answered_at > c.queued_at)
order by c.phone_key, c.id desc;
-- promises to tell how it goes on
insert into hotline.callback (kind, ticket_id, citizen_name, phone, phone_masked, area_id, note, person_id, due_at)
select 'promised', id, citizen_name, phone, phone_masked, area_id, '告知处理进展', accepted_by,
       hotline.calling_time(now() + row_number() over (order by id desc) * interval '40 minutes')
from hotline.ticket where state = 'handling' and accepted_by = (select id from hotline.person where login = 'demo_agent')
order by id desc limit 3;
insert into hotline.citizen_rating (ticket_id, person_id, at, responded, solved, satisfied, reason, follow_up)
select t.id, (select id from hotline.person where login = 'demo_lead'), t.closed_at, 'yes',
       case when t.id % 9 = 0 then 'no' when t.id % 5 = 0 then 'partly' else 'yes' end,
       case when t.id % 9 = 0 then 'no' when t.id % 7 = 0 then 'partly' else 'yes' end,
       case when t.id % 9 = 0 then '问题仍未完全解决' else '' end, case when t.id % 9 = 0 then 'explain' else '' end
from hotline.ticket t where t.closing = 'rated';
insert into hotline.extension (ticket_id, asked_by, asked_at, working_days, reason)
select t.id, t.handler_id, now() - interval '1 hour', 5, '需要协调多个部门并采购配件'
from hotline.ticket t where t.state = 'handling' and t.due_at > now() and t.handler_id is not null order by t.id limit 4;

-- the dissatisfied and some by lot; those of the last days wait for a lead
insert into hotline.quality_review (ticket_id, round, unit_id, area_id, why_drawn, drawn_at, state, rated_at)
select t.id, 1, t.unit_id, t.area_id, case when t.id % 9 = 0 then 'dissatisfied' else 'sample' end, t.closed_at + interval '1 second',
       case when t.closed_at > v.from_then then 'waiting' else 'rated' end,
       case when t.closed_at <= v.from_then then least(t.closed_at + interval '1 day', now()) end
from hotline.ticket t,
     (select case when current_setting('hotline.history_over', true) = 'on' then now() else now() - interval '3 days' end) v (from_then)
where t.closing = 'rated' and (t.id % 9 = 0 or t.id % 20 = 1);
insert into hotline.quality_rating (review_id, place, person_id, at, timely, timely_reason, complete, complete_reason, recorded, genuine, genuine_reason)
select v.id, 1, p.id, v.rated_at, case when t.finished_at > t.due_at then 'no' else 'yes' end,
       case when t.finished_at > t.due_at then '超过时限办结' else '' end,
       case when t.id % 4 = 0 then 'partly' else 'yes' end, case when t.id % 4 = 0 then '未答复全部诉求' else '' end, 'yes',
       case when t.id % 18 = 0 then 'no' else 'yes' end, case when t.id % 18 = 0 then '现场核实问题仍在' else '' end
from hotline.quality_review v join hotline.ticket t on t.id = v.ticket_id,
     (select id from hotline.person where login = 'demo_lead') p where v.rated_at is not null;

update hotline.ticket set misdirected = true where returns > 0;
update hotline.ticket set extension_waits = true where id in (select ticket_id from hotline.extension);

insert into hotline.event (ticket_id, call_id, at, person_id, who, role, action, from_state, to_state, reason, data)
select e.ticket_id, e.call_id, e.at, e.person_id, coalesce(p.number || ' ' || p.name, ''), coalesce(p.role, ''),
       e.action, e.from_state, e.to_state, e.reason, e.data
from (
    select id, call_id, accepted_at as at, accepted_by, 'answer', 'none', 'closed', '', '{}'::jsonb
    from hotline.ticket where closing = 'answered'
    union all
    select t.id, t.call_id, t.dispatched_at, t.accepted_by, 'dispatch', 'none', 'dispatched', '', jsonb_build_object('unit', u.name)
    from hotline.ticket t join hotline.unit u on u.id = t.unit_id where t.dispatched_at is not null
    union all
    select id, call_id, received_at, handler_id, 'receive', 'dispatched', 'handling', '', '{}'
    from hotline.ticket where received_at is not null
    union all
    select t.id, t.call_id, c.at, c.person_id, 'communicate', 'handling', 'handling', c.text, '{"means": "telephone"}'
    from hotline.communication c join hotline.ticket t on t.id = c.ticket_id
    union all
    select t.id, t.call_id, f.at, f.person_id, 'feed_back', 'handling', 'handling', f.text, '{"means": "telephone"}'
    from hotline.feedback f join hotline.ticket t on t.id = f.ticket_id
    union all
    select id, call_id, finished_at, handler_id, 'finish', 'handling', 'finished', result, '{}'
    from hotline.ticket where finished_at is not null
    union all
    select t.id, t.call_id, t.dispatched_at + interval '4 hours', (select min(h.id) from hotline.person h where h.unit_id = t.unit_id), 'return', 'dispatched', 'returned',
           '经核实不属于本单位职责范围,请另行派单。', '{}'
    from hotline.ticket t where t.state = 'returned'
    union all
    select x.ticket_id, null, x.asked_at, x.asked_by, 'ask_extension', 'handling', 'handling', x.reason,
           jsonb_build_object('days', x.working_days) from hotline.extension x
    union all
    select v.ticket_id, null, v.drawn_at, null, 'review_draw', null, null, '', jsonb_build_object('drawn', v.why_drawn)
    from hotline.quality_review v
    union all
    select v.ticket_id, null, q.at, q.person_id, 'review_rate', 'waiting', 'rated',
           concat_ws('; ', nullif(q.timely_reason, ''), nullif(q.complete_reason, ''), nullif(q.genuine_reason, '')),
           jsonb_build_object('timely', q.timely, 'complete', q.complete, 'recorded', q.recorded, 'genuine', q.genuine)
    from hotline.quality_rating q join hotline.quality_review v on v.id = q.review_id
    union all
    select r.ticket_id, t.call_id, r.at, r.person_id, 'rate', 'finished', 'closed', r.reason,
           jsonb_build_object('responded', r.responded, 'solved', r.solved, 'satisfied', r.satisfied)
    from hotline.citizen_rating r join hotline.ticket t on t.id = r.ticket_id
) e (ticket_id, call_id, at, person_id, action, from_state, to_state, reason, data)
left join hotline.person p on p.id = e.person_id order by e.at, e.ticket_id;

insert into hotline.setting (key, value, meaning)
values (case when current_setting('hotline.history_over', true) = 'on' then 'training' else 'demo' end, 'loaded', 'this is no real centre')
on conflict (key) do nothing;
analyze hotline.ticket;
analyze hotline.event;
analyze hotline.call;
