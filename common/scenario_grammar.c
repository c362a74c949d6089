/* The grammar of a scenario: schema/training/FORMAT.md as tables. */
#include "common/lang.h"
#include "common/scenario_private.h"

/* the ticket form's limits, and what is easily read on a screen */
enum { TITLE = 80, BODY = 2000, ADDRESS = 120, NAME = 40, LABEL = 40, SENTENCE = 200, CATEGORY = 130 };

static const ScenarioWord flows[] = {
    {"consult", "咨询"}, {"demand", "求助"}, {"complaint", "投诉"}, {"report", "举报"},
    {"emergency", "紧急"}, {"urge", "催办"}, {"duplicate", "重复"}, {"objection", "退单"},
    {"callback", "回访"}, {"reassign", "转派"}, {"extension", "延期"}, {"handle", "办理"}, {NULL, NULL}};
static const ScenarioWord roles[] = {{"agent", "话务员"}, {"lead", "班长"}, {"unit", "承办单位"}, {NULL, NULL}};
static const ScenarioWord moods[] = {{"calm", "平静"}, {"anxious", "着急"}, {"angry", "生气"}, {"afraid", "害怕"},
                                     {"vague", "含糊"}, {NULL, NULL}};
static const ScenarioWord phrases[] = {
    {"greet", "问候"}, {"name", "姓名"}, {"phone", "电话"}, {"place", "地点"}, {"when", "时间"}, {"detail", "详情"},
    {"people", "人员"}, {"confirm", "核实"}, {"soothe", "安抚"}, {"deadline", "时限"}, {"process", "流程"},
    {"secrecy", "保密"}, {"explain", "说明"}, {"refuse", "拒绝"}, {"handover", "转接"}, {"hold", "别挂"},
    {"warn", "劝止"}, {"goodbye", "结束"}, {"rude", "不当"}, {"disclose", "泄露"}, {"promise", "承诺"},
    {"silence", "沉默"}, {"other", "其他"}, {NULL, NULL}};
static const ScenarioWord kinds[] = {{"consult", "咨询"}, {"demand", "求助"}, {"complaint", "投诉"}, {"report", "举报"},
                                     {"suggestion", "建议"}, {"praise", "表扬"}, {NULL, NULL}};
static const ScenarioWord urgencies[] = {{"urgent", "紧急"}, {"general", "一般"}, {"complex", "复杂"}, {NULL, NULL}};
static const ScenarioWord states[] = {{"dispatched", "已派单"}, {"handling", "办理中"}, {"returned", "已退单"},
                                      {"finished", "已办结"}, {NULL, NULL}};
static const ScenarioWord fields[] = {
    {"address", "地点"}, {"citizen_name", "姓名"}, {"phone", "电话"}, {"area_id", "区域"}, {"title", "标题"},
    {"body", "内容"}, {"confidential", "保密"}, {"any", "任意"}, {NULL, NULL}};
static const ScenarioWord ways[] = {
    {"dispatch", "派单"}, {"answer", "直办"}, {"decline", "不予受理"}, {"transfer", "转接"}, {"join", "并单"},
    {"urge", "催办"}, {"silent", "无声"}, {"abusive", "骚扰"}, {NULL, NULL}};
/* the first can only be forbidden */
static const ScenarioWord actions[] = {
    {"unmask", "查看号码"}, {"uphold", "维持"}, {"redispatch", "改派"}, {"grant_extension", "同意延期"},
    {"deny_extension", "不同意延期"}, {"reassign", "转派"}, {"supervise", "督办"}, {"escalate", "提级"},
    {"receive", "签收"}, {"communicate", "沟通"}, {"feed_back", "反馈"}, {"finish", "办结"}, {"return", "退单"},
    {"ask_extension", "申请延期"}, {"join", "并单"}, {"urge", "催办"}, {"rate", "回访"}, {"reopen", "退回重办"},
    {"merge", "合并"}, {NULL, NULL}};
static const ScenarioWord ratings[] = {{"yes", "是"}, {"partly", "部分"}, {"no", "否"}, {NULL, NULL}};
static const ScenarioWord dangers[] = {
    {"emergency", "假平安"}, {"abuse", "辱骂"}, {"minor", "未成年人"}, {"wrong_address", "地址有误"},
    {"not_ours", "不属受理"}, {"privacy", "探听"}, {"overreach", "越权"}, {NULL, NULL}};

#define PHONE .form = "^[0-9][0-9 -]{2,31}$", .form_fault = N_("A telephone number has 3 to 32 digits.")

static const ScenarioKey answers[] = {
    {{"to", "问"}, SCENARIO_CHOICE, .required = TRUE, .words = phrases},
    {{"says", "说"}, SCENARIO_TEXT, .list = TRUE, .max = SENTENCE, .needed = {{"hangs_up", "no"}}},
    {{"after", "等"}, SCENARIO_NUMBER, .min = 1, .max = 600, .fallback = "20", .only = {"to", "silence"}},
    {{"hangs_up", "挂机"}, SCENARIO_YES_NO, .fallback = "no"},
    {.word = {NULL, NULL}}};
static const ScenarioKey caller[] = {
    {{"name", "姓名"}, SCENARIO_TEXT, .max = NAME},
    {{"phone", "电话"}, SCENARIO_TEXT, .max = LABEL, PHONE},
    {{"mood", "情绪"}, SCENARIO_CHOICE, .words = moods, .fallback = "calm"},
    {{"patience", "耐心"}, SCENARIO_NUMBER, .min = 5, .max = 3600, .fallback = "90"},
    {{"area", "区域"}, SCENARIO_TEXT, .max = LABEL},
    {{"opening", "开场"}, SCENARIO_TEXT, .list = TRUE, .max = SENTENCE},
    {{"answers", "应答"}, SCENARIO_MAP, .list = TRUE, .keys = answers},
    {.word = {NULL, NULL}}};
static const ScenarioKey given[] = {
    {{"title", "标题"}, SCENARIO_TEXT, .required = TRUE, .max = TITLE},
    {{"body", "内容"}, SCENARIO_LINES, .required = TRUE, .max = BODY},
    {{"category", "类别"}, SCENARIO_TEXT, .required = TRUE, .max = CATEGORY},
    {{"area", "区域"}, SCENARIO_TEXT, .max = LABEL},
    {{"address", "地点"}, SCENARIO_TEXT, .max = ADDRESS},
    {{"unit", "单位"}, SCENARIO_TEXT, .required = TRUE, .max = LABEL},
    {{"name", "诉求人"}, SCENARIO_TEXT, .max = NAME},
    {{"phone", "电话"}, SCENARIO_TEXT, .max = LABEL, PHONE},
    {{"kind", "性质"}, SCENARIO_CHOICE, .words = kinds},
    {{"urgency", "紧急"}, SCENARIO_CHOICE, .words = urgencies},
    {{"state", "状态"}, SCENARIO_CHOICE, .words = states, .fallback = "dispatched"},
    {{"reason", "理由"}, SCENARIO_LINES, .max = BODY, .needed = {{"state", "returned"}, {"days", NULL}}},
    {{"days", "天数"}, SCENARIO_NUMBER, .min = 1, .max = 30},
    {{"result", "结果"}, SCENARIO_LINES, .max = BODY, .needed = {{"state", "finished"}}},
    {{"returns", "退单"}, SCENARIO_NUMBER, .min = 1, .max = 9, .fallback = "1", .only = {"state", "returned"}},
    {{"agent", "跟进"}, SCENARIO_TEXT, .max = LABEL},
    {.word = {NULL, NULL}}};
static const ScenarioKey facts[] = {
    {{"name", "名称"}, SCENARIO_TEXT, .required = TRUE, .max = LABEL},
    {{"field", "填在"}, SCENARIO_CHOICE, .words = fields, .fallback = "any"},
    {{"text", "内容"}, SCENARIO_TEXT, .list = TRUE, .required = TRUE, .max = SENTENCE},
    {.word = {NULL, NULL}}};
static const ScenarioKey step_data[] = {
    {{"responded", "响应"}, SCENARIO_CHOICE, .required = TRUE, .words = ratings},
    {{"solved", "解决"}, SCENARIO_CHOICE, .required = TRUE, .words = ratings},
    {{"satisfied", "满意"}, SCENARIO_CHOICE, .required = TRUE, .words = ratings},
    {.word = {NULL, NULL}}};
static const ScenarioKey steps[] = {
    {{"ticket", "工单"}, SCENARIO_NUMBER, .min = 1, .max = 99, .fallback = "1"},
    {{"action", "操作"}, SCENARIO_CHOICE, .required = TRUE, .words = actions + 1},
    {{"unit", "单位"}, SCENARIO_TEXT, .max = LABEL, .needed = {{"action", "redispatch"}}},
    {{"reason", "理由"}, SCENARIO_TEXT, .list = TRUE, .max = SENTENCE},
    {{"data", "结果"}, SCENARIO_MAP, .keys = step_data, .needed = {{"action", "rate"}}},
    {.word = {NULL, NULL}}};
static const ScenarioKey expect[] = {
    {{"way", "方式"}, SCENARIO_CHOICE, .words = ways},
    {{"category", "类别"}, SCENARIO_TEXT, .max = CATEGORY},
    {{"kind", "性质"}, SCENARIO_CHOICE, .words = kinds},
    {{"urgency", "紧急"}, SCENARIO_CHOICE, .words = urgencies},
    {{"unit", "单位"}, SCENARIO_TEXT, .max = LABEL},
    {{"article", "条目"}, SCENARIO_TEXT, .max = LABEL},
    {{"transfer_to", "转接"}, SCENARIO_TEXT, .max = LABEL, PHONE},
    {{"steps", "步骤"}, SCENARIO_MAP, .list = TRUE, .keys = steps},
    {.word = {NULL, NULL}}};
static const ScenarioKey forbid[] = {
    {{"way", "方式"}, SCENARIO_CHOICE, .words = ways},
    {{"say", "话语"}, SCENARIO_CHOICE, .words = phrases},
    {{"action", "操作"}, SCENARIO_CHOICE, .words = actions},
    {{"urgency", "紧急"}, SCENARIO_CHOICE, .words = urgencies},
    {{"unit", "单位"}, SCENARIO_TEXT, .max = LABEL},
    {{"words", "词"}, SCENARIO_TEXT, .list = TRUE, .max = LABEL},
    {.word = {NULL, NULL}}};
static const ScenarioKey traps[] = {
    {{"kind", "种类"}, SCENARIO_CHOICE, .required = TRUE, .words = dangers},
    {{"text", "说明"}, SCENARIO_LINES, .required = TRUE, .max = SENTENCE},
    {{"forbid", "禁止"}, SCENARIO_MAP, .list = TRUE, .required = TRUE, .keys = forbid},
    {.word = {NULL, NULL}}};
#define POINTS SCENARIO_NUMBER, .min = 1, .max = 100
static const ScenarioKey rubric[] = {
    {{"way", "方式"}, POINTS}, {{"category", "类别"}, POINTS}, {{"kind", "性质"}, POINTS}, {{"urgency", "紧急"}, POINTS},
    {{"unit", "单位"}, POINTS}, {{"article", "条目"}, POINTS}, {{"transfer_to", "转接"}, POINTS},
    {{"facts", "要点"}, POINTS}, {{"tone", "用语"}, POINTS}, {{"steps", "步骤"}, POINTS}, {{"time", "时间"}, POINTS},
    {{"rules", "规则"}, POINTS}, {.word = {NULL, NULL}}};
static const ScenarioKey hints[] = {
    {{"text", "内容"}, SCENARIO_LINES, .required = TRUE, .max = SENTENCE},
    {{"cost", "扣分"}, SCENARIO_NUMBER, .required = TRUE, .min = 0, .max = 100},
    {.word = {NULL, NULL}}};
static const ScenarioKey explain[] = {
    {{"text", "说明"}, SCENARIO_LINES, .required = TRUE, .max = BODY},
    {{"source", "依据"}, SCENARIO_LINES, .required = TRUE, .max = BODY},
    {{"article", "条目"}, SCENARIO_TEXT, .max = LABEL},
    {.word = {NULL, NULL}}};

const ScenarioKey scenario_keys[] = {
    {{"code", "编号"}, SCENARIO_TEXT, .required = TRUE, .max = LABEL, .form = "^[a-z0-9-]+$",
     .form_fault = N_("The code may hold only lower-case letters a-z, digits and hyphens.")},
    {{"title", "标题"}, SCENARIO_TEXT, .required = TRUE, .max = 40},
    {{"flow", "流程"}, SCENARIO_CHOICE, .required = TRUE, .words = flows},
    {{"level", "难度"}, SCENARIO_NUMBER, .min = 1, .max = 3, .fallback = "1"},
    {{"role", "角色"}, SCENARIO_CHOICE, .words = roles, .fallback = "agent"},
    {{"task", "任务"}, SCENARIO_TEXT, .max = 60},
    {{"caller", "来电人"}, SCENARIO_MAP, .keys = caller},
    {{"given", "工单"}, SCENARIO_MAP, .list = TRUE, .keys = given},
    {{"facts", "要点"}, SCENARIO_MAP, .list = TRUE, .keys = facts},
    {{"expect", "标准"}, SCENARIO_MAP, .required = TRUE, .keys = expect},
    {{"tone", "用语"}, SCENARIO_CHOICE, .list = TRUE, .words = phrases},
    {{"limit", "时限"}, SCENARIO_NUMBER, .min = 10, .max = 7200},
    {{"traps", "陷阱"}, SCENARIO_MAP, .list = TRUE, .keys = traps},
    {{"rubric", "评分"}, SCENARIO_MAP, .required = TRUE, .keys = rubric},
    {{"hints", "提示"}, SCENARIO_MAP, .list = TRUE, .keys = hints},
    {{"explain", "讲解"}, SCENARIO_MAP, .required = TRUE, .keys = explain},
    {.word = {NULL, NULL}}};
