/* Who one is in the demo, and what lives beside it. */
#include "common/demo.h"

#include <string.h>

#include "common/city.h"
#include "common/csv_rows.h"
#include "common/lang.h"
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

gboolean demo_ready(const EmbedServer *server, EmbedProgress progress, GPid *child, GError **error)
{
    const char *argv[] = {"/proc/self/exe", "demo-shift", server->superuser, NULL};

    progress(_("applying the schema"), NULL);
    return schema_apply(server->superuser, NULL, NULL, error) && city_load(server->superuser, FALSE, progress, error)
           && schema_run(server->superuser, "demo/restart.sql", error) && embed_spawn_beside(argv, child, error);
}

const char *demo_take_login(const char *as, GError **error)
{
    gboolean known = FALSE;

    for (guint i = 0; i < json_array_get_length(people()); i++) {
        const char *login = person_text(i, "login");
        if (strcmp(login, as) == 0)
            return login;
        if (strcmp(person_text(i, "role"), as) != 0 || strcmp(as, "switch") == 0 || strcmp(as, "channel") == 0)
            continue;
        known = TRUE;
        if (embed_take("demo", login))
            return login;
    }
    g_set_error(error, g_quark_from_static_string("hotline-demo"), 0,
                known ? _("All demo logins of this role are taken: %s") : _("There is no demo role %s: agent, lead, unit or admin."), as);
    return NULL;
}
