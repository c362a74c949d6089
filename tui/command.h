/* The commands of the program; each returns its exit status. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include <glib.h>

int command_demo(int argc, char **argv);
int command_schema(int argc, char **argv);
int command_admin(int argc, char **argv);
int command_import(int argc, char **argv);
int command_learn(int argc, char **argv);
int command_evaluate(int argc, char **argv);
int command_search(int argc, char **argv);
int command_figures(int argc, char **argv);
int command_training(int argc, char **argv);
int command_keys(int argc, char **argv);
int command_keeper(int argc, char **argv);
int command_training_callers(int argc, char **argv);
/* Says how many results of this account's training the centre has not yet; nothing when it has all. */
void command_training_unsent(void);
int command_simulate(int argc, char **argv);
int command_demo_shift(int argc, char **argv);

/* The full screen on a database; banner: NULL or a word of the top line (msgid). */
int command_workstation(const char *conninfo, const char *banner);

/* A line of what the embedded server is doing; for embed_join. */
void command_print_progress(const char *line, gpointer data);

#endif
