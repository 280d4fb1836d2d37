/* Neutral mail: queued in the act's own transaction, sent by a chore, forgotten when it went. */
#include "feature/call/call_private.h"

#include "base/id.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { MAIL_TIMEOUT_S = 10, MAIL_TRIES = 8, MAIL_LATER_MS = 60 * 1000, MAIL_LATE_MS = 3600 * 1000 };

bool call_mail_ready(void)
{
	const char *server = getenv("CHIBO_SMTP"), *from = getenv("CHIBO_MAIL_FROM");
	return server && *server && from && *from;
}

struct mail {
	struct str text;
	size_t at;
};

static size_t read_mail(char *to, size_t size, size_t count, void *context)
{
	struct mail *mail = context;
	size_t len = mail->text.len - mail->at < size * count ? mail->text.len - mail->at : size * count;
	memcpy(to, mail->text.ptr + mail->at, len);
	mail->at += len;
	return len;
}

/* Encoded for the head: "Lịch họp", "Nhắc việc". */
static const char subject_call[] = "=?UTF-8?B?TOG7i2NoIGjhu41w?=", subject_other[] = "=?UTF-8?B?Tmjhuq9jIHZp4buHYw==?=";

static bool is_here(const char *server)
{
	const char *host = strstr(server, "://");
	struct str rest = str_of(host ? host + 3 : server), name;
	str_split(&rest, '/', &name);
	return str_starts(name, STR("127.")) || str_starts(name, STR("[::1]")) || str_is(name, "localhost") ||
	       str_starts(name, STR("localhost:"));
}

static bool send_one(struct arena *arena, const char *to, const char *subject, struct str body)
{
	const char *from = getenv("CHIBO_MAIL_FROM");
	struct mail mail = {
		str_format(arena,
		        "From: <%s>\r\nTo: <%s>\r\nSubject: %s\r\nMIME-Version: 1.0\r\n"
		        "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%.*s\r\n",
		        from, to, subject, STR_ARG(body)),
		0
	};
	CURL *curl = curl_easy_init();
	const char *server = getenv("CHIBO_SMTP");
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	check(curl && recipients);
	curl_easy_setopt(curl, CURLOPT_URL, server);
	/* A server elsewhere must speak TLS, with a certificate that holds; one on this machine need not. */
	curl_easy_setopt(curl, CURLOPT_USE_SSL, is_here(server) ? CURLUSESSL_TRY : CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_mail);
	curl_easy_setopt(curl, CURLOPT_READDATA, &mail);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MAIL_TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	CURLcode code = curl_easy_perform(curl);
	curl_slist_free_all(recipients);
	curl_easy_cleanup(curl);
	return code == CURLE_OK;
}

static bool is_address(struct arena *arena, struct str text)
{
	const char *address = str_c(arena, text);
	return !strpbrk(address, "\r\n<> ") && strchr(address, '@');
}

enum status call_mail_add(
        struct arena *arena, struct db *db, struct str address, struct str body, int64_t now, struct err *err)
{
	return is_address(arena, address)
	               ? call_mail_put(arena, db,
	                         &(struct call_mail_put_in){
	                                 .id = { id_new(0) }, .address = address, .body = body, .at = now },
	                         err)
	               : OK;
}

enum status call_mail_queue(struct request *request, const struct meeting *meeting, struct err *err)
{
	struct call_addresses_rows rows;
	struct call_mail_count_row count;
	size_t queued = 0;
	if (!call_mail_ready())
		return err_set(err, CONFLICT, "call.no_mail", NULL);
	TRY(call_mail_count(request->arena, request->db,
	        &(struct call_mail_count_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &count, err));
	if (count.waiting)
		return err_set(err, CONFLICT, "call.mail_waiting", NULL);
	TRY(call_addresses(request->arena, request->db,
	        &(struct call_addresses_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	struct str when = call_when(request->arena, meeting), link = request_base_url(request);
	struct str body = str_format(request->arena, "Kính mời dự họp lúc %.*s%s%.*s.\r\nChi tiết: %.*s/",
	        STR_ARG(when), meeting->place.len ? ", tại " : "", STR_ARG(meeting->place), STR_ARG(link));
	for (size_t i = 0; i < rows.count; i++) {
		if (!is_address(request->arena, rows.at[i].email))
			continue;
		queued++;
		TRY(call_mail_put(request->arena, request->db,
		        &(struct call_mail_put_in){ .id = { id_new(meeting->shard) },
		                .shard = meeting->shard,
		                .meeting = { meeting->id },
		                .address = rows.at[i].email,
		                .body = body,
		                .at = request->now },
		        err));
	}
	return queued ? OK : err_set(err, CONFLICT, "call.no_address", NULL);
}

struct outcome {
	struct arena *arena;
	const struct call_mail_waiting_row *mail;
	bool went;
	int64_t now;
};

static enum status write_outcome(struct db *db, void *context, struct err *err)
{
	const struct outcome *outcome = context;
	const struct call_mail_waiting_row *mail = outcome->mail;
	int64_t tries = mail->tries + 1;
	if (outcome->went || tries >= MAIL_TRIES)
		return call_mail_went(outcome->arena, db,
		        &(struct call_mail_went_in){ .id = mail->id,
		                .shard = mail->shard,
		                .state = outcome->went ? STR("sent") : STR("failed") },
		        err);
	return call_mail_later(outcome->arena, db,
	        &(struct call_mail_later_in){ .id = mail->id,
	                .shard = mail->shard,
	                .tries = tries,
	                .next_at = outcome->now + ((int64_t)MAIL_LATER_MS << tries) },
	        err);
}

enum status call_mail_chore(struct chore_run *run, struct err *err)
{
	struct call_mail_waiting_rows rows;
	if (!call_mail_ready())
		return OK;
	TRY(call_mail_waiting(run->arena, run->db, &(struct call_mail_waiting_in){ .now = run->now }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		bool went = send_one(run->arena, str_c(run->arena, rows.at[i].address),
		        rows.at[i].meeting.n ? subject_call : subject_other, rows.at[i].body);
		struct outcome outcome = { run->arena, &rows.at[i], went, run->now };
		TRY(chore_write(run, write_outcome, &outcome, err));
		if (!went)
			break; /* the server is down: the others wait for the next round */
	}
	return OK;
}

enum status call_mail_health_say(struct health *health, struct db *db, int64_t now, struct err *err)
{
	struct call_mail_health_row row;
	struct err text = { 0 };
	TRY(call_mail_health(health->arena, db, &row, err));
	bool late = row.waiting && row.oldest.set && now - row.oldest.n > MAIL_LATE_MS;
	err_set(&text, OK, !row.waiting ? "call.mail_none" : late ? "call.mail_late" : "call.mail_waits", NULL);
	err_arg_int(&text, "n", row.waiting);
	health_say(health, "mail", late ? HEALTH_NOTE : HEALTH_OK, &text);
	health_gauge(health, "chibo_mail_waiting", "Mail that waits to be sent", row.waiting);
	return OK;
}
