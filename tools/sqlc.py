"""Turns named statements of .sql files into typed C functions, and checks each against the schema by preparing it.

    -- meeting_of_cell: the meetings of one cell, newest first
    -- in:  cell cell_id, before day?          many
    -- out: id meeting_id, held_on day, topic text?, present int
    SELECT ...

The last word of `in:` says how many rows: many, one (none is NOT_FOUND), maybe (a bool says whether), run (no rows).
A `-- class:` line names what the statement touches:
    shard (default)  tables that are distributed by shard, one shard of them: each bound by `x.shard = ...`
    reference        only tables that stand everywhere
    report           any table, reading only
    wide             any table, writing; rare (imports, erasures), run by wide transactions
`-- ahead: yes` also makes NAME_ahead(db, in): says that NAME will be called with the same values, so that an engine across a socket may ask for
several answers in one go.
`-- json: yes` also makes NAME_fields: the columns of its rows by name, kind and place, for export_rows (app/export.h).
`-- text: yes` only makes NAME_text, the statement as a C string: part of a larger one (app/counter.c).
Types: int bool text day instant month minute blob optint and any X_id; `?` allows NULL (ints become struct opt_int).
Usage: sqlc.py --out DIR --check CLASSES? FILES...   (FILES: statements *.sql and migrations in folders named migration)
"""
import argparse
import json
import os
import re
import sqlite3
import sys

INTS = {"int", "instant", "month", "minute"}
TEXTS = {"text", "day", "blob"}
LARGE = {"meeting", "attendance", "person", "membership", "agenda_item", "speech", "motion", "motion_elector", "task", "record",
         "record_version", "audit", "operation", "score_line", "paper", "fee"}


class Bad(Exception):
    pass


def column(text, where):
    words = text.split()
    if len(words) != 2:
        raise Bad(f"{where}: '{text.strip()}' is not NAME TYPE")
    name, kind = words
    null = kind.endswith("?")
    kind = kind.rstrip("?")
    if kind not in INTS | TEXTS | {"bool", "optint"} and not kind.endswith("_id"):
        raise Bad(f"{where}: unknown type {kind}")
    if kind == "optint" or (null and kind in INTS):
        kind, null = "optint", True
    return {"name": name, "type": kind, "null": null}


def columns(text, where):
    return [column(part, where) for part in text.split(",") if part.strip()]


def read(path):
    """The statements of one file, each a dict."""
    feature = os.path.basename(os.path.dirname(path))
    found, now, key = [], None, None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        where = f"{path}:{number}"
        head = re.match(r"-- ([a-z][a-z0-9_]*): (.*)", line)
        part = re.match(r"-- (in|out|class|ahead|json|text):\s*(.*)", line)
        more = re.match(r"--\s{2,}(\S.*)", line)
        if part:
            if now is None:
                raise Bad(f"{where}: '{part.group(1)}:' before a statement")
            key = part.group(1)
            now["head"][key] = now["head"].get(key, "") + " " + part.group(2).strip()
        elif head:
            key = None
            now = {"name": head.group(1), "about": head.group(2), "head": {}, "in": [], "out": [], "rows": None, "class": "shard", "sql": "",
                   "file": path, "line": number, "feature": feature}
            found.append(now)
        elif more and now and key and not now["sql"].strip():
            now["head"][key] += " " + more.group(1).strip()
        elif line.startswith("--"):
            continue
        elif now is not None:
            now["sql"] += line
        elif line.strip():
            raise Bad(f"{where}: SQL before a name")
    for one in found:
        where = f"{path}:{one['line']}"
        words = one["head"].get("in", "").rsplit(None, 1)
        if not words or words[-1] not in ("many", "one", "maybe", "run"):
            raise Bad(f"{where}: 'in:' must end in many, one, maybe or run")
        one["in"] = columns(words[0], where) if len(words) == 2 else []
        one["rows"] = words[-1]
        one["out"] = columns(one["head"].get("out", ""), where)
        one["class"] = one["head"].get("class", "shard").strip()
        one["sql"] = one["sql"].strip().rstrip(";")
        if not one["sql"]:
            raise Bad(f"{path}:{one['line']}: {one['name']} needs 'in:' and SQL")
        if (one["rows"] == "run") != (not one["out"]):
            raise Bad(f"{path}:{one['line']}: {one['name']}: 'run' has no 'out:', all others have")
    return found


def migrations(paths):
    """In order of names, but none before what it needs."""
    rows = []
    for path in sorted(paths, key=os.path.basename):
        text = open(path, encoding="utf-8").read()
        needs = re.search(r"^-- needs:(.*)$", text, re.M)
        rows.append({"name": os.path.basename(path)[:-4], "needs": needs.group(1).strip() if needs else "", "sql": text})
    done, waiting = [], rows
    while waiting:
        ready = [r for r in waiting if set(r["needs"].split()) <= {d["name"] for d in done}]
        if not ready:
            raise Bad(f"migration {waiting[0]['name']} needs {waiting[0]['needs']}, which is not there or needs it too")
        done.append(ready[0])
        waiting = [r for r in waiting if r is not ready[0]]
    return done


FORBIDDEN = r"\b(now|random|group_concat|string_agg|strftime|datetime|julianday|date|time|ifnull|iif|instr|printf|format|json\w*|ilike|glob|" \
            r"rowid|last_insert_rowid|changes|greatest|least|typeof|total|unixepoch)\s*\(|::|\bRETURNING\b|\bILIKE\b|\bIS (NOT )?:"
NOT_ALIAS = "where|on|set|order|group|left|inner|join|limit|union|as|and|values|select|cross|having|using|do"
DISTRIBUTED = set()


def check_class(one, where):
    """What a table distributed by shard asks of a statement, by the names that stand in it; no grammar."""
    sql = re.sub(r"'[^']*'", "''", one["sql"])
    kind, reads = one["class"], re.match(r"\s*(select|with)\b", sql, re.I)
    found = re.search(FORBIDDEN, sql, re.I)
    if found:
        raise Bad(f"{where}: {found.group(0)!r} is not the same on both engines")
    used = [(t, a) for t, a in re.findall(rf"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!(?:{NOT_ALIAS})\b)(\w+))?", sql, re.I)
            if t in DISTRIBUTED]
    if kind not in ("shard", "reference", "report", "wide"):
        raise Bad(f"{where}: no class {kind}")
    if kind == "reference" and used:
        raise Bad(f"{where}: class reference, but {used[0][0]} belongs to shards")
    if kind == "report" and not reads:
        raise Bad(f"{where}: class report only reads")
    if kind == "shard" and not used:
        raise Bad(f"{where}: class shard, but no table of it belongs to shards (class reference?)")
    for table, alias in used if kind == "shard" else []:
        into = re.match(rf"\s*INSERT INTO\s+{table}\s*\(([^)]*)\)", sql, re.I)
        bare = not alias and re.search(r"(?<![.\w])shard\s*=", sql)
        equated = re.search(rf"\b{alias or table}\.shard\s*=|=\s*{alias or table}\.shard\b", sql)
        if not (into and "shard" in into.group(1)) and not bare and not equated:
            raise Bad(f"{where}: {table} {alias or ''} is not bound to a shard")


def check_tables(db):
    """What a distributed table must be: shard in each key, no reference but to tables that stand everywhere."""
    for name, columns_, key in tables(db):
        if "shard" in key:
            DISTRIBUTED.add(name)
    for name in DISTRIBUTED:
        for row in db.execute(f"PRAGMA foreign_key_list({name})"):
            if row[2] in DISTRIBUTED:
                raise Bad(f"table {name} refers to {row[2]}: both belong to shards")
        for row in db.execute(f"PRAGMA index_list({name})"):
            if row[2] and "shard" not in [c[2] for c in db.execute(f"PRAGMA index_info({row[1]})")]:
                raise Bad(f"{row[1]}: a unique index of {name} without shard")


def check(one, db):
    where = f"{one['file']}:{one['line']}: {one['name']}"
    named = re.sub(r"'[^']*'", "''", one["sql"])
    used = set(re.findall(r":([a-z_][a-z0-9_]*)", named))
    declared = {c["name"] for c in one["in"]}
    if used != declared:
        raise Bad(f"{where}: in: says {sorted(declared - used)} too much, {sorted(used - declared)} too little")
    try:
        cursor = db.execute("EXPLAIN QUERY PLAN " + one["sql"], {name: None for name in used})
        plan = [row[3] for row in cursor.fetchall()]
        if one["out"]:
            text = one["sql"]
            if re.match(r"\s*(select|with)\b", text, re.I):
                names = [d[0] for d in db.execute(f"SELECT * FROM ({text}) LIMIT 0", {name: None for name in used}).description]
                if len(names) != len(one["out"]):
                    raise Bad(f"{where}: {len(names)} columns, out: says {len(one['out'])}")
                for name, col in zip(names, one["out"]):
                    if name.split(":")[0] != col["name"]:
                        raise Bad(f"{where}: column {name}, out: says {col['name']}")
    except sqlite3.Error as error:
        raise Bad(f"{where}: {error}")
    check_class(one, where)
    if one["class"] == "shard":
        for step in plan:
            scan = re.match(r"SCAN (\w+)", step)
            if scan and scan.group(1) in LARGE and "INDEX" not in step:
                raise Bad(f"{where}: scans {scan.group(1)}: {step}")


def c_type(col):
    kind = col["type"]
    if kind == "optint":
        return "struct opt_int "
    if kind in INTS:
        return "int64_t "
    if kind == "bool":
        return "bool "
    if kind in TEXTS:
        return "struct str "
    return f"struct {kind} "


def c_text(text):
    return "\n\t\t".join('"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"' for line in text.split("\n"))


def emit(one, number):
    name, head, body = one["name"], [], []
    if "text" in one["head"]:
        return f"/* {one['about'].strip()} */\nextern const char {name}_text[];\n", f"const char {name}_text[] =\n\t\t{c_text(one['sql'])};\n"
    head.append(f"/* {one['about'].strip()} */")
    if one["in"]:
        head.append(f"struct {name}_in {{")
        head += [f"\t{c_type(c)}{c['name']};" for c in one["in"]]
        head.append("};")
    rows = ""
    if one["out"]:
        head.append(f"struct {name}_row {{")
        head += [f"\t{c_type(c)}{c['name']};" for c in one["out"]]
        head.append("};")
    if "json" in one["head"] and one["out"]:
        kinds = {"optint": "o", "bool": "f"} | {k: "i" for k in INTS} | {k: "t" for k in TEXTS} | {"blob": "b"}
        head.append(f"extern const struct db_field {name}_fields[];")
        body.append(f"const struct db_field {name}_fields[] = {{\n" + "".join(
            f"\t{{ \"{c['name']}\", '{kinds.get(c['type'], 'd')}', offsetof(struct {name}_row, {c['name']}) }},\n" for c in one["out"]) + "\t{ 0 },\n};\n")
    if one["rows"] == "many":
        head.append(f"struct {name}_rows {{\n\tstruct {name}_row *at;\n\tsize_t count;\n}};")
        rows = f", struct {name}_rows *ret_rows"
    elif one["rows"] == "maybe":
        rows = f", struct {name}_row *ret_row, bool *ret_found"
    elif one["rows"] == "one":
        rows = f", struct {name}_row *ret_row"
    arg = f", const struct {name}_in *in" if one["in"] else ""
    sign = f"enum status {name}(struct arena *arena, struct db *db{arg}{rows}, struct err *err)"
    head.append("MUST_USE " + sign + ";\n")
    kinds = "".join("b" if c["type"] == "blob" else "t" if c["type"] in TEXTS else "i" for c in one["in"])
    body.append(f"static const struct db_statement statement_{name} = {{\n\t\"{name}\",\n\t\t{c_text(one['sql'])},\n\t\"{kinds}\", {number}\n}};\n")
    if one["out"]:
        body.append(f"static void read_{name}(struct arena *arena, struct db_cursor *cursor, struct {name}_row *row)\n{{\n\t(void)arena;")
        for i, c in enumerate(one["out"]):
            kind = c["type"]
            if kind == "optint":
                body.append(f"\trow->{c['name']} = db_is_null(cursor, {i}) ? OPT_NONE : OPT(db_int(cursor, {i}));")
            elif kind in INTS:
                body.append(f"\trow->{c['name']} = db_int(cursor, {i});")
            elif kind == "bool":
                body.append(f"\trow->{c['name']} = db_int(cursor, {i}) != 0;")
            elif kind in TEXTS:
                body.append(f"\trow->{c['name']} = db_text(arena, cursor, {i});")
            else:
                body.append(f"\trow->{c['name']}.n = db_int(cursor, {i});")
        body.append("}\n")
    ahead = "ahead" in one["head"] and one["in"]
    call = sign + "\n{\n\tstruct db_cursor *cursor;\n\t(void)arena;\n" f"\tTRY(db_start(db, &statement_{name}, &cursor, err));"
    if ahead:
        sign_ahead = f"void {name}_ahead(struct db *db, const struct {name}_in *in)"
        head.append(sign_ahead + ";\n")
        body.append(f"static void bind_{name}(struct db_cursor *cursor, const struct {name}_in *in)\n{{")
    else:
        body.append(call)
    for i, c in enumerate(one["in"], 1):
        kind, at = c["type"], f"in->{c['name']}"
        if kind == "optint":
            body.append(f"\tif ({at}.set)\n\t\tdb_bind_int(cursor, {i}, {at}.n);\n\telse\n\t\tdb_bind_null(cursor, {i});")
        elif kind in INTS | {"bool"}:
            body.append(f"\tdb_bind_int(cursor, {i}, {at});")
        elif kind == "blob":
            body.append(f"\tdb_bind_blob(cursor, {i}, {at});")
        elif kind in TEXTS:
            body.append(f"\tdb_bind_text(cursor, {i}, {at});")
        elif c["null"]:
            body.append(f"\tif ({at}.n)\n\t\tdb_bind_int(cursor, {i}, {at}.n);\n\telse\n\t\tdb_bind_null(cursor, {i});")
        else:
            body.append(f"\tdb_bind_int(cursor, {i}, {at}.n);")
    if ahead:
        body.append("}\n\n" + sign_ahead + f"\n{{\n\tstruct db_cursor *cursor;\n\tif (!db_ahead_start(db, &statement_{name}, &cursor))\n\t\treturn;\n"
                    f"\tbind_{name}(cursor, in);\n\tdb_ahead_send(cursor);\n}}\n\n" + call + f"\n\tbind_{name}(cursor, in);")
    if one["rows"] == "run" and one["class"] == "shard" and any(c["name"] == "shard" for c in one["in"]):
        body.append("\tdb_wrote(db, in->shard);")
    if one["rows"] == "run":
        body.append("\tbool row;\n\tenum status status = db_step(cursor, &row, err);\n\tdb_finish(cursor);\n\treturn status;\n}\n")
    elif one["rows"] == "many":
        body.append(f"""	size_t room = 0;
	bool row;
	enum status status;
	ret_rows->at = NULL;
	ret_rows->count = 0;
	while ((status = db_step(cursor, &row, err)) == OK && row) {{
		if (ret_rows->count == room) {{
			size_t more = room ? room * 2 : 16;
			ret_rows->at = arena_grow(arena, ret_rows->at, room * sizeof(*ret_rows->at), more * sizeof(*ret_rows->at));
			if (!ret_rows->at) {{
				db_finish(cursor);
				return err_broken(err, "db.broken", "too many rows: {name}");
			}}
			room = more;
		}}
		read_{name}(arena, cursor, &ret_rows->at[ret_rows->count++]);
	}}
	db_finish(cursor);
	return status;
}}
""")
    else:
        maybe = one["rows"] == "maybe"
        missing = "" if maybe else f"\n\tif (status == OK && !row)\n\t\treturn err_set(err, NOT_FOUND, \"{one['feature']}.not_found\", NULL);"
        body.append(f"""	bool row;
	enum status status = db_step(cursor, &row, err);
	memset(ret_row, 0, sizeof(*ret_row));
	if (status == OK && row)
		read_{name}(arena, cursor, ret_row);
	db_finish(cursor);{chr(10) + chr(9) + "*ret_found = status == OK && row;" if maybe else missing}
	return status;
}}
""")
    return "\n".join(head), "\n".join(body)


def postgres(sql):
    """A migration in PostgreSQL's words: other type names, no STRICT, no WITHOUT ROWID; text is compared byte by byte as SQLite does."""
    sql = re.sub(r"\)\s*STRICT(,\s*WITHOUT ROWID)?", ")", sql)
    out = ""
    for part in re.split(r"('[^']*'|--[^\n]*)", sql):
        if not part.startswith(("'", "--")):
            for ours, theirs in (("INTEGER", "BIGINT"), ("BLOB", "BYTEA"), ("TEXT", 'TEXT COLLATE "C"')):
                part = re.sub(rf"\b{ours}\b", theirs, part)
        out += part
    return out


def tables(db):
    """Every table as (name, [(column, kind)], key columns), parents before those that refer to them."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    refers = {n: {row[2] for row in db.execute(f"PRAGMA foreign_key_list({n})")} - {n} for n in names}
    done = []
    while len(done) < len(names):
        ready = [n for n in names if n not in done and refers[n] <= set(done)]
        if not ready:
            raise Bad("tables refer to each other in a circle")
        done += ready
    found = []
    for name in done:
        info = list(db.execute(f"PRAGMA table_info({name})"))
        kinds = {"INTEGER": "i", "TEXT": "t", "BLOB": "b"}
        key = [row[1] for row in sorted((r for r in info if r[5]), key=lambda r: r[5])]
        if not key:
            raise Bad(f"table {name} has no primary key")
        found.append((name, [(row[1], kinds[row[2]]) for row in info], key))
    return found


def list_tables(db):
    text, rows = "", ""
    for name, columns_, key in tables(db):
        for part, words in (("columns", [c for c, _ in columns_]), ("key", key)):
            text += f"static const char *const {part}_{name}[] = {{ " + ", ".join(f'"{w}"' for w in words) + ", NULL };\n"
        shard = "true" if "shard" in key else "false"
        rows += f"\t{{ \"{name}\", columns_{name}, \"{''.join(k for _, k in columns_)}\", key_{name}, {shard} }},\n"
    return f"\n{text}const struct db_table db_tables[] = {{\n{rows}}};\nconst size_t db_table_count = sizeof(db_tables) / sizeof(*db_tables);\n"


def number_parameters(one):
    """Named parameters become ?1, ?2 in the order of `in:`: the same text serves PREPARE on other engines."""
    order = {c["name"]: i for i, c in enumerate(one["in"], 1)}
    out, quote = "", False
    for part in re.split(r"('[^']*')", one["sql"]):
        out += part if part.startswith("'") else re.sub(r"(?<![:\w]):([a-z_][a-z0-9_]*)", lambda m: f"?{order[m.group(1)]}", part)
    return out


def write(path, text):
    if os.path.exists(path) and open(path, encoding="utf-8").read() == text:
        return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    moves = [f for f in args.files if os.path.basename(os.path.dirname(f)) == "migration"]
    steps = migrations(moves)
    db = sqlite3.connect(":memory:")
    for step in steps:
        try:
            db.executescript(step["sql"])
        except sqlite3.Error as error:
            raise Bad(f"migration {step['name']}: {error}")
    check_tables(db)
    every, ids, meta = [], set(), {}
    for path in sorted(set(args.files) - set(moves)):
        every += read(path)
    names = [one["name"] for one in every]
    for name in names:
        if names.count(name) > 1:
            raise Bad(f"{name}: two statements of one name")
    by = {}
    for number, one in enumerate(every):
        check(one, db)
        one["sql"] = number_parameters(one)
        ids |= {c["type"] for c in one["in"] + one["out"] if c["type"].endswith("_id")}
        meta[one["name"]] = {"feature": one["feature"], "class": one["class"], "rows": one["rows"],
                             "out": [[c["name"], c["type"]] for c in one["out"]]}
        by.setdefault(one["feature"], []).append(emit(one, number))
    ids |= {"unit_id", "cell_id", "person_id", "account_id", "meeting_id"}
    write(args.out + "/ids.h", "/* Generated by tools/sqlc.py: an id is a type, so a swapped argument stops compiling. */\n#ifndef GEN_IDS_H\n"
          "#define GEN_IDS_H\n#include <stdint.h>\n" + "".join(f"struct {i} {{\n\tint64_t n;\n}};\n" for i in sorted(ids)) + "#endif\n")
    for feature, parts in by.items():
        guard = f"GEN_{feature.upper()}_SQL_H"
        write(f"{args.out}/{feature}_sql.h", f"/* Generated by tools/sqlc.py. */\n#ifndef {guard}\n#define {guard}\n#include \"db/db.h\"\n"
              f"#include \"gen/ids.h\"\n\n" + "\n".join(h for h, _ in parts) + "#endif\n")
        write(f"{args.out}/{feature}_sql.c", f"/* Generated by tools/sqlc.py. */\n#include \"gen/{feature}_sql.h\"\n#include <stddef.h>\n#include <string.h>\n\n"
              + "\n".join(b for _, b in parts))
    listing = "/* Generated by tools/sqlc.py. */\n#include \"db/db.h\"\n#include \"db/table.h\"\n\nconst struct db_migration db_migrations[] = {\n"
    for step in steps:
        listing += f"\t{{ \"{step['name']}\", \"{step['needs']}\",\n\t\t{c_text(step['sql'])},\n\t\t{c_text(postgres(step['sql']))} }},\n"
    listing += f"}};\nconst size_t db_migration_count = {len(steps)};\n"
    listing += f"const size_t db_statement_count = {len(every)};\n"
    names = ", ".join(f'"{one["name"]}"' for one in every)
    listing += f"extern const char *const db_statement_names[];\nconst char *const db_statement_names[] = {{ {names or 'NULL'} }};\n"
    listing += list_tables(db)
    write(args.out + "/lists.c", listing)
    write(args.out + "/sqlmeta.json", json.dumps(meta, indent=1))


if __name__ == "__main__":
    try:
        main()
    except Bad as problem:
        sys.exit(f"sqlc: {problem}")
