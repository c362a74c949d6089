/* The made-up city: its districts, units, people, what is known in it, a year of its tickets. */
#include "common/city.h"

#include <string.h>

#include "common/admin.h"
#include "common/knowledge_import.h"
#include "common/lang.h"
#include "common/learn.h"
#include "common/schema.h"

gboolean city_load_file(const char *superuser, const char *kind, const char *path, GError **error)
{
    const char *text = schema_resource(path);
    int refused = admin_import(superuser, kind, text, strlen(text), TRUE, NULL, error);

    return refused == 0;
}

static gboolean load_articles(const char *superuser, GError **error)
{
    const char *text = schema_resource("demo/articles.csv");
    KnowledgeCount count = {0};

    return city_load_file(superuser, "synonyms", "demo/synonyms.csv", error)
           && knowledge_import(superuser, text, strlen(text), TRUE, NULL, NULL, &count, error);
}

/* Everything in the order in which it names what is before it; the last script marks it as loaded. */
static gboolean load(const char *superuser, gboolean over, EmbedProgress progress, GError **error)
{
    g_autofree char *history = over ? g_strconcat(superuser, " options='-c hotline.history_over=on'", NULL) : g_strdup(superuser);

    progress(_("building the demo city: districts, units, people"), NULL);
    if (!city_load_file(superuser, "areas", "demo/areas.csv", error)
        || !city_load_file(superuser, "units", "demo/units.csv", error)
        || !city_load_file(superuser, "categories", "data/categories.csv", error)
        || !city_load_file(superuser, "catalogue", "demo/catalogue.csv", error)
        || !city_load_file(superuser, "people", "demo/people.csv", error)
        || (over && !city_load_file(superuser, "people", "training/people.csv", error)))
        return FALSE;
    progress(_("writing down what the centre knows"), NULL);
    if (!load_articles(superuser, error))
        return FALSE;
    progress(_("writing a year of the city's tickets"), NULL);
    return schema_run(history, "demo/history.sql", error);
}

gboolean city_load(const char *superuser, gboolean over, EmbedProgress progress, GError **error)
{
    gboolean loaded;
    gboolean learned;

    if (!schema_test(superuser, "select from hotline.setting where key in ('demo', 'training')", &loaded, error)
        || (!loaded && !load(superuser, over, progress, error))
        || !schema_test(superuser, "select from hotline.learned_model having count(*) = 3", &learned, error))
        return FALSE;
    if (learned)
        return TRUE;
    progress(_("learning from them where a ticket belongs"), NULL);
    return learn_run(superuser, NULL, NULL, error);
}
