/* Choosing locale and language so that Chinese works on a machine that has only C.UTF-8. */
#include "common/lang.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_LOCALE "/usr/lib/locale/C.utf8"

static void set_locale(void)
{
    static const char *const fallbacks[] = {"zh_CN.UTF-8", "C.UTF-8", NULL};

    if (setlocale(LC_ALL, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        for (const char *const *name = fallbacks; *name != NULL; name++)
            if (setlocale(LC_ALL, *name) != NULL)
                break;
    setlocale(LC_NUMERIC, "C");
}

static const char *language_of_environment(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", NULL};

    for (const char *const *name = names; *name != NULL; name++) {
        const char *value = g_getenv(*name);
        if (value != NULL && g_str_has_prefix(value, "en"))
            return "en";
        if (value != NULL && g_str_has_prefix(value, "zh"))
            return "zh";
    }
    return "zh";
}

/* Where the program was built it is BUILD/hotline beside BUILD/locale, installed it is bin/hotline and
 * share/locale. */
static char *locale_dir(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program != NULL ? g_path_get_dirname(program) : g_strdup(".");
    char *beside = g_build_filename(folder, "locale", NULL);

    if (g_file_test(beside, G_FILE_TEST_IS_DIR))
        return beside;
    g_free(beside);
    return g_build_filename(folder, "..", "share", "locale", NULL);
}

/* From glibc 2.39 on gettext translates nothing while the locale of messages is called "C.UTF-8",
 * whatever LANGUAGE says. The same locale under another name is all it takes: a folder that is there
 * for as long as it is loaded. Without the system's files of C.UTF-8 the messages stay English. */
static void rename_messages(void)
{
    const char *name = setlocale(LC_MESSAGES, NULL);
    g_autofree char *folder = NULL;
    g_autofree char *borrowed = NULL;
    g_autofree char *path = NULL;

    if (name == NULL || (strcmp(name, "C") != 0 && !g_str_has_prefix(name, "C.") && strcmp(name, "POSIX") != 0)
        || (folder = g_dir_make_tmp("hotline-locale-XXXXXX", NULL)) == NULL)
        return;
    borrowed = g_build_filename(folder, "zh_CN.UTF-8", NULL);
    path = g_strdup(g_getenv("LOCPATH"));
    if (symlink(SYSTEM_LOCALE, borrowed) == 0) {
        g_setenv("LOCPATH", folder, TRUE);
        setlocale(LC_MESSAGES, "zh_CN.UTF-8");
        g_unlink(borrowed);
    }
    g_rmdir(folder);
    if (path != NULL)
        g_setenv("LOCPATH", path, TRUE);
    else
        g_unsetenv("LOCPATH");
}

void lang_init(const char *choice)
{
    g_autofree char *folder = locale_dir();

    set_locale();
    if (choice == NULL)
        choice = language_of_environment();
    if (!g_str_has_prefix(choice, "en"))
        rename_messages();
    g_setenv("LANGUAGE", g_str_has_prefix(choice, "en") ? "en" : "zh_CN", TRUE);
    bindtextdomain("hotline", folder);
    bind_textdomain_codeset("hotline", "UTF-8");
    textdomain("hotline");
}
