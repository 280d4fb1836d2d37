/* What the rule calculators share: JSON in, a refusal out. Calculators take JSON and give JSON, without a database;
 * what makes no sense is refused with {"error":{"code","field","message"}} and INVALID, and *err says the same. */
#ifndef SCORE_RULE_JSON_H
#define SCORE_RULE_JSON_H

#include "base/err.h"

#include <jansson.h>

enum { RULE_JSON_CEILING = 1 << 20, RULE_FIELD = 64 };

void json_closep(json_t **json);
/* Writes the refusal and returns INVALID. The message is Vietnamese; what is a name in it comes from the format's
 * arguments. */
enum status rule_refuse(struct buf *out, struct err *err, const char *code, const char *field, const char *format, ...)
        FORMAT(5, 6);
/* The same with the message of the fault's code, in the language of CHIBO_LANG; *err becomes the fault. */
enum status rule_wrong(struct buf *out, struct err *err, const struct err *fault);
/* An object with no key twice. The caller closes *ret_object. */
enum status rule_object(struct str text, json_t **ret_object, struct buf *out, struct err *err);
struct str json_str(const json_t *string); /* no text where it is no string; lives as long as the object */

#endif
