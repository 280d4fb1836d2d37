/* What the server may still do once it runs: read and write its own folders, speak to the network as it was told to,
   and nothing else. Entered before any thread is started, for they inherit it. */
#ifndef APP_SANDBOX_H
#define APP_SANDBOX_H

#include "base/err.h"
#include "base/str.h"

enum { SANDBOX_PLACES = 8 };
/* The one program that the server runs: on PDFs that people bring. */
#define SANDBOX_PDF_READER "/usr/bin/pdftotext"

struct sandbox {
	struct arena *arena;
	/* Folders (or files) to write in and to read from, besides what libraries read: fonts, time zones, names of
	   hosts, certificates. One that is not there is left out. */
	struct str write[SANDBOX_PLACES], read[SANDBOX_PLACES];
	int port;            /* the only one to listen on; 0: any */
	bool connect;        /* may open connections over TCP */
	const char *program; /* the only one to run, or NULL; it takes over what is in force */
};
/* What is in force. */
struct sandbox_state {
	int landlock; /* version of the kernel's; 0: it has none */
	bool seccomp, capabilities;
};
/* From here on no other program is run, no file outside is touched, no right is gained; system calls that the server
 * does not need fail. What the kernel does not have is left out and told in *ret_state. BROKEN sandbox.refused: the
 * kernel has it and refused. */
enum status sandbox_enter(const struct sandbox *sandbox, struct sandbox_state *ret_state, struct err *err);
/* For a child that is about to run such a program on foreign bytes: it reads libraries and the descriptors that it was
 * given, writes no file, and has no network. Makes system calls only. False: the kernel refused. */
bool sandbox_reader(const char *program);

#endif
