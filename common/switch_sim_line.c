/* Callers arrive by a Poisson process whose rate rises and falls, and lose patience; ready members ring, the one whose last call is
 * longest ago first; whoever is connected talks for a while. All of it as rows of queue_log and cel. */
#include <math.h>
#include <string.h>

#include "common/record.h"
#include "common/switch_sim_private.h"

enum { TICK_MS = 50, PEAK_EVERY = 600 };
static const double PATIENCE_LEAST = 15, PATIENCE_MEAN = 90, RING_LEAST = 1, RING_MORE = 4, RING_MOST = 15, TALK_MEAN = 60,
                    MISSED_SHARE = 0.03, PEAK_SHARE = 0.6;

typedef enum { WAITING, RINGING, TALKING, OVER } LineState;

typedef struct {
    char *callid;
    char *number;
    LineState state;
    const char *agent; /* the member's name, of the switch's telephones */
    gboolean misses;   /* nobody picks up */
    gint64 arrived, patience, due, answered; /* monotonic */
} Line;

typedef struct {
    char *member;
    gboolean busy;
    gint64 last; /* monotonic: its last call */
} Telephone;

typedef struct {
    SwitchSim *sim;
    Db *db;
    GPtrArray *lines;
    GPtrArray *telephones;
    gint64 begun, next;
    gboolean asking;
    guint arrived;
} Exchange;

static double chance(const Exchange *exchange)
{
    return g_rand_double(exchange->sim->base.chance);
}

/* Seconds of life with this mean. */
static double spell(const Exchange *exchange, double mean)
{
    return -log(1 - chance(exchange)) * mean;
}

static char *seconds_text(const Exchange *exchange, gint64 us)
{
    return g_strdup_printf("%.0f", floor((double)us / G_USEC_PER_SEC * exchange->sim->base.speed));
}

static void log_event(Exchange *exchange, const Line *line, const char *agent, const char *event, const char *data1, const char *data2)
{
    const char *params[] = {line->callid, agent, event, data1, data2, strcmp(event, "ABANDON") == 0 ? data1 : ""};

    db_query(exchange->db,
             "insert into switch.queue_log (time, callid, queuename, agent, event, data1, data2, data3) values (to_char(clock_timestamp() "
             "at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00', $1, '12345', $2, $3, $4, $5, $6)",
             params, 6, 10000, NULL, NULL, NULL);
}

static void log_channel(Exchange *exchange, const Line *line, const char *agent, const char *event)
{
    g_autofree char *unique = g_strdup_printf("%s/%s", line->callid, agent);
    const char *params[] = {event, agent, unique, line->callid};

    db_query(exchange->db,
             "insert into switch.cel (eventtype, eventtime, exten, uniqueid, linkedid) values ($1, to_char(clock_timestamp() at time zone 'UTC', "
             "'YYYY-MM-DD HH24:MI:SS.US') || '+00', $2, $3, $4)",
             params, 4, 10000, NULL, NULL, NULL);
}

static void arrive(Exchange *exchange, gint64 now)
{
    Line *line = g_new0(Line, 1);
    double since = (double)(now - exchange->begun) / G_USEC_PER_SEC * exchange->sim->base.speed;
    double rate = exchange->sim->rate * (1 + PEAK_SHARE * sin(2 * G_PI * since / PEAK_EVERY));

    line->callid = g_strdup_printf("sim-%" G_GINT64_FORMAT ".%u", g_get_real_time() / G_USEC_PER_SEC, ++exchange->arrived);
    line->number = g_strdup_printf("137%08d", g_rand_int_range(exchange->sim->base.chance, 0, 100000000));
    line->arrived = now;
    line->patience = simulate_after(&exchange->sim->base, PATIENCE_LEAST + spell(exchange, PATIENCE_MEAN));
    g_ptr_array_add(exchange->lines, line);
    log_event(exchange, line, "NONE", "ENTERQUEUE", "", line->number);
    exchange->sim->entered++;
    exchange->next = simulate_after(&exchange->sim->base, spell(exchange, 1 / rate));
}

static Telephone *telephone_of(Exchange *exchange, const char *member)
{
    Telephone *telephone;

    for (guint i = 0; i < exchange->telephones->len; i++) {
        telephone = g_ptr_array_index(exchange->telephones, i);
        if (strcmp(telephone->member, member) == 0)
            return telephone;
    }
    telephone = g_new0(Telephone, 1);
    telephone->member = g_strdup(member);
    g_ptr_array_add(exchange->telephones, telephone);
    return telephone;
}

static Line *first_waiting(const Exchange *exchange)
{
    for (guint i = 0; i < exchange->lines->len; i++) {
        Line *line = g_ptr_array_index(exchange->lines, i);
        if (line->state == WAITING)
            return line;
    }
    return NULL;
}

static void ring(Exchange *exchange, Line *line, Telephone *telephone)
{
    line->state = RINGING;
    line->agent = telephone->member;
    line->misses = chance(exchange) < MISSED_SHARE;
    line->due = simulate_after(&exchange->sim->base, line->misses ? RING_MOST : RING_LEAST + chance(exchange) * RING_MORE);
    telephone->busy = TRUE;
    log_channel(exchange, line, line->agent, "CHAN_START");
}

/* The members who may be rung now, those whose last call is longest ago first, get the callers in their order. */
static void on_members(const DbRows *rows, const DbError *error, gpointer data)
{
    Exchange *exchange = data;
    Line *line;

    exchange->asking = FALSE;
    for (guint given = 0; error == NULL && given < db_rows_count(rows) && (line = first_waiting(exchange)) != NULL; given++) {
        Telephone *next = NULL;
        for (guint row = 0; row < db_rows_count(rows); row++) {
            Telephone *telephone = telephone_of(exchange, db_rows_text(rows, row, "membername"));
            if (!telephone->busy && (next == NULL || telephone->last < next->last))
                next = telephone;
        }
        if (next == NULL)
            return;
        ring(exchange, line, next);
    }
}

static void let_go(Exchange *exchange, Line *line, gint64 now)
{
    if (line->agent != NULL) {
        Telephone *telephone = telephone_of(exchange, line->agent);
        telephone->busy = FALSE;
        telephone->last = now;
        log_channel(exchange, line, line->agent, "HANGUP");
    }
    line->agent = NULL;
}

static void give_up(Exchange *exchange, Line *line, gint64 now)
{
    g_autofree char *waited = seconds_text(exchange, now - line->arrived);

    let_go(exchange, line, now);
    log_event(exchange, line, "NONE", "ABANDON", waited, "1");
    line->state = OVER;
    exchange->sim->abandoned++;
}

static void pick_up(Exchange *exchange, Line *line, gint64 now)
{
    g_autofree char *waited = seconds_text(exchange, now - line->arrived);

    if (line->misses) {
        log_event(exchange, line, line->agent, "RINGNOANSWER", "15000", "");
        exchange->sim->missed_rings++;
        let_go(exchange, line, now);
        line->state = WAITING;
        return;
    }
    log_event(exchange, line, line->agent, "CONNECT", waited, "");
    line->state = TALKING;
    line->answered = now;
    line->due = simulate_after(&exchange->sim->base, 5 + spell(exchange, TALK_MEAN));
    exchange->sim->answered++;
    exchange->sim->waited += g_ascii_strtod(waited, NULL);
}

static void hang_up(Exchange *exchange, Line *line, gint64 now)
{
    g_autofree char *waited = seconds_text(exchange, line->answered - line->arrived);
    g_autofree char *talked = seconds_text(exchange, now - line->answered);

    log_event(exchange, line, line->agent, chance(exchange) < 0.5 ? "COMPLETEAGENT" : "COMPLETECALLER", waited, talked);
    let_go(exchange, line, now);
    line->state = OVER;
}

static void live(Exchange *exchange, Line *line, gint64 now)
{
    if ((line->state == WAITING || line->state == RINGING) && now >= line->patience)
        give_up(exchange, line, now);
    else if (line->state == RINGING && now >= line->due)
        pick_up(exchange, line, now);
    else if (line->state == TALKING && now >= line->due)
        hang_up(exchange, line, now);
}

static void line_free(gpointer data)
{
    g_free(((Line *)data)->callid);
    g_free(((Line *)data)->number);
    g_free(data);
}

static gboolean on_tick(gpointer data)
{
    Exchange *exchange = data;
    gint64 now = g_get_monotonic_time();

    if (db_link(exchange->db) != DB_ONLINE)
        return G_SOURCE_CONTINUE;
    while (exchange->arrived < exchange->sim->calls && now >= exchange->next)
        arrive(exchange, now);
    for (guint i = exchange->lines->len; i > 0; i--) {
        Line *line = g_ptr_array_index(exchange->lines, i - 1);
        live(exchange, line, now);
        if (line->state == OVER)
            g_ptr_array_remove_index(exchange->lines, i - 1);
    }
    if (exchange->arrived >= exchange->sim->calls && exchange->lines->len == 0 && db_outstanding(exchange->db) == 0)
        g_main_loop_quit(exchange->sim->base.loop);
    else if (!exchange->asking && first_waiting(exchange) != NULL) {
        exchange->asking = TRUE;
        db_query(exchange->db, "select membername from switch.queue_members where paused = 0 and queue_name = '12345'", NULL, 0, 10000, on_members,
                 exchange, NULL);
    }
    return G_SOURCE_CONTINUE;
}

void switch_sim_line(SwitchSim *sim, const char *login)
{
    Exchange *exchange = g_new0(Exchange, 1);

    exchange->sim = sim;
    exchange->db = simulate_link(&sim->base, login);
    exchange->lines = g_ptr_array_new_with_free_func(line_free);
    exchange->telephones = g_ptr_array_new();
    exchange->begun = exchange->next = g_get_monotonic_time();
    g_timeout_add(TICK_MS, on_tick, exchange);
}
