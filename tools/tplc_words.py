"""The words of a page template, for tplc.py: types, the head, holes and control as a tree. Knows neither HTML places nor C functions."""
import re
from collections import namedtuple

TEXTS = {"text", "day"}
INTS = {"int", "instant", "month", "minute"}
KEYWORDS = set("""auto break case char const continue default do double else enum extern float for goto if inline int long register
restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false asm typeof""".split())
LAYOUTS = {"app", "console", "plain", "print", "none", "card"}


class Bad(Exception):
    pass


class Type:
    """kind: a word of the language, or list or row (then c is the C struct of one row, rows of many, fields the members)."""

    def __init__(self, kind, c=None, fields=None, rows=None):
        self.kind, self.c, self.fields, self.rows, self.feature = kind, c, fields, rows, None

    def declare(self):
        if self.kind in TEXTS or self.kind == "blob":
            return "struct str "
        if self.kind in INTS:
            return "int64_t "
        if self.kind == "bool":
            return "bool "
        if self.kind == "optint":
            return "struct opt_int "
        if self.kind == "list":
            return f"struct {self.rows} "
        return f"struct {self.c if self.kind == 'row' else self.kind} "

    def same(self, other):
        return self.declare() == other.declare()


def simple(word):
    null = word.endswith("?")
    word = word.rstrip("?")
    if word in INTS and null:
        return Type("optint")
    if word in TEXTS or word in INTS or word in ("bool", "optint", "blob") or re.fullmatch(r"[a-z][a-z0-9_]*_id", word):
        return Type(word)
    return None


def c_string(text):
    out = ""
    for byte in text:
        code = ord(byte)
        if byte in '"\\':
            out += "\\" + byte
        elif byte == "\n":
            out += "\\n"
        elif code < 32 or code == 127 or byte == "?":
            out += f"\\{code:03o}"
        else:
            out += byte
    return '"' + out + '"'


def STR(text):
    return f"STR({c_string(text)})"


class Template:
    def __init__(self, path, text=None):
        self.path, self.view, self.layout, self.title, self.title_line = path, None, "none", "", 0
        self.fields, self.structs, self.uses, self.pending, self.needs = {}, [], set(), [], set()
        if text is None:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        lines = text.split("\n")
        if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
            self.fail(1, "a template begins with a head between two --- lines")
        end = 1 + [line.strip() for line in lines[1:]].index("---")
        rows = []
        for number, line in enumerate(lines[1:end], 2):
            line = re.sub(r"\s+#\s.*$", "", line).rstrip()
            if line.strip() and not line.lstrip().startswith("#"):
                rows.append((number, len(line) - len(line.lstrip()), line.strip()))
        self.body, self.body_line = "\n".join(lines[end + 1:]), end + 2
        self.head(rows)
        if self.layout == "none":
            self.body = self.body.rstrip()

    def fail(self, line, message):
        raise Bad(f"{self.path}:{line}: {message}")

    def head(self, rows):
        rest = []
        for row in rows:
            number, indent, line = row
            word, _, value = line.partition(" ")
            value = value.strip()
            if indent == 0 and word == "view" and not self.view:
                if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
                    self.fail(number, "a view's name is small letters, digits and _")
                self.view = value
            elif indent == 0 and word == "layout":
                if value not in LAYOUTS:
                    self.fail(number, f"layout {value}: one of {', '.join(sorted(LAYOUTS))}")
                self.layout = value
            elif indent == 0 and word == "title" and not simple(value):
                self.title, self.title_line = value, number
            else:
                rest.append(row)
        if not self.view:
            self.fail(1, "the head needs: view NAME")
        self.fields = self.read_fields(rest, self.view)

    def read_fields(self, rows, prefix):
        fields, at = {}, 0
        while at < len(rows):
            number, indent, line = rows[at]
            if indent != rows[0][1]:
                self.fail(number, "fields of one list stand at one indent")
            own, at = [], at + 1
            while at < len(rows) and rows[at][1] > indent:
                own.append(rows[at])
                at += 1
            words = line.split()
            if len(words) not in (2, 3) or not re.fullmatch(r"[a-z][a-z0-9_]*", words[0]):
                self.fail(number, f"'{line}' is not NAME TYPE")
            name = words[0]
            if name in fields or name in KEYWORDS:
                self.fail(number, f"{name}: " + ("twice" if name in fields else "a word of C, take another name"))
            kind = simple(words[1])
            if kind and len(words) == 2 and not own:
                fields[name] = kind
            elif words[1] in ("list", "row") and len(words) == 2 and own:
                kind = Type(words[1], f"{prefix}_{name}", None, f"{prefix}_{name}_rows")
                kind.fields = self.read_fields(own, kind.c)
                self.structs.append(kind)
                fields[name] = kind
            elif words[1] in ("list", "row") and len(words) == 3 and not own:
                fields[name] = Type(words[1])
                self.pending.append((fields[name], words[2], number))
            else:
                self.fail(number, f"unknown type '{' '.join(words[1:])}' (or a list without its fields)")
        return fields


def resolve(templates, sql):
    """Gives `list NAME` and `row NAME` their structs: rows of an SQL statement, or VIEW.FIELD of another template."""
    views = {t.view: t for t in templates}
    for t in templates:
        for kind, name, line in t.pending:
            view, _, field = name.partition(".")
            if field:
                other = views.get(view)
                found = other.fields.get(field) if other else None
                if not found or not found.fields:
                    t.fail(line, f"{name}: no such list of a view")
                kind.c, kind.fields, kind.rows = found.c, found.fields, found.rows
                if other is not t:
                    t.needs.add(view)
            elif name in sql:
                if not sql[name]["out"]:
                    t.fail(line, f"the statement {name} gives no rows")
                if kind.kind == "list" and sql[name].get("rows", "many") != "many":
                    t.fail(line, f"the statement {name} gives one row, not many")
                kind.c, kind.fields, kind.rows, kind.feature = name + "_row", {}, name + "_rows", sql[name]["feature"]
                for column, word in sql[name]["out"]:
                    kind.fields[column] = simple(word)
                    if not kind.fields[column]:
                        t.fail(line, f"{name}.{column}: unknown type {word}")
            else:
                t.fail(line, f"no SQL statement {name}")


TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\d+|[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(?:\#(?:first|last)?)?|[=!<>]=|[|()=<>:>\#!])')


def split_holes(text, line):
    """Yields ("text", TEXT, line) and ("hole", TOKENS, line)."""
    parts, at = [], 0
    while True:
        start = text.find("{{", at)
        literal = text[at:] if start < 0 else text[at:start]
        parts.append(["text", literal, line])
        line += literal.count("\n")
        if start < 0:
            break
        if text.startswith("{{!", start):
            end = text.find("}}", start)
            if end < 0:
                raise Bad(f"{line}: an open comment {{{{!")
            line, at = line + text.count("\n", start, end), end + 2
            parts.append(["note", [], line])
            continue
        at, tokens = start + 2, []
        while not re.match(r"\s*\}\}", text[at:at + 200]):
            found = TOKEN.match(text, at)
            if not found:
                raise Bad(f"{line}: not understood in a hole: {text[at:at + 20].strip()!r}")
            tokens.append(found.group(1))
            at = found.end()
        at = text.index("}}", at) + 2
        if not tokens:
            raise Bad(f"{line}: an empty hole")
        parts.append(["hole", tokens, line])
        line += text.count("\n", start, at)
    return trim_control(parts)


def trim_control(parts):
    """A line that holds nothing but control leaves no line."""
    for i, (kind, tokens, _) in enumerate(parts):
        if kind == "text" or (kind == "hole" and tokens[0] not in ("if", "elif", "else", "end", "each")):
            continue
        before, after = parts[i - 1], parts[i + 1]
        blank_before = re.search(r"(^|\n)[ \t]*$", before[1]) and (before[1].count("\n") or i == 1)
        blank_after = re.match(r"[ \t]*(\n|$)", after[1]) and (after[1].count("\n") or i + 2 == len(parts))
        if blank_before and blank_after:
            before[1] = before[1].rstrip(" \t")
            after[1] = re.sub(r"^[ \t]*\n", "", after[1])
            after[2] += 1
    return [tuple(part) for part in parts if part[0] == "hole" or (part[0] == "text" and part[1])]


Node = namedtuple("Node", "kind tokens line body other")


def parse(parts, fail):
    """A list of parts as a tree: text, hole, if (body: list of (tokens, nodes)), each."""
    at = 0

    def block(stops):
        nonlocal at
        nodes = []
        while at < len(parts):
            kind, content, line = parts[at]
            at += 1
            word = content[0] if kind == "hole" else None
            if word in stops:
                return nodes, content, line
            if word in ("else", "elif", "end"):
                fail(line, f"{{{{{word}}}}} without its {{{{if}}}} or {{{{each}}}}")
            if word == "if":
                arms, test, other = [], content[1:], []
                while True:
                    body, stop, at_line = block(("elif", "else", "end"))
                    arms.append((test, body, line))
                    if stop[0] == "elif":
                        test = stop[1:]
                        continue
                    if stop[0] == "else":
                        other, stop, _ = block(("end",))
                    break
                nodes.append(Node("if", content, line, arms, other))
            elif word == "each":
                body, stop, _ = block(("else", "end"))
                other = block(("end",))[0] if stop[0] == "else" else []
                nodes.append(Node("each", content, line, body, other))
            else:
                nodes.append(Node(kind, content, line, None, None))
        if stops:
            fail(parts[-1][2] if parts else 1, "an {{if}} or {{each}} without {{end}}")
        return nodes, None, 0
    return block(())[0]


def unquote(word):
    return re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), word[1:-1])


def texts_of(template):
    """What a template says to people: ("text" or "prefix", its text, line), for the .po files."""
    found = []
    for part, line in ((template.title, template.title_line), (template.body, template.body_line)):
        for kind, tokens, at in split_holes(part, line):
            if kind != "hole":
                continue
            for i, word in enumerate(tokens):
                after_is = i > 1 and tokens[i - 1] == "=" and tokens[i - 2] in ("hint", "placeholder") and tokens[0] == "input"
                if word[0] == '"' and (tokens[i - 1] == "_" and i > 0 or tokens[0] == "input" and i == 2 or after_is):
                    found.append(("text", unquote(word), at))
                elif word[0] == '"' and tokens[:2] == ["#", "code"]:
                    found.append(("prefix", unquote(word), at))
    return found
