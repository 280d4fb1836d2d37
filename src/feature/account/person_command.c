/* user export, user erase: what is kept of one person, handed out whole or forgotten, by the owner of the file. */
#include "feature/account/account_private.h"

#include "app/audit.h"
#include "app/export.h"
#include "base/time.h"
#include "gen/account_sql.h"

/* The id of a person, or the word of an account. */
static enum status find(
        struct command_line *line, struct person_id *ret_person, struct account_person_row *ret_row, struct err *err)
{
	struct str word = line->arg[0], today = day_today(line->arena, line->now);
	struct account_of_login_row login;
	struct account_find_row account;
	bool found = false;
	if (!str_int(word, &ret_person->n)) {
		TRY(account_of_login(
		        line->arena, line->db, &(struct account_of_login_in){ .login = word }, &login, &found, err));
		if (found)
			TRY(account_find(line->arena, line->db, &(struct account_find_in){ .account = login.account },
			        &account, &found, err));
		*ret_person = found ? account.person : (struct person_id){ 0 };
	}
	TRY(account_person(line->arena, line->db, &(struct account_person_in){ .person = *ret_person, .day = today },
	        ret_row, &found, err));
	if (found)
		return OK;
	enum status status = err_set(err, NOT_FOUND, "account.person_unknown", NULL);
	err_arg(err, "person", word);
	return status;
}

enum status account_export_command(struct command_line *line, struct err *err)
{
	struct person_id person;
	struct account_person_row row;
	struct str json;
	TRY(find(line, &person, &row, err));
	TRY(export_person(line->arena, line->db, person, &json, err));
	buf_str(line->out, json);
	return audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.export_by_owner", person.n, 0, err);
}

enum status account_erase_command(struct command_line *line, struct err *err)
{
	struct person_id person;
	struct account_person_row row;
	struct str decision = str_trim(command_option(line, "decision"));
	TRY(find(line, &person, &row, err));
	if (row.erased)
		return err_set(err, CONFLICT, "account.erased", NULL);
	if (row.open) {
		enum status status = err_set(err, CONFLICT, "account.still_member", NULL);
		err_arg(err, "name", row.name);
		return status;
	}
	if (!decision.len || !command_has(line, "yes")) {
		enum status status = err_set(err, INVALID, "account.option_missing", "decision");
		err_arg(err, "option", decision.len ? STR("--yes") : STR("--decision"));
		return status;
	}
	TRY(export_erase(line->arena, line->db, person, line->now, err));
	TRY(account_erasure_add(line->arena, line->db,
	        &(struct account_erasure_add_in){ .person = person, .decision = decision, .at = line->now }, err));
	TRY(audit_add(line->arena, line->db, 0, 0, line->now, 0, "account.erase_by_owner", person.n, 0, err));
	buf_format(line->out, "Đã xóa dữ liệu cá nhân của %.*s theo %.*s.\n", STR_ARG(row.name), STR_ARG(decision));
	buf_c(line->out,
	        "Đã xóa: lý lịch trong danh sách đảng viên; tên ở các chi bộ đã sinh hoạt; lý do, quyết định miễn "
	        "sinh hoạt; tài khoản, mã PIN, thiết bị, liên kết, lời nhắc.\n"
	        "Còn giữ theo quy định về hồ sơ của Đảng: biên bản, nghị quyết, danh sách có mặt, biểu quyết, "
	        "nhiệm vụ, đảng phí của các chi bộ; nhật ký không có tên.\n");
	return OK;
}
