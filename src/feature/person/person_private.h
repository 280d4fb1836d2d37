/* What the files of this folder share. */
#ifndef FEATURE_PERSON_PRIVATE_H
#define FEATURE_PERSON_PRIVATE_H

#include "feature/person/person.h"

#define FOR_GOOD "9999-12-31"

/* Keeps what a row is before an import changes it. kind: person, membership, state. */
enum status person_keep(struct arena *arena, struct db *db, int64_t import, const char *kind, int64_t object,
        struct str body, struct err *err);
enum status person_keep_person(struct arena *arena, struct db *db, int64_t import, int64_t person, int shard,
        const struct person_data *data, struct err *err);
enum status person_keep_membership(
        struct arena *arena, struct db *db, int64_t import, int64_t membership, int shard, struct err *err);

/* The secret that turns numbers into hashes: none before the first number; made at need. */
enum status person_secret(struct arena *arena, struct db *db, struct str *ret_secret, struct err *err);
enum status person_secret_make(struct arena *arena, struct db *db, struct str *ret_secret, struct err *err);
/* PERSON_HASH bytes. */
struct str person_hash_number(struct arena *arena, struct str key, const char *kind, struct str value);

/* Writes all data of a person into an existing row. */
enum status person_write(
        struct arena *arena, struct db *db, int64_t person, int shard, const struct person_data *data, struct err *err);
/* The numbers of a person as keyed hashes; those of other people are refused. Before the data are written: the
 * numbers that stood there are found by them. */
enum status person_keys_set(
        struct arena *arena, struct db *db, int64_t person, const struct person_data *data, struct err *err);
/* These numbers are not this person's any more. */
enum status person_keys_drop(
        struct arena *arena, struct db *db, int64_t person, struct str card, struct str id_number, struct err *err);
/* Where members of a cell bear this name, each gets a label of its own. */
enum status person_tell_apart(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str sort_key, struct err *err);
/* The data of the row of a statement that has them all. */
#define PERSON_DATA(row)                                                                        \
	((struct person_data){ .full_name = (row).full_name.len ? (row).full_name : (row).name, \
	        .birth = (row).birth,                                                           \
	        .sex = (row).sex,                                                               \
	        .ethnic = (row).ethnic,                                                         \
	        .home = (row).home,                                                             \
	        .residence = (row).residence,                                                   \
	        .joined = (row).joined,                                                         \
	        .official = (row).official,                                                     \
	        .card = (row).card,                                                             \
	        .id_number = (row).id_number,                                                   \
	        .phone = (row).phone,                                                           \
	        .email = (row).email,                                                           \
	        .job = (row).job,                                                               \
	        .education = (row).education,                                                   \
	        .note = (row).note })

enum status person_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status person_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);

/* Who belongs to a group from a day on, the leader among them; 0: nobody leads it. */
struct person_group_change {
	int64_t group, leader;
	struct str name, since;
	const int64_t *person;
	size_t count;
};
/* INVALID person.group_name (field name), person.group_leader (leader), person.since_early (since); CONFLICT
   person.group_twice (name). A member of another group leaves that one. */
enum status person_group_write(struct arena *arena, struct db *db, int64_t cell, int shard,
        const struct person_group_change *change, int64_t now, struct err *err);

/* The pages of groups (person_group_web.c). */
extern const struct field person_group_add_form[], person_group_form[], person_group_close_form[];
enum status person_load_group(struct request *request, int64_t id, struct object *object, struct err *err);
enum status person_show_groups(struct request *request, void *view, struct err *err);
enum status person_make_group(struct request *request, void *view, struct err *err);
enum status person_show_group(struct request *request, void *view, struct err *err);
enum status person_save_group(struct request *request, void *view, struct err *err);
enum status person_close_group(struct request *request, void *view, struct err *err);

/* A row of a new person, without keys. */
enum status person_insert(struct arena *arena, struct db *db, int64_t person, int shard, const struct person_data *d,
        int64_t import, int64_t now, struct err *err);

/* Handlers of the pages that change something (person_form.c). */
extern const struct field person_form_fields[];
enum status person_show_add(struct request *request, void *view, struct err *err);
enum status person_do_add(struct request *request, void *view, struct err *err);
enum status person_show_edit(struct request *request, void *view, struct err *err);
enum status person_do_edit(struct request *request, void *view, struct err *err);
enum status person_show_place(struct request *request, void *view, struct err *err);
enum status person_do_place(struct request *request, void *view, struct err *err);
/* CONFLICT person.left_already. */
enum status person_here_still(const struct member *member, struct err *err);
/* person_state.c */
extern const struct field person_state_form[], person_state_end_form[], person_state_report_form[];
enum status person_do_state_report(struct request *request, void *view, struct err *err);
enum status person_due(struct request *request, struct due_list *list, struct err *err);
enum status person_show_state(struct request *request, void *view, struct err *err);
enum status person_do_state(struct request *request, void *view, struct err *err);
enum status person_do_state_end(struct request *request, void *view, struct err *err);
enum status person_show_leave(struct request *request, void *view, struct err *err);
enum status person_do_leave(struct request *request, void *view, struct err *err);

/* person_archive.c */
enum status person_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
