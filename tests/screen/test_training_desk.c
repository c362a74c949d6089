/* What is around a scenario in training: the banner, giving up, a shift, the caller's voice, trouble in the middle. */
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

#include "tests/support/classroom.h"
#include "tests/support/screen.h"

#define GYM "天花板下面的吊灯"

/* A given-up scenario costs nothing more: the phone, the form and the record are gone, and the next can begin. */
static void test_given_up(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_take_call(agent, GYM, 1);
    terminal_send(agent, "吴女士");
    terminal_expect(agent, "诉求人>吴女士");
    prefix(agent, "1");
    terminal_expect(agent, "工单登记:o");
    terminal_send(agent, "x");
    terminal_expect(agent, "放弃这个剧本");
    terminal_send(agent, "2");
    terminal_expect_gone(agent, "工单登记");
    terminal_expect(agent, "1003  示闲");
    terminal_expect(agent, "训练:在第 1 屏选一个剧本");
    terminal_send(agent, "\t\t");
    terminal_expect(agent, "--成绩(.*\n)*> .*" GYM " +投诉 +0\\.0 .* 已放弃");
    terminal_send(agent, "\t");
    /* a key pressed twice begins once */
    terminal_send(agent, "\r\r");
    terminal_expect(agent, "F2 接听.*本月第1次");
    terminal_send(agent, "\t\t");
    terminal_expect(agent, "成绩,最近的在前  \\(1\\)");
    terminal_send(agent, "\t");
    terminal_expect(agent, "> " GYM);
    /* Enter once more asks before it throws away what is under way */
    terminal_key(agent, "Enter");
    terminal_expect(agent, "放弃正在进行的,开始这个剧本\\? ");
    terminal_send(agent, "1");
    terminal_expect_gone(agent, "放弃正在进行的");
    terminal_expect(agent, "F2 接听");
}

/* --- a shift --- */

static void begin_shift(Terminal *agent, const char *speed, const char *seed)
{
    terminal_send(agent, "s");
    terminal_expect(agent, "班次:多路来电排队");
    terminal_send(agent, "\t");
    terminal_key(agent, "C-u");
    terminal_send(agent, speed);
    terminal_send(agent, "\t\t");
    terminal_send(agent, seed);
    terminal_key(agent, "F5");
    terminal_expect(agent, "班次已开始,种子");
    terminal_expect(agent, "训练:班次至 \\d\\d:\\d\\d,排队 ");
}

static void end_shift(Terminal *agent)
{
    prefix(agent, "1");
    terminal_expect(agent, "x放弃");
    terminal_send(agent, "x");
    terminal_expect(agent, "现在结束班次");
    terminal_send(agent, "2");
    terminal_expect(agent, "班次结束。按 1,再按两次 Tab");
}

/* The numbers of the first three that wait, in their order. Owned by the caller. */
static char *first_three(Terminal *agent)
{
    g_autoptr(GRegex) regex = g_regex_new("^[> ] +\\d:\\d\\d (\\S+) .*\n +\\d:\\d\\d (\\S+) .*\n +\\d:\\d\\d (\\S+) ", G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GMatchInfo) match = NULL;

    terminal_send(agent, "2");
    terminal_expect(agent, "^> +\\d:\\d\\d 1.*\n +\\d:\\d\\d 1.*\n +\\d:\\d\\d 1");
    text = terminal_text(agent);
    return g_regex_match(regex, text, 0, &match) ? g_match_info_expand_references(match, "\\1 \\2 \\3", NULL) : g_strdup("");
}

/* The same seed brings the same callers in the same order; several lines wait. */
static void test_shift(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise broadband-charge manhole-missing taxi-detour tv-signal one-day-tour");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    terminal_expect(agent, "推荐的在前  \\(6\\)");
    begin_shift(agent, "4", "1989");
    first = first_three(agent);
    end_shift(agent);
    begin_shift(agent, "4", "1989");
    second = first_three(agent);
    g_assert_cmpstr(first, !=, "");
    g_assert_cmpstr(first, ==, second);
    /* it is a shift, not one scenario: nothing else begins meanwhile */
    terminal_send(agent, "1");
    terminal_expect(agent, "推荐的在前  \\(6\\)(.*\n)*> ");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "班次正在进行");
}

/* Who waits too long hangs up, and that counts. */
static void test_impatient(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    terminal_expect(agent, "> " GYM);
    begin_shift(agent, "100", "1989");
    terminal_expect(agent, GYM ":得分 0/100,无人接听");
    end_shift(agent);
    terminal_send(agent, "\t\t");
    terminal_expect(agent, "--成绩(.*\n)*> .*" GYM " +投诉 +0\\.0 .* 无人接听");
}

/* --- every screen says what this is --- */

static void expect_banner(Terminal *agent, const char *screen)
{
    g_autofree char *pattern = g_strdup_printf("\\A12345热线 训练 (.*\n)*.*%s", screen);

    terminal_expect(agent, pattern);
}

static void test_banner(void)
{
    static const struct {
        const char *key;
        const char *screen;
    } walk[] = {{"1", "\\[1训练\\](.*\n)*.*> " GYM}, {"\t", "薄弱环节,最弱的在前"}, {"\t", "成绩,最近的在前(.*\n)*> .*" GYM}, {"\r", "评分与讲解"}, {"?", "再练"},
                {"\033", "评分与讲解"}, {"2", "\\[2话务\\]"}, {"3", "\\[3工单\\]"}, {"/", "输入查找"}, {"\033", "\\[3工单\\]"},
                {"4", "\\[4回访\\]"}, {"K", "查知识"}, {"宽带\r", "电信资费与宽带投诉"}, {"\r", "依据|示例答复"}, {"\0302", "\\[2话务\\]"},
                {"n", "非来电工单"}, {"\t\t\r", "性别 \\("}, {"\033", "非来电工单"}, {"\0301", "\\[1训练\\]"}, {"s", "班次:多路来电排队"}};
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    classroom_begin(agent, GYM, 1);
    terminal_expect(agent, "训练:" GYM);
    terminal_send(agent, "x2");
    terminal_expect(agent, "训练:在第 1 屏选一个剧本");
    for (guint i = 0; i < G_N_ELEMENTS(walk); i++) {
        terminal_send(agent, walk[i].key);
        expect_banner(agent, walk[i].screen);
    }
}

/* --- trouble in the middle --- */

/* What the screen shows of a pattern, once it does. Owned by the caller. */
static char *seen(Terminal *terminal, const char *pattern)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GMatchInfo) match = NULL;

    terminal_expect(terminal, pattern);
    text = terminal_text(terminal);
    return g_regex_match(regex, text, 0, &match) ? g_match_info_fetch(match, 0) : g_strdup("nothing");
}

/* There is a session again, and it has nothing more to ask. */
static gboolean is_back(gpointer room)
{
    g_autofree char *sessions = classroom_value(room, "select count(*) from pg_stat_activity where usename = 'demo_agent' and state = 'idle' "
                                                      "and datname = current_database() and state_change < now() - interval '0.3 s'");

    return strcmp(sessions, "0") != 0;
}

/* kill -9 with words in the form: started again, the talk goes on with them. */
static void test_client_killed(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    Terminal *first = classroom_enter(room, "demo_agent");
    g_autoptr(Terminal) second = NULL;
    g_autofree char *saved = NULL;

    classroom_take_call(first, GYM, 1);
    terminal_expect(first, "楼下的健身房");
    saved = seen(first, "草稿 \\d\\d:\\d\\d:\\d\\d 已存");
    terminal_send(first, "吴女士");
    terminal_expect(first, "诉求人>吴女士");
    terminal_expect_gone(first, saved);
    terminal_free(first);
    second = classroom_enter(room, "demo_agent");
    terminal_expect(second, "\\[工单登记\\](.*\n)*.*诉求人> ?吴女士");
    terminal_expect(second, "训练:" GYM "  \\^X ,说话");
    terminal_expect(second, "楼下的健身房");
    classroom_say(second, "地点", "> 地点", "听作:地点");
    terminal_expect(second, "招牌叫“动力健身”");
}

/* The link is cut while one talks: it is back by itself, and what was said stays said. */
static void test_link_cut(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");
    g_autofree char *cut = NULL;

    classroom_take_call(agent, GYM, 1);
    classroom_say(agent, "问候", "> 问候", "听作:问候");
    cut = classroom_value(room, "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity "
                                "where datname = current_database() and pid <> pg_backend_pid()");
    g_assert_true(wait_until(is_back, room, 10000));
    terminal_expect(agent, "^ 已连接");
    classroom_say(agent, "地点", "> 地点", "听作:地点");
    prefix(agent, ".");
    terminal_expect(agent, "\\(问候\\)(.*\n)*.*\\(地点\\)(.*\n)*.*招牌叫“动力健身”");
}

/* On a slow line: with nobody speaking, only the call's clock goes on. */
static void test_cost(void)
{
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");
    gsize before;

    classroom_take_call(agent, GYM, 1);
    classroom_hold(room, TRUE);
    prefix(agent, "1");
    terminal_expect(agent, "工单登记:o");
    prefix(agent, "f");
    terminal_expect(agent, "通话 0:0[4-9]|通话 0:[1-5]");
    before = terminal_bytes(agent);
    for (int i = 0; i < 3; i++) {
        g_autofree char *clock = seen(agent, "通话 0:\\d\\d");
        terminal_expect_gone(agent, clock);
    }
    g_assert_cmpuint(terminal_bytes(agent) - before, <, 150);
    classroom_hold(room, FALSE);
}

/* --- the caller's voice --- */

static char *path_before;

/* From now on programs are looked for in a folder of this name first (and alone). Owned by the caller. */
static char *programs_in(gboolean alone)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("hotline-voice-XXXXXX", &error);
    g_autofree char *path = alone ? g_strdup(folder) : g_strjoin(":", folder, path_before, NULL);

    g_assert_no_error(error);
    g_setenv("PATH", path, TRUE);
    return folder;
}

static void remove_folder(char *folder)
{
    static const char *const names[] = {"espeak-ng", "said", "pid"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_free(folder);
    g_setenv("PATH", path_before, TRUE);
}

static void test_no_voice(void)
{
    char *folder = programs_in(TRUE);
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    terminal_expect(agent, "> " GYM);
    terminal_send(agent, "v");
    terminal_expect(agent, "本机没有语音合成程序:安装 espeak-ng");
    remove_folder(folder);
}

static gboolean is_written(gpointer path)
{
    g_autofree char *text = NULL;
    gsize length = 0;

    return g_file_get_contents(path, &text, &length, NULL) && length > 0 && text[length - 1] == '\n';
}

static gboolean is_gone(gpointer path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) && kill(atoi(text), 0) != 0 && errno == ESRCH;
}

/* In the synthesiser's place one that never comes to an end: nobody waits for it, and it ends with the program. */
static void test_voice(void)
{
    char *folder = programs_in(FALSE);
    g_autofree char *program = g_build_filename(folder, "espeak-ng", NULL);
    g_autofree char *pid = g_build_filename(folder, "pid", NULL);
    g_autofree char *said = g_build_filename(folder, "said", NULL);
    g_autofree char *script = g_strdup_printf("#!/bin/sh\necho $$ > %s\necho \"$*\" >> %s\nexec sleep 1000\n", pid, said);
    g_autofree char *words = NULL;
    g_autoptr(Classroom) room = classroom_new("gym-noise");
    g_autoptr(Terminal) agent = classroom_enter(room, "demo_agent");

    g_assert_true(g_file_set_contents_full(program, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
    terminal_expect(agent, "> " GYM);
    terminal_send(agent, "v");
    terminal_expect(agent, "播放来电人的声音");
    classroom_take_call(agent, GYM, 1);
    g_assert_true(wait_until(is_written, said, 5000));
    terminal_send(agent, "吴女士");
    terminal_expect_within(agent, "诉求人>吴女士", 1000);
    terminal_expect(agent, "杠铃往地上一砸");
    g_assert_true(g_file_get_contents(said, &words, NULL, NULL));
    g_assert_cmpstr(words, ==, "-v cmn -- 你好,我要投诉我们楼下的健身房。\n");
    g_assert_false(is_gone(pid));
    prefix(agent, "q");
    g_assert_cmpint(terminal_wait(agent, 3000), ==, 0);
    g_assert_true(wait_until(is_gone, pid, 3000));
    remove_folder(folder);
}

/* The real one understands how it is called. */
static void test_synthesiser(void)
{
    g_autofree char *program = g_find_program_in_path("espeak-ng");
    const char *argv[] = {program, "-v", "cmn", "--stdout", "--", "你好,我要投诉。", NULL};
    g_autofree char *sound = NULL;

    if (program == NULL) {
        g_test_skip("espeak-ng is not installed");
        return;
    }
    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &sound, NULL, NULL, NULL));
    g_assert_true(g_str_has_prefix(sound, "RIFF"));
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    path_before = g_strdup(g_getenv("PATH"));
    g_test_add_func("/training-desk/given-up", test_given_up);
    g_test_add_func("/training-desk/shift", test_shift);
    g_test_add_func("/training-desk/impatient", test_impatient);
    g_test_add_func("/training-desk/banner", test_banner);
    g_test_add_func("/training-desk/client-killed", test_client_killed);
    g_test_add_func("/training-desk/link-cut", test_link_cut);
    g_test_add_func("/training-desk/cost", test_cost);
    g_test_add_func("/training-desk/no-voice", test_no_voice);
    g_test_add_func("/training-desk/voice", test_voice);
    g_test_add_func("/training-desk/synthesiser", test_synthesiser);
    return g_test_run();
}
