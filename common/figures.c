/* Asking for the figures, and printing them as a table. */
#include "common/figures.h"

#include <stdio.h>
#include <string.h>

#include "common/admin_private.h"
#include "common/lang.h"
#include "common/text.h"

typedef struct {
    char *conninfo; /* NULL: libpq's environment alone */
    char *from;     /* 2027-01-31; NULL: the month's first day */
    char *until;    /* the last day that counts; NULL: today */
    gboolean help;
} Options;

static const struct {
    const char *help; /* as api.precise_dispatch says it */
    const char *word; /* msgid */
} rows[] = {{"all", N_("all dispatched")},
            {"none", N_("nothing suggested")},
            {"taken", N_("first suggestion taken")},
            {"second", N_("another suggestion taken")},
            {"other", N_("none of those suggested")}};

enum { WORD_COLS = 26, NUMBER_COLS = 14 };

static gboolean parse(Options *options, int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionEntry entries[] = {{"database", 'd', 0, G_OPTION_ARG_STRING, &options->conninfo, NULL, NULL},
                              {"from", 0, 0, G_OPTION_ARG_STRING, &options->from, NULL, NULL},
                              {"until", 0, 0, G_OPTION_ARG_STRING, &options->until, NULL, NULL},
                              {"help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL},
                              G_OPTION_ENTRY_NULL};
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    if (g_option_context_parse(context, argc, argv, &error))
        return TRUE;
    fprintf(stderr, "%s\n", error->message);
    return FALSE;
}

static int show_usage(gboolean asked)
{
    fprintf(asked ? stdout : stderr, "%s\n",
            _("hotline figures dispatch [--from DATE] [--until DATE] [-d CONNINFO]\n"
              "  of the tickets accepted from one day to another (else: this month), how many\n"
              "  were dispatched, and how many of them right at once: never returned, never\n"
              "  dispatched again; by what was suggested. For leads and administrators.\n"
              "DATE: 2027-01-31"));
    return asked ? 0 : 2;
}

/* Is it a day, or none at all? Says what is wrong. */
static gboolean is_day(const char *text)
{
    unsigned year;
    unsigned month;
    unsigned day;
    int length = 0;

    if (text == NULL)
        return TRUE;
    if (sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &length) == 3 && text[length] == '\0' && day <= 31 && month <= 12
        && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return TRUE;
    fprintf(stderr, _("This is no date: %s. One is written as 2027-01-31."), text);
    fprintf(stderr, "\n");
    return FALSE;
}

static void print_row(const char *word, const char *dispatched, const char *precise, const char *rate)
{
    const char *numbers[] = {dispatched, precise, rate};
    g_autofree char *first = text_fit(word, WORD_COLS, TEXT_LEFT);

    printf("%s", first);
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *cell = text_fit(numbers[i], NUMBER_COLS, TEXT_RIGHT);
        printf("%s", cell);
    }
    printf("\n");
}

static const char *word_of(const char *help)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].help, help) == 0)
            return _(rows[i].word);
    return help;
}

static void print_table(const PGresult *result)
{
    enum { HELP, DISPATCHED, PRECISE, RATE, FROM, UNTIL };

    printf(_("Tickets accepted from %s until %s"), PQgetvalue(result, 0, FROM), PQgetvalue(result, 0, UNTIL));
    printf("\n");
    print_row("", _("dispatched"), _("precise"), _("precise rate"));
    for (int row = 0; row < PQntuples(result); row++) {
        g_autofree char *rate = PQgetisnull(result, row, RATE)
            ? g_strdup("-") : g_strdup_printf("%.1f%%", 100 * g_ascii_strtod(PQgetvalue(result, row, RATE), NULL));
        print_row(word_of(PQgetvalue(result, row, HELP)), PQgetvalue(result, row, DISPATCHED),
                  PQgetvalue(result, row, PRECISE), rate);
    }
}

/* Days are the centre's. */
static PGresult *ask(PGconn *conn, const Options *options, GError **error)
{
    const char *params[] = {options->from, options->until};

    return admin_call(conn,
                      "select d.help, d.dispatched, d.precise, d.rate, p.first, p.last from api.me() m "
                      "cross join lateral (select coalesce($1::date, date_trunc('month', now() at time zone m.zone)::date) as first, "
                      "coalesce($2::date, (now() at time zone m.zone)::date) as last) p "
                      "cross join lateral api.precise_dispatch(p.first::timestamp at time zone m.zone, "
                      "(p.last + 1)::timestamp at time zone m.zone) d",
                      params, 2, error);
}

static int print_figures(const Options *options)
{
    g_autoptr(GError) error = NULL;
    PGconn *conn = admin_connect(options->conninfo, &error);
    PGresult *result = conn != NULL ? ask(conn, options, &error) : NULL;

    if (result != NULL)
        print_table(result);
    else
        fprintf(stderr, "%s\n", error->message);
    PQclear(result);
    PQfinish(conn);
    return result == NULL;
}

int figures_main(int argc, char **argv)
{
    Options options = {0};
    int status;

    if (!parse(&options, &argc, &argv))
        status = 2;
    else if (options.help || argc != 2 || strcmp(argv[1], "dispatch") != 0)
        status = show_usage(options.help);
    else if (!is_day(options.from) || !is_day(options.until))
        status = 2;
    else
        status = print_figures(&options);
    g_free(options.conninfo);
    g_free(options.from);
    g_free(options.until);
    return status;
}
