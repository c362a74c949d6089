/* Scenarios played by keys, at 80x24 in Chinese: a perfect run has all points, one thing wrong loses what it is worth. */
#include <locale.h>

#include "tests/support/classroom.h"
#include "tests/support/screen.h"

/* In one's own words; what they are understood as, and that the citizen answers, is seen in the talk. */
static void say_own(Terminal *agent, const char *words, const char *talk)
{
    prefix(agent, ".");
    terminal_expect(agent, "Enter 说出");
    terminal_send(agent, words);
    terminal_key(agent, "Enter");
    terminal_expect(agent, talk);
    terminal_key(agent, "Esc");
    terminal_expect_gone(agent, "Enter 说出");
}

/* The result of the call, read to its end. */
static void hang_up(Terminal *agent)
{
    terminal_expect(agent, "\\^X ,说话  F4挂断");
    terminal_key(agent, "F4");
    terminal_expect(agent, "--评分与讲解  1003 张敏");
}

/* --- a complaint --- */

typedef struct {
    gboolean greets;
    gboolean hint;
    const char *unit;
    const char *unit_shown;
    const char *body;
} Noise;

#define GYM "天花板下面的吊灯"
static const Noise perfect = {TRUE, FALSE, "城市管理", "> 市城市管理局", "二楼健身房砸杠铃、放音响,晚上8点到11点半最厉害,找过店长两回。"};

static Terminal *play_noise(const Classroom *room, const Noise *noise)
{
    Terminal *agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, GYM, 1);
    if (noise->greets) {
        classroom_say(agent, "问候", "> 问候  您好", "听作:问候");
        say_own(agent, "请问什么时候开始的?", "我: 请问什么时候开始的\\? \\(时间\\)\n(.*\n)*.*天天如此");
        say_own(agent, "跟您核对一下,翠湖名苑2栋二楼,对吗?五个工作日内答复。", "五个工作日内答复。 \\(时限 核实\\)|五个工作日内答复。 \\(核实 时限\\)");
    }
    if (noise->hint) {
        prefix(agent, "/");
        terminal_expect(agent, "提示\\(扣 2 分\\):执法的人要错时去听");
        terminal_expect(agent, "\\^X /提示 1/2");
    }
    terminal_send(agent, "吴女士\t\t\t\t\t翠湖名苑2栋二楼\t");
    pick_from_list(agent, "噪音", "> 环境保护 / 环境污染 / 噪音污染");
    pick_from_list(agent, "投诉", "> (3 )?投诉");
    terminal_send(agent, "\t\t健身房夜间扰民\t");
    pick_from_list(agent, noise->unit, noise->unit_shown);
    terminal_send(agent, noise->body);
    terminal_expect(agent, "时限 20..-..-.. 17:30 \\(一般, 5个工作日\\)");
    terminal_key(agent, "F6");
    terminal_expect(agent, "工单 \\d{14}:已派单。请告知诉求人");
    hang_up(agent);
    return agent;
}

static void test_perfect(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = play_noise(room, &perfect);

    terminal_expect(agent, GYM "   得分 100/100   完成 ");
    terminal_expect(agent, "承办单位 +20/20  市城市管理局\n");
    terminal_expect(agent, "要点 +20/20  4/4\n +\\+ 地点:翠湖名苑2栋二楼\n");
    terminal_expect(agent, "用语 +10/10  4/4\n +\\+ 问候  \\+ 时间  \\+ 核实  \\+ 时限\n");
    terminal_expect(agent, "用时 +10/10  \\d+ 秒\\(限 240 秒\\)");
    /* why, by which rule; time and typing */
    terminal_send(agent, "G");
    terminal_expect(agent, "噪音污染在目录里单列给城市管理局");
    terminal_expect(agent, "依据:派单目录:环境保护 / 环境污染 / 噪音污染");
    terminal_expect(agent, "内容 +\\d+ 秒 +\\d\\d 字  每分钟 +\\d+ 字");
    terminal_expect(agent, "合计 +\\d+ 秒 +\\d\\d 字  每分钟 +\\d+ 字");
    /* once more by one key: the caller is a new one, the ticket of before is not there to be joined */
    terminal_send(agent, "r");
    terminal_expect(agent, "F2 接听.*本月第1次");
    terminal_key(agent, "F2");
    terminal_expect(agent, "楼下的健身房");
    terminal_send(agent, "\t\t\t\t\t翠湖名苑2栋二楼\t\t\t\t\t健身房夜间扰民");
    terminal_expect(agent, "承办单位 \\?");
    prefix(agent, "j");
    terminal_expect(agent, "没有相似的未结工单");
}

/* Exactly one thing wrong loses exactly its points. */
static void test_other_unit(void)
{
    Noise noise = perfect;
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = NULL;

    noise.unit = "生态环境";
    noise.unit_shown = "> 市生态环境局";
    agent = play_noise(room, &noise);
    terminal_expect(agent, GYM "   得分 80/100   完成 ");
    terminal_expect(agent, "! 承办单位 +0/20  市生态环境局  应为 市城市管理局\n");
    terminal_expect(agent, "要点 +20/20(.*\n)*.*用语 +10/10(.*\n)*.*用时 +10/10");
}

static void test_fact_left_out(void)
{
    Noise noise = perfect;
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = NULL;

    noise.body = "二楼健身房砸杠铃、放音响,晚上8点到11点半最厉害。";
    agent = play_noise(room, &noise);
    terminal_expect(agent, GYM "   得分 95/100   完成 ");
    terminal_expect(agent, "! 要点 +15/20  3/4\n");
    terminal_expect(agent, "\n +- 交涉过:找过店长两回\n");
}

static void test_nothing_asked(void)
{
    Noise noise = perfect;
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = NULL;

    noise.greets = FALSE;
    agent = play_noise(room, &noise);
    terminal_expect(agent, GYM "   得分 90/100   完成 ");
    terminal_expect(agent, "! 用语 +0/10  0/4\n +- 问候  - 时间  - 核实  - 时限\n");
}

static void test_hint(void)
{
    Noise noise = perfect;
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = NULL;

    noise.hint = TRUE;
    agent = play_noise(room, &noise);
    terminal_expect(agent, GYM "   得分 98/100   完成 .*\n 提示 1 次,共扣 2 分\n");
}

/* --- the other ways of a call --- */

static void test_consult(void)
{
    g_autoptr(Classroom) room = classroom_new("broadband-charge");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, "账单上多出的三十块", 4);
    classroom_say(agent, "问候", "> 问候", "听作:问候");
    say_own(agent, "请您再说说具体情况。", "\\(详情\\)");
    say_own(agent, "我为您查到相关规定,向您说明一下。", "\\(说明\\)");
    terminal_expect(agent, "多了个什么“智家会员”");
    /* what the caller said is searched for, not what the agent said */
    prefix(agent, "w");
    terminal_expect(agent, "查知识: (?!.*(这里是12345|请您再说说)).*(宽带|客服)");
    terminal_expect(agent, "> 电信资费与宽带投诉");
    terminal_key(agent, "C-r");
    terminal_expect(agent, "\\[工单登记\\](.*\n)*.*先向运营商客服投诉");
    for (int i = 0; i < 7; i++)
        terminal_key(agent, "S-Tab");
    terminal_expect(agent, "类别>");
    pick_from_list(agent, "电信资费", "> 科技与信息产业 / 电信 / 电信资费");
    pick_from_list(agent, "咨询", "> (1 )?咨询");
    terminal_send(agent, "\t\t宽带多扣费\t\t上个月28号扣的,多了智家会员30块,客服还没打。");
    terminal_key(agent, "F5");
    terminal_expect(agent, "工单 \\d{14}:");
    hang_up(agent);
    terminal_expect(agent, "账单上多出的三十块   得分 100/100   完成 ");
    terminal_expect(agent, "方式 +15/15  直办");
    terminal_expect(agent, "知识条目 +25/25  电信资费与宽带投诉\n");
}

static void test_emergency(void)
{
    g_autoptr(Classroom) room = classroom_new("gas-bill");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, "这个月的燃气费不对", 4);
    classroom_say(agent, "详情", "> 详情", "听作:详情");
    classroom_say(agent, "人员", "> 人员", "听作:人员");
    classroom_say(agent, "说明", "> 说明", "听作:说明");
    classroom_say(agent, "别挂", "> 别挂", "听作:别挂");
    terminal_expect(agent, "灶上我还炖着汤");
    terminal_send(agent, "\t\t\t\t\t桃源居9栋2单元501\t\t\t\t\t\t\t柜子里嘶嘶地响,有臭鸡蛋味,老头子头昏在屋里躺着,灶上还炖着汤,燃气泄漏。");
    terminal_expect(agent, "! 燃气泄漏:请按 F8 Enter 转 119");
    terminal_key(agent, "F8");
    terminal_expect(agent, "> .*119");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "工单 \\d{14}:");
    hang_up(agent);
    terminal_expect(agent, "这个月的燃气费不对   得分 100/100   完成 ");
    terminal_expect(agent, "转接至 +20/20  119\n");
    terminal_expect(agent, "规则 +10/10  2/2\n");
}

static void test_duplicate(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-closed");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, "健身房的卷帘门", 4);
    classroom_say(agent, "问候", "> 问候", "听作:问候");
    classroom_say(agent, "地点", "> 地点", "听作:地点");
    classroom_say(agent, "流程", "> 流程", "听作:流程");
    classroom_say(agent, "不能提供", "> 拒绝  对不起", "听作:拒绝");
    terminal_send(agent, "陶先生\t\t\t\t\t万象广场四楼\t\t\t\t\t劲动健身关门不退卡\t\t万象广场四楼劲动健身关门,余额2600元,私教课8节未上,3月办理年卡。");
    terminal_expect(agent, "相似工单 \\d \\(\\^X j\\)");
    prefix(agent, "j");
    terminal_expect(agent, "> .*万象广场四楼劲动健身关门不退卡");
    terminal_key(agent, "Enter");
    terminal_expect_gone(agent, "\\[工单登记\\]");
    hang_up(agent);
    terminal_expect(agent, "健身房的卷帘门   得分 100/100   完成 ");
    terminal_expect(agent, "方式 +25/25  .*并单");
    terminal_expect(agent, "要点 +20/20  2/2\n");
    terminal_expect(agent, "\\+ 工单 2:.*并单");
}

/* The earlier ticket is urged from the caller's history; the empty form has nothing left to do and closes. */
static void test_urge(void)
{
    g_autoptr(Classroom) room = classroom_new("refund-no-news");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, "学费的事又打来了", 4);
    classroom_say(agent, "问候", "> 问候", "听作:问候");
    classroom_say(agent, "核实", "> 核实", "听作:核实");
    classroom_say(agent, "安抚", "> 安抚", "听作:安抚");
    classroom_say(agent, "时限", "> 时限", "听作:时限");
    prefix(agent, "u");
    terminal_expect(agent, "F5 或 \\^X s 提交");
    terminal_send(agent, "至今没接到电话,老板昨天把微信群解散了。");
    terminal_key(agent, "F5");
    terminal_expect(agent, "完成:催办");
    terminal_expect_gone(agent, "\\[工单登记\\]");
    hang_up(agent);
    terminal_expect(agent, "学费的事又打来了   得分 100/100   完成 ");
    terminal_expect(agent, "\\+ 工单 1:.*催办");
}

/* --- without a call --- */

static void test_callback(void)
{
    g_autoptr(Classroom) room = classroom_new("rung-pension");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_begin(agent, "给谈大妈的回访", 4);
    terminal_expect(agent, "训练:给谈大妈的回访  v 再 r 拨打");
    terminal_expect(agent, "养老金停发两个月");
    terminal_expect(agent, "v回访");
    terminal_send(agent, "v");
    terminal_expect(agent, "r认领拨打");
    terminal_send(agent, "r");
    /* the citizen picks up: the talk opens by itself */
    terminal_expect(agent, "\\| 喂,哪位啊");
    terminal_send(agent, "您好,这里是12345热线。");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "\\(问候\\)\n \\| 哎,方便方便");
    terminal_send(agent, "跟您核对一下,是这样吗?");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "有人联系,社保的小伙子");
    terminal_send(agent, "感谢您,再见。");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "\\(结束\\)");
    prefix(agent, ".");
    terminal_expect_gone(agent, "Enter 说出");
    terminal_send(agent, "v");
    terminal_expect(agent, "响应\\?>");
    terminal_send(agent, "111");
    terminal_key(agent, "F5");
    terminal_expect(agent, "给谈大妈的回访   得分 100/100   完成 ");
    terminal_expect(agent, "\\+ 工单 1:诉求人评价");
}

static void test_lead(void)
{
    g_autoptr(Classroom) room = classroom_new("dog-in-yard");
    g_autoptr(Terminal) lead = classroom_enter(room, "demo_lead");

    classroom_begin(lead, "一条大狗的退单", 1);
    terminal_expect(lead, "训练:公安局退回一张工单,请裁定  做完按 1 f  \\^X /提示 0/1");
    terminal_expect(lead, "已退单 ---");
    terminal_send(lead, "h");
    terminal_expect(lead, "F5 或 \\^X s 提交");
    terminal_send(lead, "犬只伤人由公安机关处理,目录也给公安局。");
    terminal_key(lead, "F5");
    terminal_expect(lead, "已派单 ---");
    terminal_send(lead, "1");
    terminal_expect(lead, "f完成");
    terminal_send(lead, "f");
    terminal_expect(lead, "一条大狗的退单   得分 100/100   完成 ");
    terminal_expect(lead, "\\+ 工单 1:.*维持");
}

static void handle(Terminal *unit, const char *key, const char *text, const char *done)
{
    terminal_send(unit, key);
    terminal_expect(unit, "F5 或 \\^X s 提交");
    if (strcmp(key, "f") != 0)
        pick_from_list(unit, "电话", "> (1 )?电话");
    terminal_send(unit, text);
    terminal_key(unit, "F5");
    terminal_expect_gone(unit, "F5 或 \\^X s 提交");
    terminal_expect(unit, done);
}

/* The scenario's unit becomes the trainee's; finished, it is explained. */
static void test_unit(void)
{
    g_autoptr(Classroom) room = classroom_new("unpaid-heat");
    g_autoptr(Terminal) unit = classroom_enter(room, "demo_unit");

    classroom_begin(unit, "手上的一张新工单", 1);
    terminal_expect(unit, "训练:新到一张工单,请从签收办到办结");
    terminal_expect(unit, "r签收");
    terminal_send(unit, "r");
    terminal_expect(unit, "c沟通");
    handle(unit, "c", "核实:八人,六月到八月未发高温津贴。", "与诉求人沟通 \\(电话\\)");
    handle(unit, "b", "不得以矿泉水冲抵,已责令补发高温津贴。", "已反馈结果 \\(电话\\)");
    handle(unit, "f", "已补发。", "待回访 ---");
    terminal_send(unit, "1");
    terminal_expect(unit, "f完成");
    terminal_send(unit, "f");
    terminal_expect(unit, "手上的一张新工单   得分 100/100   完成 ");
    terminal_expect(unit, "步骤 +85/85  4/4\n");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/training/perfect", test_perfect);
    g_test_add_func("/training/other-unit", test_other_unit);
    g_test_add_func("/training/fact-left-out", test_fact_left_out);
    g_test_add_func("/training/nothing-asked", test_nothing_asked);
    g_test_add_func("/training/hint", test_hint);
    g_test_add_func("/training/consult", test_consult);
    g_test_add_func("/training/emergency", test_emergency);
    g_test_add_func("/training/duplicate", test_duplicate);
    g_test_add_func("/training/urge", test_urge);
    g_test_add_func("/training/callback", test_callback);
    g_test_add_func("/training/lead", test_lead);
    g_test_add_func("/training/unit", test_unit);
    return g_test_run();
}
