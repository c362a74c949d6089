/* What went wrong, as a sentence a person can act on, in their language. */
#ifndef COMMON_REFUSAL_H
#define COMMON_REFUSAL_H

#include "common/db.h"

/* Did a rule of the centre refuse (rather than the link, the server or a programming error)? */
gboolean refusal_is_rule(const DbError *error);

/* The sentence for an error, never empty. Owned by the caller. */
char *refusal_sentence(const DbError *error);

/* The sentence of a refusal's English template and its values (a flat JSON object, or NULL). */
char *refusal_fill(const char *template_, const char *values);

#endif
