/* Choosing locale and language so that Chinese works on a machine that has only C.UTF-8. */
#include "common/lang.h"

#include <glib.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>

#ifndef HOTLINE_LOCALEDIR
#define HOTLINE_LOCALEDIR "/usr/local/share/locale"
#endif

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

/* Beside the program when it runs where it was built, else where it was installed. */
static char *locale_dir(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program != NULL ? g_path_get_dirname(program) : g_strdup(".");
    char *beside = g_build_filename(folder, "locale", NULL);

    if (g_file_test(beside, G_FILE_TEST_IS_DIR))
        return beside;
    g_free(beside);
    return g_strdup(HOTLINE_LOCALEDIR);
}

void lang_init(const char *choice)
{
    g_autofree char *folder = locale_dir();

    set_locale();
    if (choice == NULL)
        choice = language_of_environment();
    g_setenv("LANGUAGE", g_str_has_prefix(choice, "en") ? "en" : "zh_CN", TRUE);
    bindtextdomain("hotline", folder);
    bind_textdomain_codeset("hotline", "UTF-8");
    textdomain("hotline");
}
