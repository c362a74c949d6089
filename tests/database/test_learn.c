/* Old tickets, learning and measuring, as the commands do it: what a file brings in and what it does
 * not, again and strict; one model takes another's place; the figures; grams as the database counts them. */
#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <locale.h>
#include <string.h>

#include "common/csv_stream.h"
#include "common/grams.h"
#include "common/learn.h"
#include "common/past_import.h"
#include "tests/support/server.h"

static const char real_data[] = "../shared/data/citizen-messages/labelled-train.csv";

static char *folder;
static GString *reported;

static void report(const char *line)
{
    g_string_append(reported, line);
    g_string_append_c(reported, '\n');
}

static char *file_of(const char *name, const char *bytes, gssize length)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, bytes, length, NULL));
    return path;
}

static PastCount import(const char *conninfo, const char *source, const char *bytes, gboolean strict, gboolean want)
{
    g_autofree char *path = file_of("tickets.csv", bytes, -1);
    g_autoptr(GError) error = NULL;
    PastCount count = {0};

    g_string_truncate(reported, 0);
    if (past_import(conninfo, source, path, strict, report, NULL, &count, &error) != want)
        g_error("%s\n%s", error != NULL ? error->message : "it went in", reported->str);
    return count;
}

static void expect_value(const char *conninfo, const char *want, const char *sql)
{
    g_autofree char *value = sql_value(conninfo, sql);

    g_assert_cmpstr(value, ==, want);
}

static void expect_count(PastCount count, int added, int changed, int unchanged, int refused)
{
    g_assert_cmpint(count.added, ==, added);
    g_assert_cmpint(count.changed, ==, changed);
    g_assert_cmpint(count.unchanged, ==, unchanged);
    g_assert_cmpint(count.refused, ==, refused);
}

static const char mixed[] = "id,title,body,time,category,unknown column\n"
                            "1,路灯不亮,\"两行\n的正文\",2019-01-02 08:00,城乡建设,x\n"
                            "2,,,,,\n"                        /* line 4: says nothing */
                            "3,没有时间,正文,昨天,,\n"         /* line 5 */
                            "4,\"没有结束的引号,正文,,,\n"     /* line 6 */
                            "5,多,一,2019-01-02,列,x,y\n"      /* line 7 */
                            "6,\xff\xfe,正文,,,\n"             /* line 8 */
                            "7,\"噪\"音,正文,,,\n"             /* line 9 */
                            "8,噪音,正文,2019/1/3,环境保护,\r\n"
                            "\n"
                            "9,短的行\n";

static void test_rows(void)
{
    g_autofree char *conninfo = shared_database();

    expect_count(import(conninfo, "a", mixed, FALSE, TRUE), 3, 0, 0, 6);
    for (int line = 4; line <= 9; line++) {
        g_autofree char *start = g_strdup_printf("Line %d: ", line);
        if (strstr(reported->str, start) == NULL)
            g_error("no %s in\n%s", start, reported->str);
    }
    expect_value(conninfo, "两行\n的正文", "select body from hotline.past_ticket where ref = '1'");
    expect_value(conninfo, "1,8,9", "select string_agg(ref, ',' order by ref) from hotline.past_ticket");
    expect_count(import(conninfo, "a", mixed, FALSE, TRUE), 0, 0, 3, 6);
    expect_count(import(conninfo, "b", mixed, TRUE, FALSE), 3, 0, 0, 6);
    expect_value(conninfo, "0", "select count(*) from hotline.past_ticket where source = 'b'");
    expect_count(import(conninfo, "b", "id,text\n1,一\n1,二\n", TRUE, TRUE), 1, 1, 0, 0);
}

static void test_files(void)
{
    g_autofree char *conninfo = shared_database();
    g_autofree char *foreign = g_convert("id,text,category\n1,路灯坏了,城乡建设\n2,很吵,环境保护\n", -1, "GB18030", "UTF-8", NULL, NULL, NULL);

    expect_count(import(conninfo, "a", foreign, TRUE, TRUE), 2, 0, 0, 0);
    expect_value(conninfo, "路灯坏了", "select body from hotline.past_ticket where ref = '1'");
    expect_count(import(conninfo, "c", "\xef\xbb\xbftext,category\n路灯,城乡建设\n", TRUE, TRUE), 1, 0, 0, 0);
    expect_count(import(conninfo, "c", "text,category\n路灯,城乡建设\n", TRUE, TRUE), 0, 0, 1, 0);
    import(conninfo, "d", "", FALSE, FALSE);
    import(conninfo, "d", "id,text,id\n1,x,2\n", FALSE, FALSE);
    import(conninfo, "d", "number,words\n1,x\n", FALSE, FALSE);
    expect_value(conninfo, "0", "select count(*) from hotline.past_ticket where source = 'd'");
}

/* A thousand rows of five matters in invented words, each with some noise. */
static char *synthetic(const char *const labels[5], gboolean units)
{
    static const char *const words[5] = {"路灯不亮夜间", "拖欠工资合同", "噪音油烟扰民", "学校报名入学", "公交班次太少"};
    g_autoptr(GRand) dice = g_rand_new_with_seed(5);
    GString *csv = g_string_new(units ? "id,title,body,category,unit\n" : "id,title,body,category\n");

    for (int i = 0; i < 1000; i++) {
        int matter = i % 5;
        g_string_append_printf(csv, "%d,%s,市民反映第%d号", i, words[matter], g_rand_int_range(dice, 1, 5000));
        for (int n = 0; n < 10; n++)
            g_string_append_unichar(csv, (gunichar)g_rand_int_range(dice, 0x4e00, 0x5000));
        g_string_append_printf(csv, ",%s", labels[matter]);
        if (units)
            g_string_append_printf(csv, ",%s", matter < 3 ? "市城市管理局" : "市教育局");
        g_string_append_c(csv, '\n');
    }
    return g_string_free(csv, FALSE);
}

static const char *const roots[5] = {"城乡建设", "劳动和社会保障", "环境保护", "教育文体", "自定类"};

static LearnFigures measure(const char *conninfo, const char *csv, LearnFigures *unit)
{
    g_autofree char *path = file_of("measure.csv", csv, -1);
    g_autoptr(GError) error = NULL;
    LearnFigures category;

    learn_evaluate(conninfo, path, &category, unit, &error);
    g_assert_no_error(error);
    return category;
}

static void test_learn(void)
{
    g_autofree char *conninfo = shared_database();
    g_autofree char *csv = synthetic(roots, TRUE);
    g_autoptr(GError) error = NULL;
    LearnFigures category;
    LearnFigures unit;

    g_assert_false(learn_run(conninfo, NULL, NULL, &error));
    g_clear_error(&error);
    import(conninfo, "made", csv, TRUE, TRUE);
    g_assert_true(learn_run(conninfo, NULL, report, &error));
    g_assert_nonnull(strstr(reported->str, "category: 5 "));
    category = measure(conninfo, csv, &unit);
    g_assert_cmpuint(category.n, ==, 1000);
    g_assert_cmpfloat(category.top1, >, 0.99);
    g_assert_cmpfloat(category.macro_f1, >, 0.99);
    g_assert_cmpuint(unit.n, ==, 1000);
    g_assert_cmpfloat(unit.top1, >, 0.99);
    category = measure(conninfo, "text,category\n路灯不亮夜间,环境保护\n路灯不亮夜间,没有学过的类\n", &unit);
    g_assert_cmpuint(category.n, ==, 2);
    g_assert_cmpfloat(category.top1, ==, 0);
    g_assert_cmpuint(unit.n, ==, 0);
    expect_value(conninfo, "自定类", "select label from hotline.learned_labels('{category}', "
                                        "hotline.learned_hits('{category}', '公交班次太少')) order by share desc limit 1");
}

/* Who asks while a new model is stored is answered by the old one, whole, without waiting. */
static void test_no_downtime(void)
{
    static const char ask[] = "select count(*) || ' ' || string_agg(distinct label, ',') from hotline.learned_label where model = 'category'";
    static const char *const store = "select api.learning_store(gen_random_uuid(), 'category', '{\"examples\": 2}', '{新,旧}', "
                                     "'{0,0}', '{1,1}', '{路}', '{1}', '{1}')";
    g_autofree char *conninfo = shared_database();
    g_autofree char *csv = synthetic(roots, FALSE);
    g_autofree char *before = NULL;
    g_autofree char *during = NULL;
    PGconn *learner = PQconnectdb(conninfo);

    import(conninfo, "made", csv, TRUE, TRUE);
    g_assert_true(learn_run(conninfo, NULL, NULL, NULL));
    before = sql_value(conninfo, ask);
    PQclear(PQexec(learner, "begin"));
    PQclear(PQexec(learner, store));
    during = sql_value(conninfo, ask);
    g_assert_cmpstr(during, ==, before);
    PQclear(PQexec(learner, "commit"));
    PQfinish(learner);
    expect_value(conninfo, "2 新,旧", ask);
    expect_value(conninfo, "1", "select count(*) from hotline.learned_gram where model = 'category'");
}

/* A model whose one label has a weight for each gram of the text tells by its share what the database
 * counted; the learner must have counted the same. */
static void compare_grams(const char *conninfo, const char *text)
{
    g_autoptr(GArray) grams = grams_of(text);
    g_autoptr(GString) sql = g_string_new("select api.learning_store(gen_random_uuid(), 'unit', '{\"examples\": 1}', '{a,b}', '{0,0}', '{1,1}', array[");
    g_autoptr(GString) weights = g_string_new("array[");
    g_autofree char *literal = NULL;
    g_autofree char *ask = NULL;
    g_autofree char *stored = NULL;
    g_autofree char *answer = NULL;
    double want = 0;
    PGconn *conn = PQconnectdb(conninfo);
    char *quoted = PQescapeLiteral(conn, text, strlen(text));

    for (guint i = 0; i < grams->len; i++) {
        const Gram *gram = &g_array_index(grams, Gram, i);
        g_autofree char *name = gram_text(gram->gram);
        double weight = (i % 7) * 0.1 - 0.25;
        g_string_append_printf(sql, "%s'%s'", i > 0 ? "," : "", name);
        g_string_append_printf(weights, "%s%.2f", i > 0 ? "," : "", weight);
        want += gram->value * weight;
    }
    g_string_append_printf(sql, "]::text[], array_fill(1::smallint, array[%u]), %s]::real[])", grams->len, weights->str);
    stored = sql_value(conninfo, sql->str);
    ask = g_strdup_printf("select ln(share / (1 - share)) from hotline.learned_labels('{unit}', "
                          "hotline.learned_hits('{unit}', %s)) where label = 'a'", quoted);
    answer = sql_value(conninfo, ask);
    if (ABS(g_ascii_strtod(answer, NULL) - want) > 1e-4)
        g_error("%s: the database says %s, the learner %f", text, answer, want);
    PQfreemem(quoted);
    PQfinish(conn);
}

static void test_grams(void)
{
    static const char *const texts[] = {
        "噪音", "a", "A市A1区,路灯不亮!路灯不亮", "Ａ１２ ｶﾞｽ ㎡ é É ÀB", "噪\n音\t噪音\xe3\x80\x80噪音", "😀路灯😀𠀀𠀁 ﷺ", "İstanbul ß ẞ",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"};
    g_autofree char *conninfo = shared_database();
    g_autoptr(GString) longer = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        compare_grams(conninfo, texts[i]);
    for (int i = 0; i < 5000; i++)
        g_string_append_unichar(longer, (gunichar)(0x4e00 + i * 7 % 900));
    compare_grams(conninfo, longer->str);
}

/* ---- the real messages, where they are there */

typedef struct {
    GString *learn;
    GString *check;
    int n;
} Split;

static gboolean on_real_row(JsonObject *row, int line, const char *trouble, gpointer data, GError **error)
{
    Split *split = data;
    const char *cells[] = {json_object_get_string_member(row, "text"), json_object_get_string_member(row, "category")};

    (void)line;
    (void)trouble;
    (void)error;
    /* by the text, so that the same text is not on both sides */
    g_string_append_printf(g_str_hash(cells[0]) % 5 == 0 ? split->check : split->learn, "\"%s\",%s\n", cells[0], cells[1]);
    split->n++;
    json_object_unref(row);
    return TRUE;
}

static void test_real(void)
{
    Split split = {g_string_new("text,category\n"), g_string_new("text,category\n"), 0};
    g_autofree char *conninfo = NULL;
    g_autoptr(GError) error = NULL;

    if (!csv_stream_read(real_data, NULL, on_real_row, &split, &error)) {
        g_test_skip("the labelled messages are not there");
    } else {
        LearnFigures category;
        LearnFigures unit;
        gint64 begun = g_get_monotonic_time();
        conninfo = shared_database();
        import(conninfo, "real", split.learn->str, TRUE, TRUE);
        g_assert_true(learn_run(conninfo, NULL, NULL, &error));
        category = measure(conninfo, split.check->str, &unit);
        g_test_message("top1 %.4f top3 %.4f macro_f1 %.4f n %u, %.1f s", category.top1, category.top3, category.macro_f1,
                       category.n, (double)(g_get_monotonic_time() - begun) / G_USEC_PER_SEC);
        g_assert_cmpfloat(category.top1, >=, 0.90);
        g_assert_cmpfloat(category.macro_f1, >=, 0.89);
    }
    g_string_free(split.learn, TRUE);
    g_string_free(split.check, TRUE);
}

int main(int argc, char **argv)
{
    const char *remove[] = {"rm", "-rf", NULL, NULL};
    int status;

    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("hotline-learn-XXXXXX", NULL);
    reported = g_string_new(NULL);
    g_test_add_func("/learn/rows", test_rows);
    g_test_add_func("/learn/files", test_files);
    g_test_add_func("/learn/learn", test_learn);
    g_test_add_func("/learn/no-downtime", test_no_downtime);
    g_test_add_func("/learn/grams", test_grams);
    g_test_add_func("/learn/real", test_real);
    status = g_test_run();
    remove[2] = folder;
    g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    g_string_free(reported, TRUE);
    g_free(folder);
    return status;
}
