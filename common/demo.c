/* Loading the demo city and choosing who one is in it. */
#include "common/demo.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/admin.h"
#include "common/csv_rows.h"
#include "common/knowledge_import.h"
#include "common/lang.h"
#include "common/learn.h"
#include "common/schema.h"

static JsonArray *people(void)
{
    static JsonArray *rows;
    const char *text = schema_resource("demo/people.csv");

    if (rows == NULL)
        rows = csv_rows_parse(text, strlen(text), NULL);
    return rows;
}

static const char *person_text(guint row, const char *column)
{
    return json_object_get_string_member(json_array_get_object_element(people(), row), column);
}

const char *const *demo_logins(void)
{
    static GPtrArray *logins;

    if (logins == NULL) {
        logins = g_ptr_array_new();
        for (guint i = 0; i < json_array_get_length(people()); i++)
            g_ptr_array_add(logins, (gpointer)person_text(i, "login"));
        g_ptr_array_add(logins, NULL);
    }
    return (const char *const *)logins->pdata;
}

static gboolean load_file(const char *superuser, const char *kind, const char *path, GError **error)
{
    const char *text = schema_resource(path);
    int refused = admin_import(superuser, kind, text, strlen(text), TRUE, NULL, error);

    return refused == 0;
}

static gboolean load_articles(const char *superuser, GError **error)
{
    const char *text = schema_resource("demo/articles.csv");
    KnowledgeCount count = {0};

    return load_file(superuser, "synonyms", "demo/synonyms.csv", error)
           && knowledge_import(superuser, text, strlen(text), TRUE, NULL, NULL, &count, error);
}

/* Everything in the order in which it names what is before it; the last script marks it as loaded. */
static gboolean load_city(const char *superuser, EmbedProgress progress, GError **error)
{
    progress(_("building the demo city: districts, units, people"), NULL);
    if (!load_file(superuser, "areas", "demo/areas.csv", error)
        || !load_file(superuser, "units", "demo/units.csv", error)
        || !load_file(superuser, "categories", "data/categories.csv", error)
        || !load_file(superuser, "catalogue", "demo/catalogue.csv", error)
        || !load_file(superuser, "people", "demo/people.csv", error))
        return FALSE;
    progress(_("writing down what the centre knows"), NULL);
    if (!load_articles(superuser, error))
        return FALSE;
    progress(_("writing a year of the city's tickets"), NULL);
    if (!schema_run(superuser, "demo/history.sql", error))
        return FALSE;
    progress(_("learning from them where a ticket belongs"), NULL);
    return learn_run(superuser, NULL, NULL, error);
}

static void become_child(gpointer unused)
{
    (void)unused;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

gboolean demo_ready(const char *superuser, EmbedProgress progress, GPid *child, GError **error)
{
    const char *argv[] = {"/proc/self/exe", "simulate", superuser, NULL};
    gboolean loaded = FALSE;

    progress(_("applying the schema"), NULL);
    if (!schema_apply(superuser, NULL, NULL, error) || !schema_test(superuser, "select from hotline.setting where key = 'demo'", &loaded, error))
        return FALSE;
    if (!loaded && !load_city(superuser, progress, error))
        return FALSE;
    if (!schema_run(superuser, "demo/restart.sql", error))
        return FALSE;
    return g_spawn_async(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                         become_child, NULL, child, error);
}

/* One lock file a login, in the server's folder; the descriptor stays open until the process ends. */
static gboolean take(const char *login)
{
    g_autofree char *folder = embed_folder("demo");
    g_autofree char *path = g_strdup_printf("%s/%s.taken", folder, login);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
    if (lock >= 0)
        close(lock);
    return FALSE;
}

const char *demo_take_login(const char *as, GError **error)
{
    gboolean known = FALSE;

    for (guint i = 0; i < json_array_get_length(people()); i++) {
        const char *login = person_text(i, "login");
        if (strcmp(login, as) == 0)
            return login;
        if (strcmp(person_text(i, "role"), as) != 0 || strcmp(as, "switch") == 0)
            continue;
        known = TRUE;
        if (take(login))
            return login;
    }
    g_set_error(error, g_quark_from_static_string("hotline-demo"), 0,
                known ? _("All demo logins of this role are taken: %s") : _("There is no demo role %s: agent, lead, unit or admin."), as);
    return NULL;
}
