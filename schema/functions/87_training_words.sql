-- What a trainee says, told from its words.

delete from hotline.cue;
delete from hotline.phrase;
insert into hotline.utterance (code, name)
select code, name from (values
    ('greet', '问候'), ('name', '姓名'), ('phone', '电话'), ('place', '地点'), ('when', '时间'), ('detail', '详情'), ('people', '人员'),
    ('confirm', '核实'), ('soothe', '安抚'), ('deadline', '时限'), ('process', '流程'), ('secrecy', '保密'), ('explain', '说明'),
    ('refuse', '拒绝'), ('handover', '转接'), ('hold', '别挂'), ('warn', '劝止'), ('goodbye', '结束'), ('rude', '不当'),
    ('disclose', '泄露'), ('promise', '承诺'), ('silence', '沉默'), ('other', '其他'), ('ack', '应声')) u (code, name)
on conflict (code) do update set name = excluded.name;

-- the ones with a place are offered to be said, in the order of a call
insert into hotline.phrase (place, utterance, text) values
    (1, 'greet', '您好,这里是12345热线,请问有什么可以帮您?'),
    (2, 'name', '请问您贵姓?'),
    (3, 'phone', '请问怎么联系您,是这个号码吗?'),
    (4, 'place', '请问具体在什么位置,哪个小区、哪条路?'),
    (5, 'when', '请问是什么时候发生的,持续多久了?'),
    (6, 'detail', '请您再说说具体情况。'),
    (7, 'people', '请问有没有人受伤,有多少人?'),
    (8, 'confirm', '我跟您核对一下,我记录的是这样,对吗?'),
    (9, 'soothe', '您别着急,我理解您的心情,慢慢说。'),
    (10, 'deadline', '您的诉求我们会在规定的工作日内办理并答复您。'),
    (11, 'process', '我马上为您登记并派给承办单位,他们会与您联系。'),
    (12, 'secrecy', '您的个人信息我们会为您保密。'),
    (13, 'explain', '我为您查到相关规定,向您说明一下。'),
    (14, 'refuse', '这件事不在热线受理范围内,建议您通过法定途径办理。'),
    (15, 'refuse', '对不起,他人的信息我不能提供。'),
    (16, 'handover', '情况紧急,我马上为您转接。'),
    (17, 'hold', '请您不要挂机,保持通话。'),
    (18, 'warn', '请您文明用语,否则我将结束通话。'),
    (19, 'goodbye', '感谢您的来电,再见。'),
    (null, 'place', '您在哪儿?'), (null, 'place', '门牌号是多少?'), (null, 'when', '从哪天开始的?'), (null, 'when', '一般几点?'),
    (null, 'name', '您怎么称呼?'), (null, 'detail', '发生了什么事?'), (null, 'detail', '还有别的情况吗?'),
    (null, 'people', '影响到多少住户?'), (null, 'secrecy', '需要匿名吗?'), (null, 'deadline', '五个工作日之内给您答复。'),
    (null, 'rude', '跟我没关系,你找别人去。'), (null, 'rude', '你说不清楚就别打了。'), (null, 'promise', '我保证明天给您解决。');
-- a word is a regular expression, for texts in one way of writing (search_normal) and without blanks
insert into hotline.cue (utterance, word)
select c.utterance, w from (values
    ('greet', '您好 你好 有什么可以帮 12345热线 (?<=[好,])请讲 为您服务'),
    ('name', '贵[姓性] 怎么称呼 (您|叫|留|登记|报).{0,4}(姓名|名字) 您姓 姓什么 什么名字'),
    ('phone', '(联系|您的|留个?|什么|多少|哪个).{0,2}(电话|号码|手机) 电话(号码)?是多少 手机号 怎么联系 联系方式 (电话|号码)(就|用|是)*这个 '
        || '[打是]?这个号码?(吗|可以|能|对|方便|是您|联系) 现在打'),
    ('place', '(什么|哪个|哪条|哪一?)(路|街道?|区|镇|村|小区|路口|地方|位置|位子|楼|栋|单元|站) 哪[个家所](学校|医院|单位|工地|店|商场|超市) '
        || '几(号楼|栋|单元|楼|号|层|楼几单元) 地址 位[置子] 门牌 标志 哪里 哪儿 在哪 附近有 旁边是'),
    ('when', '什么时[候侯间] 何时 几点 多久 哪一?天 哪[年月] 还是(白天|晚上|早上|上午|下午) 多长时间 几(天|个月|年)了 时间段 (今天|昨天|前天|上周|最近)[^,。]{0,4}[吗?]'),
    ('detail', '(具体|什么|啥)的?(情况|事|原因|问题|诉求|味道|声音) 怎么(回事|了) 详细 还有(什么|别的|其他|吗) 具体说 发生了什么 诉求 希望(我们)?怎么 (反映|投诉|找)过(吗|没) '
        || '要反映 (车牌|证件|身份证|订单)号码?(是多少|是?什么|多少|方便|报) 哪一?家公司'),
    ('people', '受伤 伤[亡得] (几|多少)(个|名|位)?人 (多少|几)户 人员 老人 小孩 孕妇 孩子(多大|几岁|怎么样) 多大(了|年纪|岁数) 几岁 人怎么样 有人吗 被困 清醒 意识 呼吸 救护车吗 '
        || '晕倒 昏迷'),
    ('confirm', '核对 复述 重复一[遍下] 对[吗吧] 对不对 是吧 是这样吗 是不是这样 确认一下 没错吧 也就是说 您说的是 您的意思是 我记录?的是'),
    ('soothe', '别(太|先)?着?急 不要着急 都会着急 理解您 能理解 别担心 慢慢[说讲来] 抱歉 [别不]要?害?怕 消消气 别(生气|难过|哭) 对不起 辛苦 不容易 您的心情 放心 不好意思 久等 坚持一下 '
        || '马上就?到'),
    ('deadline', '[0-9一二两三四五六七八九十]+个?(工作日(之内|以内|内)?|(小时|天|日)(之内|以内|内)[^,。]{0,8}(办|答复|回复|处理|联系|结果|反馈)) 工作日 时限 期限 最[晚迟][^,。]{0,4}[给答回] '
        || '(之前|以前|内)(会|就)?(有|给您|答复|回复|办)[^,。]{0,5}'),
    ('process', '登记 派(给|单|到) 转(给|派|到(?!1[12][0-9])) 承办 [会跟与和]您?联系 催办 回访 并[到入] 工单 下一步 反映给 核实后 尽快(处理|办理|安排) 记录下来'),
    ('secrecy', '保密 匿名 不会?.{0,3}(透露|泄露|公开|告诉(别人|他|对方)|让(别人|他))[^,。]{0,8} 隐私'),
    ('explain', '根据 按照 依据 规定(?!的?(工作日|时限|时间)) 政策 需要(带|准备|提供|本人) 可以打 拨打 带[上齐着][^,。]{0,8}[证料本票] 可以(到|去|在|申请|拨打|带|先) '
        || '您先(找|到|去|拨|把) 材料 窗口 条例 标准是 关[掉上闭] 阀门 拉闸 先把 开窗 通风 不要(开|动|碰|靠近|点火|回去) 离开 撤离 远离 报警'),
    ('refuse', '不(在|属于)[^,。]{0,6}受理[^,。]{0,2} 不[予能]受理 受理不了 (不能|无法|没法|不可以|不便|不方便)(透露|提供|告诉|查|告知|给[您你])[^,。]{0,4} '
        || '(建议|请)您?(通过|走|向)[^,。]{0,8}(法院|诉讼|仲裁|复议|信访|法定|途径|渠道|纪检|纪委)[^,。]{0,4} 无权 [^,。]{0,6}不[能便](说|讲|跟您说|给您说) '
        || '热线[^,。]{0,2}(不能|管不)'),
    ('handover', '(转接?到?|接通|联系|拨打|叫)(119|110|120|122|消防|警察|急救|公安|救护车)[^,。]{0,2} 转接 三方通话 (消防|警察|救护车)[^,。]{0,4}(过去|出动|赶)'),
    ('hold', '(不要|别)(挂|把电话挂)[机断]? 保持通话 稍[等候] 等一下 等我 我查一下'),
    ('warn', '文明 注意您?的?(言辞|用语|言语) 冷静 (不要|别|请勿|再)骂人? 骂人 结束通话 辱骂'),
    ('goodbye', '再见 拜拜 感谢您?的?来电 祝您 先这样 挂机后 评价'),
    ('rude', '(跟|和|与)我(没关系|无关) 不关我 关我(什么|屁)事 不归我管 跟我说(也?没|干) 烦[不死] 自己想办法 自己看着办 随便你 爱打不打 爱找谁找谁 闭嘴 '
        || '[吵嚷喊急]什么(?!时)[吵嚷喊急啊呢!]* 你有病 神经病 听不懂(人话|吗|啊) 不是[跟告]诉?你说过?了吗 说了多少遍 别再?打了 废话 (?<!翻)滚(?!烫|石|动|落|筒|梯|水) 傻 '
        || '白痴 找别人去 我怎么知道 有完没完 烦我 [跟关和]我有?什么(关系|事) 你这人 这么烦'),
    ('disclose', '(他|她|对方|那个人|投诉人|举报人)的?(电话|号码|手机号?)(号码)?[是:]?1?[0-9]{3,} (他|她|对方)住在?[^,。?吗]*[0-9一二两三四五六七八九十][^?吗]*$ '
        || '(投诉|举报|反映)[你您]的人?[是叫姓住](?!谁|什么|哪|不)[^?吗]*$ (投诉|举报)人[是叫姓住](?!谁|什么|哪|不|您|你|本人|否)[^?吗]*$ '
        || '是[^,。?]{0,8}(先生|女士|小姐|大爷|阿姨|师傅|住户|邻居|老板|同事)[^,。?]{0,4}(投诉|举报|反映|打)[^?吗]*$ '
        || '(?<!不能|不会|无法|没法|不可以|不便|不)告诉[你您](他|她|对方|投诉人|举报人)的?(号码|电话|名字|姓名|地址|住址)'),
    ('promise', '(?<!不能|无法|没法|不敢|不)(保证|担保|打包票)(?!.{0,10}保密|金|书)[^,。]* '
        || '(一定|肯定|绝对)(能|会)?(给|帮|替|让)[^,。]{0,6}(解决|办成|办好|赔|退|修好)[^,。]* (肯定|一定|保管)能?(解决|办成|办好) 包在我'),
    ('ack', '^(嗯|哦|噢|啊|好|好的|好嘞|行|对|是|是的|对的|明白|知道|了解|收到|在的|我?都?(记下|记好|听明白|明白|知道|了解)了?|[您你]?(请|接着|继续)*(说|讲)|(我在?)?听着?呢?|谢谢您?的?(配合|提供)?|[,。!、~…了])+$')) c (utterance, words), unnest(string_to_array(c.words, ' ')) w
on conflict do nothing;

-- out: what an agent's line says, the codes of utterances, the plainest first. Cues count, the longer what they match the
-- more, and the likeness with the phrase that is likest (pairs of characters they share, of those of both). Where nothing
-- tells: a question asks for details, a longer statement explains; else other.
create or replace function hotline.utterances_of(p_text text) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as $$
    with said as materialized (
        select regexp_replace(hotline.search_normal(p_text), '\s+', '', 'g') as text, case when hotline.blank(p_text) then '{}' else hotline.text_pairs(p_text) end as pairs
    ), worth as (
        select p.utterance, max(2.0 * (select count(*) from unnest(s.pairs) a where a = any (x.pairs))
                                / greatest(1, cardinality(s.pairs) + cardinality(x.pairs))) as worth
        from said s, hotline.phrase p cross join lateral (select hotline.text_pairs(p.text) as pairs offset 0) x
        group by p.utterance having max(2.0 * (select count(*) from unnest(s.pairs) a where a = any (x.pairs))
                                        / greatest(1, cardinality(s.pairs) + cardinality(x.pairs))) >= 0.55
        union all
        select c.utterance, greatest(0.3, 0.15 * (select max(char_length(m)) from unnest(regexp_match(s.text, '(' || c.word || ')')) m))
        from said s, hotline.cue c where s.text ~ c.word
    )
    select coalesce((select array_agg(w.utterance order by w.worth desc, w.utterance)
                     from (select utterance, sum(worth) as worth from worth group by utterance) w),
                    case when s.text ~ '[?吗呢么]|什么|多[大少高长重远]|怎|哪|几|有没有|是不是' then '{detail}'
                         when char_length(regexp_replace(s.text, '[^一-龥]', '', 'g')) >= 12 then '{explain}' else '{other}' end::text[])
    from said s
$$;

-- Refuses not_training where real work is done.
create or replace function hotline.check_training() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
    if not hotline.in_training() then
        perform hotline.refuse('not_training');
    end if;
end
$$;

-- What can be said with one key, in the order of a call. out: search: further words to find it by (pinyin and initials).
create function api.phrases() returns table (place integer, utterance text, name text, text text, search text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select p.place, p.utterance, u.name, p.text, hotline.search_words(u.name) from hotline.me(), hotline.phrase p join hotline.utterance u on u.code = p.utterance
    where p.place is not null order by p.place
$$;
