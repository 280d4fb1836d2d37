/* minutes ID --out FILE, resolution ID --out FILE. */
#include "feature/print/print_private.h"

#include "document/html.h"

/* PDF, DOCX or HTML by the ending of --out; without it plain text. */
static enum status run(struct command_line *line, const char *kind, struct err *err)
{
	struct meeting meeting;
	struct document *document;
	struct str out = command_option(line, "out"), text;
	int64_t id, number = 0;
	if (!str_int(line->arg[0], &id))
		return err_set(err, NOT_FOUND, "meeting.not_found", NULL);
	if (command_has(line, "number") && (!str_int(command_option(line, "number"), &number) || number < 1))
		return err_set(err, INVALID, "print.number", "number");
	TRY(meeting_load(line->arena, line->db, id, &meeting, err));
	TRY(record_document_of(line->arena, line->db, &meeting, kind, 0, number, &document, err));
	if (!out.len) {
		TRY(document_text(line->arena, document, &text, err));
		buf_str(line->out, text);
		return OK;
	}
	if (!str_ends(out, STR(".pdf")) && !str_ends(out, STR(".docx")) && !str_ends(out, STR(".html")))
		return err_set(err, INVALID, "print.ending", "out");
	enum print_format format = str_ends(out, STR(".pdf"))    ? PRINT_PDF
	                           : str_ends(out, STR(".docx")) ? PRINT_DOCX
	                                                         : PRINT_HTML;
	return print_bytes(line->arena, document, format, &line->file, err);
}

static enum status minutes_command(struct command_line *line, struct err *err)
{
	return run(line, "minutes", err);
}

static enum status resolution_command(struct command_line *line, struct err *err)
{
	return run(line, "resolution", err);
}

const struct command print_commands[] = {
	{ .name = "minutes",
	        .usage = "MEETING [--out FILE.(pdf|docx|html)]",
	        .about = "Write the minutes of a meeting as a document",
	        .help = "Without minutes the draft as it would be now is written, marked as such. Without --out plain "
	                "text is printed.",
	        .options = "out=",
	        .run = minutes_command,
	        .needs = NEEDS_READ,
	        .min_args = 1,
	        .max_args = 1 },
	{ .name = "resolution",
	        .usage = "MEETING [--number N] [--out FILE.(pdf|docx|html)]",
	        .about = "Write a resolution of a meeting as a document",
	        .help = "The first resolution, or the one that bears the number. Without --out plain text is printed.",
	        .options = "out= number=",
	        .run = resolution_command,
	        .needs = NEEDS_READ,
	        .min_args = 1,
	        .max_args = 1 },
	{ 0 },
};
