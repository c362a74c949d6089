/* Passwords that an administrator gives: read without echo, sent as SCRAM verifiers only. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/admin_private.h"
#include "common/lang.h"

enum { PASSWORD_MOST = 1000 };

/* Owned by the caller; the terminal's own buffer is erased. */
static char *ask(const char *prompt)
{
    char *typed = getpass(prompt);
    char *copy = g_strdup(typed != NULL ? typed : "");

    if (typed != NULL)
        explicit_bzero(typed, strlen(typed));
    return copy;
}

static void erase(char *secret)
{
    explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

static char *read_line(void)
{
    char line[PASSWORD_MOST + 2];
    char *copy;

    if (fgets(line, sizeof line, stdin) == NULL)
        line[0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    copy = g_strdup(line);
    explicit_bzero(line, sizeof line);
    return copy;
}

char *admin_read_password(gboolean ask_twice, GError **error)
{
    char *password = ask_twice ? ask(_("Password of the new login: ")) : read_line();
    char *again = ask_twice ? ask(_("The same again: ")) : NULL;
    const char *trouble = NULL;

    if (*password == '\0')
        trouble = _("The password is empty.");
    else if (strlen(password) >= PASSWORD_MOST || !g_utf8_validate(password, -1, NULL))
        trouble = _("The password is too long, or not UTF-8.");
    else if (again != NULL && strcmp(password, again) != 0)
        trouble = _("The two passwords differ.");
    if (again != NULL)
        erase(again);
    if (trouble == NULL)
        return password;
    g_set_error(error, admin_quark(), 0, "%s", trouble);
    erase(password);
    return NULL;
}

gboolean admin_set_verifier(PGconn *conn, JsonObject *row, const char *name, const char *password,
                            GError **error)
{
    const char *login = json_object_get_string_member_with_default(row, "login", "");
    char *verifier = PQencryptPasswordConn(conn, password, login, "scram-sha-256");

    if (verifier == NULL) {
        g_set_error(error, admin_quark(), 0, "%s", PQerrorMessage(conn));
        return FALSE;
    }
    json_object_set_string_member(row, name, verifier);
    PQfreemem(verifier);
    return TRUE;
}
