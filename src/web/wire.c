/* What stands in front of libmicrohttpd. It takes lines that end with a bare LF, folded lines, NUL as the end of a line
   or of a head, blanks at odd places; whoever reads the same bytes otherwise sees other requests. So each byte that it
   reads passes here first: the heads are counted that are made of proper lines and of nothing else, and a request is
   served only when its head was counted (loop.c). The library offers no place to look at raw bytes; it reads with
   recv(2), and a function of the program goes before one of a library. Were it ever to read by other means, nothing
   would be counted and everything be refused. */
#include "web/http_private.h"

#include <string.h>
#include <sys/socket.h>

enum { START, START_LF, METHOD, TARGET, VERSION, FIRST_LF, LINE, NAME, VALUE, VALUE_LF, END_LF, BODY, BAD };
enum { BLANK_LINES = 2, LENGTH_DIGITS = 18 };
static const char version[] = "HTTP/1.";

static _Thread_local struct wire *wires; /* by descriptor; of an event thread */
static _Thread_local size_t wire_room;

void wires_watch(struct wire *table, size_t room)
{
	wires = table;
	wire_room = room;
}

static bool in_name(unsigned char c)
{
	return token_valid((struct str){ (const char *)&c, 1 });
}

static bool in_value(unsigned char c)
{
	return (c >= ' ' || c == '\t') && c != 0x7F;
}

/* One byte of a header's name, or the colon. */
static int name_byte(struct wire *wire, unsigned char c)
{
	if (c != ':') {
		if (wire->name_len < sizeof(wire->name))
			wire->name[wire->name_len] = (char)c;
		wire->name_len += wire->name_len <= sizeof(wire->name);
		return in_name(c) ? NAME : BAD;
	}
	if (!wire->name_len)
		return BAD;
	struct str name = { wire->name, wire->name_len };
	wire->counts = wire->name_len <= sizeof(wire->name) && str_same(name, "content-length");
	/* what follows a body whose end is in doubt is nothing to look at: loop.c closes the connection */
	wire->last |= wire->name_len <= sizeof(wire->name) && str_same(name, "transfer-encoding");
	wire->last |= wire->counts && wire->digits;
	return VALUE;
}

static void length_byte(struct wire *wire, unsigned char c)
{
	if (c == ' ' || c == '\t')
		wire->last |= wire->digits > 0;
	else if (c < '0' || c > '9' || ++wire->digits > LENGTH_DIGITS)
		wire->last = true;
	else
		wire->left = wire->left * 10 + (c - '0');
}

static int head_end(struct wire *wire)
{
	bool last = wire->last;
	uint64_t left = wire->left;
	*wire = (struct wire){ .heads = wire->heads + 1, .taken = wire->taken, .left = left };
	return last ? BAD : left ? BODY : START;
}

static int request_line_byte(struct wire *wire, unsigned char c)
{
	switch (wire->state) {
	case START:
		if (c == '\r')
			return wire->blank++ < BLANK_LINES ? START_LF : BAD;
		return in_name(c) ? METHOD : BAD;
	case START_LF:
		return c == '\n' ? START : BAD;
	case METHOD:
		return c == ' ' ? TARGET : in_name(c) ? METHOD : BAD;
	case TARGET:
		if (c == ' ')
			return wire->name_len ? (wire->name_len = 0, VERSION) : BAD;
		wire->name_len = 1; /* it is not empty */
		return c > ' ' && c != 0x7F ? TARGET : BAD;
	case VERSION:
		if (wire->name_len == sizeof(version))
			return wire->name_len = 0, c == '\r' ? FIRST_LF : BAD;
		if (wire->name_len == sizeof(version) - 1 ? c != '0' && c != '1'
		                                          : c != (unsigned char)version[wire->name_len])
			return BAD;
		wire->name_len++;
		return VERSION;
	default: /* FIRST_LF */
		return c == '\n' ? LINE : BAD;
	}
}

static int header_byte(struct wire *wire, unsigned char c)
{
	switch (wire->state) {
	case LINE:
		wire->name_len = 0;
		return c == '\r' ? END_LF : name_byte(wire, c);
	case NAME:
		return name_byte(wire, c);
	case VALUE:
		if (c == '\r')
			return VALUE_LF;
		if (wire->counts)
			length_byte(wire, c);
		return in_value(c) ? VALUE : BAD;
	case VALUE_LF:
		return c == '\n' ? LINE : BAD;
	default: /* END_LF */
		return c == '\n' ? head_end(wire) : BAD;
	}
}

void wire_take(struct wire *wire, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && wire->state != BAD; i++) {
		if (wire->state == BODY) {
			size_t part = wire->left < len - i ? (size_t)wire->left : len - i;
			wire->left -= part;
			wire->state = wire->left ? BODY : START;
			i += part - 1;
			continue;
		}
		/* most bytes of a head are these */
		while (wire->state == VALUE && !wire->counts && i + 1 < len && in_value((unsigned char)bytes[i]))
			i++;
		unsigned char c = (unsigned char)bytes[i];
		wire->state = (uint8_t)(wire->state < LINE ? request_line_byte(wire, c) : header_byte(wire, c));
	}
}

bool wire_next(struct wire *wire)
{
	return wire->taken++ < wire->heads;
}

void wires_take(int fd, const char *bytes, size_t len)
{
	if (wires && fd >= 0 && (size_t)fd < wire_room)
		wire_take(&wires[fd], bytes, len);
}

/* The library's. */
ssize_t recv(int fd, void *bytes, size_t len, int flags)
{
	ssize_t got = recvfrom(fd, bytes, len, flags, NULL, NULL);
	if (got > 0)
		wires_take(fd, bytes, (size_t)got);
	return got;
}
