/* hotline training check: reading scenarios for their authors. */
#ifndef COMMON_TRAINING_CHECK_H
#define COMMON_TRAINING_CHECK_H

/* argv[0] is "check", the rest are files. Prints FILE:LINE: sentence for each fault, or that there is none.
 * Returns the exit status: 0, 1 when there was a fault, 2 for usage. What only a database knows is not checked. */
int training_check_main(int argc, char **argv);

#endif
