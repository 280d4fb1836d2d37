/* What the rule calculators share: JSON in, a refusal out. Calculators take JSON and give JSON, without a database;
 * what makes no sense is refused with {"error":{"code","field","message"}} and INVALID, and *err says the same. */
#ifndef SCORE_RULE_JSON_H
#define SCORE_RULE_JSON_H

#include "base/err.h"

#include <jansson.h>

enum { RULE_JSON_CEILING = 1 << 20, RULE_FIELD = 64 };
#define RULE_FAR INT64_MAX /* stands, with its sign, for a whole number beyond 64 bits: nobody may take it for one */

void json_closep(json_t **json);
/* Writes the refusal of the fault, its message in the language of CHIBO_LANG, and returns its status; *err becomes the
 * fault. */
enum status rule_wrong(struct buf *out, struct err *err, const struct err *fault);
/* An object with no key twice; a byte order mark before it is passed over. The caller closes *ret_object. */
enum status rule_object(struct str text, json_t **ret_object, struct buf *out, struct err *err);
struct str json_str(const json_t *string); /* no text where it is no string; lives as long as the object */

#endif
