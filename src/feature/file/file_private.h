/* Shared by the files of this folder. */
#ifndef FILE_FILE_PRIVATE_H
#define FILE_FILE_PRIVATE_H

#include "feature/file/file.h"

enum { FILE_TEXT = 1 << 20 /* bytes of the text that is looked at */ };

#define file_docx "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

/* file_shape.c: one file of one kind, a picture of a size that can be shown. INVALID file.two_kinds,
 * file.picture_large, file.broken.
 */
enum status file_shape(struct str bytes, struct str type, struct err *err);

/* file_docx.c: text of the first page and its header, a paragraph a line. Unpacks in a child. INVALID file.broken. */
enum status file_docx_text(struct arena *arena, struct str bytes, struct str *ret_text, struct err *err);
/* The same, here: for the child and for what feeds it by chance. False: no proper package. */
bool file_docx_read(struct arena *arena, struct str bytes, struct str *ret_text);

/* file_clean.c: the picture without what the camera wrote beside it and without what stands behind it; other types as
 * they are. `bytes` are of that type. */
struct str file_clean(struct arena *arena, struct str bytes, struct str type);

#endif
