/* Shared by the files of this folder. */
#ifndef FILE_FILE_PRIVATE_H
#define FILE_FILE_PRIVATE_H

#include "feature/file/file.h"

/* file_clean.c: the picture without what the camera wrote beside it; other types as they are. `bytes` are of that type.
 */
struct str file_clean(struct arena *arena, struct str bytes, struct str type);

#endif
