/* Keys as lines deliver them: characters in pieces, pastes in many writes or without an end, Esc and
 * Meta. */
#include <locale.h>

#include "tests/support/screen.h"

enum { BODY = 1500, WRITE = 1000 };

/* In the form's first field, without a call. */
static Terminal *form(const char *database)
{
    Terminal *agent = workstation(24, 80, "xterm-256color", database, "demo_agent");

    terminal_expect(agent, "新手三键");
    terminal_send(agent, "n");
    terminal_expect(agent, "非来电工单");
    return agent;
}

/* Each write is taken before the next one comes. */
static void send_in_pieces(Terminal *terminal, const char *bytes, gsize piece)
{
    gsize length = strlen(bytes);

    for (gsize at = 0; at < length; at += piece) {
        g_autofree char *part = g_strndup(bytes + at, piece);
        terminal_send(terminal, part);
        terminal_expect_taken(terminal);
    }
}

static void leave(Terminal *terminal)
{
    terminal_key(terminal, "C-x");
    terminal_send(terminal, "q");
    g_assert_cmpint(terminal_wait(terminal, 3000), ==, 0);
}

static void test_split(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form(database);

    send_in_pieces(agent, "钱女士𠮷é", 1);
    terminal_expect(agent, "诉求人> ?钱女士𠮷é");
    /* what can never become a character is dropped, and takes nothing along */
    send_in_pieces(agent, "\351A\377B\351\222钱\200\303(C", 1);
    terminal_expect(agent, "éAB钱\\(C");
    leave(agent);
}

static void to_body(Terminal *agent)
{
    for (int i = 0; i < 12; i++)
        terminal_key(agent, "Down");
    terminal_expect(agent, "> 内容");
}

static void test_long_paste(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form(database);
    g_autoptr(GString) text = g_string_new("\033[200~");

    for (guint i = 0; i < BODY; i++)
        g_string_append(text, i % 50 == 49 ? "\r" : "字");
    to_body(agent);
    send_in_pieces(agent, text->str, WRITE);
    terminal_send(agent, "\033[201~");
    terminal_expect(agent, "内容  1500/2000");
    terminal_send(agent, "完");
    terminal_expect(agent, "内容  1501/2000");
    leave(agent);
}

/* The line pauses within the sequence that ends a paste: curses takes that for Esc and text. */
static void test_split_end(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form(database);

    send_in_pieces(agent, "\033[200~张三\033[20", 100);
    terminal_send(agent, "1~");
    terminal_expect(agent, "诉求人> ?张三");
    terminal_send(agent, "丰");
    terminal_expect(agent, "张三丰");
    leave(agent);
}

/* A paste that never ends is over when nothing more comes, and keys are keys again. */
static void test_no_end(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form(database);

    terminal_send(agent, "\033[200~半句");
    terminal_expect_within(agent, "诉求人> ?半句", 5000);
    terminal_send(agent, "话\t");
    terminal_expect(agent, "半句话");
    terminal_send(agent, "\033[200~");
    terminal_send(agent, "139");
    terminal_expect_within(agent, "139", 5000);
    terminal_send(agent, "\033[201~0");
    terminal_expect(agent, "1390");
    leave(agent);
}

static void test_escape(void)
{
    g_autofree char *database = shared_database();
    g_autoptr(Terminal) agent = form(database);

    /* Meta: Esc and a key in one breath; M-b is one word to the left */
    terminal_send(agent, "one two");
    terminal_send(agent, "\033b");
    terminal_send(agent, "X");
    terminal_expect(agent, "one Xtwo");
    terminal_send(agent, "\0332");
    terminal_expect(agent, "\\[2工单\\]");
    terminal_send(agent, "o");
    terminal_expect(agent, "one Xtwo");
    /* bare: out of the list of a field; and before a character that is typed after it */
    for (int i = 0; i < 4; i++)
        terminal_send(agent, "\t");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "输入查找");
    terminal_key(agent, "Esc");
    terminal_expect_gone(agent, "输入查找");
    terminal_key(agent, "Enter");
    terminal_expect(agent, "输入查找");
    terminal_send(agent, "\033[C\033");
    terminal_expect_gone(agent, "输入查找");
    terminal_send(agent, "\t");
    terminal_key(agent, "F1");
    terminal_expect(agent, "F6, ");
    terminal_send(agent, "\033");
    terminal_expect_gone(agent, "F6, ");
    terminal_send(agent, "门前");
    terminal_expect(agent, "门前");
    leave(agent);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/keys/split", test_split);
    g_test_add_func("/keys/long-paste", test_long_paste);
    g_test_add_func("/keys/split-end", test_split_end);
    g_test_add_func("/keys/no-end", test_no_end);
    g_test_add_func("/keys/escape", test_escape);
    return g_test_run();
}
