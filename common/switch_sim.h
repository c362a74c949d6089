/* A telephone switch played: it writes the tables that Asterisk would write, and rings whom they say. For training and load. */
#ifndef COMMON_SWITCH_SIM_H
#define COMMON_SWITCH_SIM_H

/* The command: argv[0] is "simulate". Returns the exit status. */
int switch_sim_main(int argc, char **argv);

#endif
