/* Papers of a class: refused with a mark of secrecy, as those of meetings are. */
#include "feature/training/training_private.h"

#include "base/id.h"
#include "feature/file/file.h"
#include "gen/training_page.h"

enum { MATERIALS = 50 };

enum status show_class_materials(struct request *request, void *to, struct err *err)
{
	struct training_materials_view *view = to;
	view->class = request_training(request)->id;
	view->leads = training_leads(request);
	training_crumb(request);
	return training_material_many(
	        request->arena, request->db, &(struct training_material_many_in){ view->class }, &view->materials, err);
}

enum status post_class_material(struct request *request, void *view, struct err *err)
{
	const struct training *class = request_training(request);
	const struct http_upload *upload = request_file_of(request, "file");
	struct str hash, type = file_type(upload->bytes);
	struct training_material_many_rows rows;
	(void)view;
	if (str_is(class->row.state, "cancelled"))
		return err_set(err, CONFLICT, "training.state", NULL);
	TRY(training_material_many(
	        request->arena, request->db, &(struct training_material_many_in){ class->id }, &rows, err));
	if (rows.count >= MATERIALS)
		return err_set(err, CONFLICT, "call.paper_many", "file");
	TRY(file_put(request->arena, request->db, 0, upload->bytes, type, request->now, &hash, err));
	TRY(training_material_add(request->arena, request->db,
	        &(struct training_material_add_in){ .id = { id_new(0) },
	                .class = class->id,
	                .title = request_text(request, "title"),
	                .file_name = upload->filename.len ? upload->filename : STR("tai-lieu"),
	                .type = type,
	                .size = (int64_t)upload->bytes.len,
	                .hash = hash,
	                .at = request->now,
	                .account = request->account },
	        err));
	return training_back(request, N_("Đã đăng tài liệu."), "/materials");
}

enum status withdraw_class_material(struct request *request, void *view, struct err *err)
{
	const struct training_material_one_row *row = request_object(request, "material")->row;
	(void)view;
	TRY(training_material_withdraw(request->arena, request->db,
	        &(struct training_material_withdraw_in){
	                .id = { OBJECT_ID(request, "material") }, .account = request->account, .at = request->now },
	        err));
	TRY(file_drop(request->arena, request->db, 0, row->hash, err));
	return training_back(request, N_("Đã rút tài liệu và xóa tệp."), "/materials");
}

enum status fetch_class_material(struct request *request, void *view, struct err *err)
{
	const struct training_material_one_row *row = request_object(request, "material")->row;
	struct str bytes;
	(void)view;
	TRY(file_get(request->arena, request->db, 0, row->hash, &bytes, err));
	request_file(request, bytes, str_c(request->arena, row->type), row->file_name, false);
	return OK;
}
