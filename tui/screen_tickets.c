/* The list of tickets by filter; a lead marks rows and gives them away. */
#include <string.h>

#include "common/clock.h"
#include "common/label.h"
#include "common/lang.h"
#include "common/reassign.h"
#include "tui/loads.h"
#include "tui/paged.h"
#include "tui/reassign.h"
#include "tui/screens.h"

enum { COL_NUMBER, COL_STATE, COL_DUE, COL_URGENCY, COL_TITLE, COL_UNIT, COL_AREA, COL_MARK };
enum { MARKS_MOST = 1000 };

typedef struct {
    PagedScreen paged;
    GHashTable *marks; /* ticket id → version as it was when it was marked */
    GHashTable *refused; /* ids of those that were not given away because they had changed */
    gboolean marking;  /* all are to be marked: the pages that are missing are being read */
    gint64 owner;      /* whose, for the filter "owner" */
    char *owner_name;
    Reassign *reassign;
} TicketsScreen;

#define COLUMNS(unit_from)                                                  \
    {                                                                       \
        [COL_NUMBER] = {N_("Number"), 14, 0, FALSE},                        \
        [COL_STATE] = {N_("State"), 8, 0, FALSE},                           \
        [COL_DUE] = {N_("Deadline"), 13, 0, FALSE},                         \
        [COL_URGENCY] = {N_("Level"), LIST_AS_TITLE, 0, FALSE},             \
        [COL_TITLE] = {N_("Title"), 0, 0, FALSE},                           \
        [COL_UNIT] = {N_("Unit"), 12, unit_from, FALSE},                    \
        [COL_AREA] = {N_("Area"), 30, 120, FALSE},                          \
        [COL_MARK] = {"", LIST_IN_MARGIN, 0, FALSE},                        \
        {NULL, 0, 0, FALSE}                                                 \
    }
static const ListColumn desk_columns[] = COLUMNS(76);
/* all its tickets are its own */
static const ListColumn unit_columns[] = COLUMNS(G_MAXINT);

static gboolean waits_for_work(const Ticket *ticket)
{
    return ticket->due_at != 0 && *ticket->closing == '\0' && strcmp(ticket->state, "finished") != 0;
}

/* The deadline, with a sign when it is over ("!") or today ("*"). */
static char *due_text(const Ticket *ticket, Role *role)
{
    gint64 now = g_get_real_time();
    g_autofree char *due = clock_text(ticket->due_at, CLOCK_DAY_TIME);
    g_autofree char *due_day = clock_text(ticket->due_at, CLOCK_DAY);
    g_autofree char *today = clock_text(now, CLOCK_DAY);

    if (!waits_for_work(ticket)) {
        *role = ROLE_MUTED;
        return g_steal_pointer(&due);
    }
    if (ticket->due_at < now) {
        *role = ROLE_OVERDUE;
        return g_strdup_printf("%s !", due);
    }
    if (strcmp(due_day, today) == 0 && ticket->due_at - now < 2 * G_TIME_SPAN_DAY) {
        *role = ROLE_DUE;
        return g_strdup_printf("%s *", due);
    }
    return g_steal_pointer(&due);
}

/* "*": marked; "!": it has changed since, or was refused for that. */
static const char *mark_of(const PagedScreen *paged, const Ticket *ticket)
{
    const TicketsScreen *self = (const TicketsScreen *)paged;
    const gint64 *version = g_hash_table_lookup(self->marks, &ticket->id);

    if (version == NULL)
        return g_hash_table_contains(self->refused, &ticket->id) ? "!" : "";
    return *version == ticket->version ? "*" : "!";
}

/* What must be seen of it before it is opened, in front of its title. */
static char *title_text(const Ticket *ticket)
{
    const struct {
        gboolean shown;
        const char *mark;
    } marks[] = {{ticket->supervised, _("[supervised]")}, {ticket->escalated, _("[escalated]")},
                 {ticket->circling, _("[circling]")}, {ticket->mended, _("[catalogue mended]")}};
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        g_string_append(text, marks[i].shown ? marks[i].mark : "");
    g_string_append(text, ticket->title);
    return g_string_free(text, FALSE);
}

static char *cell(gpointer data, int row, int column, Role *role)
{
    const PagedScreen *paged = data;
    const Ticket *ticket = g_ptr_array_index(paged->rows, (guint)row);

    if (ticket->id == paged->gone)
        *role = ROLE_MUTED;
    switch (column) {
    case COL_NUMBER:
        return g_strdup(ticket->number);
    case COL_STATE:
        return g_strdup(*ticket->closing != '\0' && strcmp(ticket->closing, "rated") != 0
                            ? label_text(LABEL_CLOSING, ticket->closing)
                            : label_text(LABEL_TICKET_STATE, ticket->state));
    case COL_DUE:
        return due_text(ticket, role);
    case COL_URGENCY:
        *role = strcmp(ticket->urgency, "urgent") == 0 ? ROLE_STRONG : *role;
        return g_strdup(label_text(LABEL_URGENCY, ticket->urgency));
    case COL_TITLE:
        return title_text(ticket);
    case COL_UNIT:
        return g_strdup(ticket->unit);
    case COL_MARK:
        *role = ROLE_STRONG;
        return g_strdup(mark_of(paged, ticket));
    default:
        return g_strdup(ticket->area);
    }
}

static gint64 id_of(gconstpointer row)
{
    return ((const Ticket *)row)->id;
}

static void mark(TicketsScreen *self, const Ticket *ticket)
{
    g_hash_table_remove(self->refused, &ticket->id);
    g_hash_table_insert(self->marks, g_memdup2(&ticket->id, sizeof ticket->id), g_memdup2(&ticket->version, sizeof ticket->version));
}

/* One key marks; a mark that is good is taken off, one whose ticket has changed is set anew. */
static void toggle(TicketsScreen *self)
{
    const Ticket *here = paged_here(&self->paged);

    if (here == NULL)
        return;
    if (*mark_of(&self->paged, here) == '*')
        g_hash_table_remove(self->marks, &here->id);
    else
        mark(self, here);
    list_act(&self->paged.list, ACT_DOWN);
}

static void say_marked(const TicketsScreen *self)
{
    guint marked = g_hash_table_size(self->marks);
    g_autofree char *said = g_strdup_printf(ngettext("%u ticket is marked.", "%u tickets are marked.", marked), marked);

    app_say(self->paged.screen.app, ROLE_NORMAL, said);
}

static gboolean all_marked(const TicketsScreen *self)
{
    for (guint i = 0; i < self->paged.rows->len; i++)
        if (*mark_of(&self->paged, g_ptr_array_index(self->paged.rows, i)) != '*')
            return FALSE;
    return TRUE;
}

/* Marks what is there, and reads on as long as there is more. */
static void go_on_marking(TicketsScreen *self)
{
    PagedScreen *paged = &self->paged;

    for (guint i = 0; i < paged->rows->len && g_hash_table_size(self->marks) < MARKS_MOST; i++)
        mark(self, g_ptr_array_index(paged->rows, i));
    self->marking = !paged->complete && !paged->failed && g_hash_table_size(self->marks) < MARKS_MOST;
    if (self->marking)
        paged_read_more(paged);
    else
        say_marked(self);
}

static void mark_all(TicketsScreen *self)
{
    if (self->paged.complete && all_marked(self)) {
        g_hash_table_remove_all(self->marks);
        say_marked(self);
    } else {
        go_on_marking(self);
    }
}

static void on_page(Screen *screen, GPtrArray *rows, const DbError *error)
{
    TicketsScreen *self = (TicketsScreen *)screen;

    paged_on_page(screen, rows, error);
    if (self->marking)
        go_on_marking(self);
}

static void ask(PagedScreen *paged, gconstpointer after, guint rows)
{
    ticket_list(paged->screen.app->db, paged->filter, ((TicketsScreen *)paged)->owner, after, rows, REPLY_ROWS(paged, on_page));
}

/* Whose they are, and how many are marked. */
static char *note(const PagedScreen *paged)
{
    const TicketsScreen *self = (const TicketsScreen *)paged;
    guint marked = g_hash_table_size(self->marks);
    g_autofree char *marks = marked > 0 ? g_strdup_printf(_("   marked %u"), marked) : g_strdup("");

    return g_strconcat(strcmp(paged->filter, "owner") == 0 ? "   " : "", strcmp(paged->filter, "owner") == 0 ? self->owner_name : "",
                       marks, NULL);
}

static const ListColumn *columns(const App *app)
{
    return *app->me->unit != '\0' ? unit_columns : desk_columns;
}

static Screen *open_row(App *app, gconstpointer row)
{
    gboolean judges = (input_role(app) & (ROLE_LEAD_BIT | ROLE_ADMIN_BIT)) != 0;

    if (judges && strcmp(((const Ticket *)row)->state, "returned") == 0)
        return objection_screen_new(app, id_of(row));
    return ticket_screen_new(app, id_of(row));
}

static const PagedList tickets = {
    .id = id_of,
    .ask = ask,
    .filters = ticket_filters,
    .columns = columns,
    .cell = cell,
    .open = open_row,
    .news = NEWS_TICKET,
    .question = N_("Which tickets?"),
    .empty = N_("No ticket here."),
    .note = note,
};

static void on_owner(gpointer data, const GArray *ids, const GPtrArray *shares)
{
    TicketsScreen *self = data;

    self->owner = g_array_index(ids, gint64, 0);
    g_free(self->owner_name);
    self->owner_name = g_strdup(((const ReassignShare *)g_ptr_array_index(shares, 0))->name);
    paged_set_filter(&self->paged, "owner");
}

/* Done: the marks have served. Refused: those at fault lose theirs, and sending again gives the rest. */
static void on_reassigned(Screen *screen, const GArray *refused)
{
    TicketsScreen *self = (TicketsScreen *)screen;

    if (refused == NULL) {
        g_hash_table_remove_all(self->marks);
        g_hash_table_remove_all(self->refused);
    }
    for (guint i = 0; refused != NULL && i < refused->len; i++) {
        const gint64 *id = &g_array_index(refused, gint64, i);
        g_hash_table_remove(self->marks, id);
        g_hash_table_add(self->refused, g_memdup2(id, sizeof *id));
    }
    paged_changed(&self->paged);
}

/* All that an agent follows is marked: the promises go along. */
static gint64 all_of(const TicketsScreen *self)
{
    return strcmp(self->paged.filter, "owner") == 0 && self->paged.complete && all_marked(self) ? self->owner : 0;
}

static void give_away(TicketsScreen *self)
{
    const Ticket *here = paged_here(&self->paged);
    g_autoptr(GHashTable) versions = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    GHashTableIter iter;
    gpointer id;
    gpointer version;

    g_hash_table_iter_init(&iter, self->marks);
    while (g_hash_table_iter_next(&iter, &id, &version))
        g_hash_table_insert(versions, g_memdup2(id, sizeof(gint64)), g_memdup2(version, sizeof(gint64)));
    if (g_hash_table_size(versions) == 0 && here != NULL)
        g_hash_table_insert(versions, g_memdup2(&here->id, sizeof here->id), g_memdup2(&here->version, sizeof here->version));
    if (g_hash_table_size(versions) > 0)
        reassign_open(self->reassign, versions, all_of(self));
}

static gboolean act(Screen *screen, const Action *action)
{
    TicketsScreen *self = (TicketsScreen *)screen;

    switch (action->id) {
    case ACT_MARK:
        toggle(self);
        break;
    case ACT_MARK_ALL:
        mark_all(self);
        break;
    case ACT_OF_AGENT:
        loads_open(screen->app, "owners", _("Whose tickets?"), 0, on_owner, self);
        break;
    case ACT_REASSIGN:
        give_away(self);
        break;
    case ACT_REASSIGN_UNDO:
        reassign_take_back(screen->app);
        break;
    default:
        return paged_act(screen, action);
    }
    if (self->paged.list.cursor + self->paged.list.page >= (int)self->paged.rows->len)
        paged_read_more(&self->paged);
    return TRUE;
}

static gboolean offers(Screen *screen, const Action *action)
{
    return action->id != ACT_REASSIGN_UNDO || reassign_can_undo(screen->app);
}

static void tickets_free(Screen *screen)
{
    TicketsScreen *self = (TicketsScreen *)screen;

    g_hash_table_unref(self->marks);
    g_hash_table_unref(self->refused);
    g_free(self->owner_name);
    reassign_free(self->reassign);
    paged_free(screen);
}

static const ScreenOps ops = {
    .title = N_("Tickets"),
    .places = IN_ANY | IN_LIST | IN_FILTERED | IN_TICKETS,
    .size = sizeof(TicketsScreen),
    .free = tickets_free,
    .show = paged_show,
    .draw = paged_draw,
    .act = act,
    .news = paged_news,
    .offers = offers,
};

Screen *tickets_screen_new(App *app)
{
    TicketsScreen *self = paged_screen_new(app, &ops, &tickets, ticket_filters(app->me->role)[0]);

    self->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    self->refused = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    self->reassign = reassign_new(SCREEN(self), on_reassigned);
    return SCREEN(self);
}
