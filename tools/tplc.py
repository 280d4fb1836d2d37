"""Compiles page templates (src/**/page/*.html) to C: one header and one source a feature.

A template is a head between two --- lines (view, layout, title, fields) and HTML with {{holes}}. Every hole is escaped by the place it
stands in, which a small HTML state tracker knows; a hole in an unsafe place (script, style, unquoted attribute, on*=, start of an
address ...) is an error here, as `file:line: message`. Expressions are paths with one filter: no arithmetic, no calls.
Usage: tplc.py --feature NAME --sql META.json --ids gen/ids.h --out-h H --out-c C [--import FEATURE FILE...] FILES...
"""
import argparse
import json
import os
import re
import sys

from tplc_html import PLACES, URLS, Html
from tplc_words import INTS, STR, TEXTS, Bad, Template, Type, c_string, parse, resolve, split_holes, unquote

# filter: the types it takes, the C that makes it a struct str
FILTERS = {
    "day": {"text": "date_show(p->arena, {})", "day": "date_show(p->arena, {})", "instant": "page_day(p, {})"},
    "clock": {"instant": "clock_show(p->arena, {})"},
    "when": {"instant": "instant_show(p->arena, {})"},
    "minute": {"int": "page_minute(p, {})", "minute": "page_minute(p, {})"},
    "month": {"int": "page_month(p, {})", "month": "page_month(p, {})", "day": "page_month(p, month_of_day({}))"},
    "number": {"int": "number_show(p->arena, {})"},
    "permille": {"int": "permille_show(p->arena, {})"},
    "duration": {"int": "page_duration(p, {})"},
    "initials": {"text": "page_initials(p, {})"},
    "upper": {"text": "text_upper(p->arena, {})"},
}
INPUTS = {"text", "date", "time", "number", "area", "password", "pin", "tel", "search", "file", "checkbox"}


class Writer:
    """One function of C from one tree. mode html escapes by place, plain (the title) writes text as it is."""

    def __init__(self, template, views, mode):
        self.t, self.views, self.mode = template, views, mode
        self.lines, self.depth, self.pending, self.line, self.loops = [], 1, "", 0, {}
        self.plain = "", Type("text")  # the last path, before its filter
        self.html = Html(lambda message: template.fail(self.line, message), self.put, lambda: self.code("page_operation(b, p);"))

    def fail(self, message):
        self.t.fail(self.line, message)

    def put(self, text):
        self.pending += text

    def flush(self):
        if self.pending:
            pieces = [c_string(self.pending[i:i + 90]) for i in range(0, len(self.pending), 90)]
            size, tabs = len(self.pending.encode()), "\t" * self.depth
            self.lines.append(f"{tabs}buf_put(b, " + f"\n{tabs}\t".join(pieces) + f", {size});")
            self.pending = ""

    def code(self, text):
        self.flush()
        self.lines.append("\t" * self.depth + text)

    # expressions

    def path(self, word):
        """(C, Type) of a name like people, a.topic, agenda.count, a#."""
        base, mark, after = word.partition("#")
        parts = base.split(".")
        if mark:
            if base not in self.loops:
                self.fail(f"{word}: {base} is no {{{{each}}}}")
            at = {"": f"(int64_t)at_{base} + 1", "first": f"at_{base} == 0", "last": f"at_{base} + 1 == {self.loops[base][1]}.count"}
            return at[after], Type("bool" if after else "int")
        if parts[0] in self.loops:
            c, kind = f"each_{parts[0]}", Type("row", self.loops[parts[0]][0].c, self.loops[parts[0]][0].fields)
            link = "->"
        elif parts[0] in self.t.fields:
            c, kind, link = f"v->{parts[0]}", self.t.fields[parts[0]], "."
        else:
            self.fail(f"{parts[0]}: no such field in {self.t.view}")
        if len(parts) == 1 and link == "->":
            return "*" + c, kind
        for part in parts[1:]:
            if kind.kind == "list" and part == "count":
                c, kind, link = f"(int64_t){c}.count", Type("int"), "."
                continue
            if kind.kind != "row" or part not in kind.fields:
                self.fail(f"{word}: no {part} in {kind.c or kind.kind}")
            c, kind, link = c + link + part, kind.fields[part], "."
        return c, kind

    def operand(self, tokens):
        """Takes one operand with its filter off the tokens: (C, Type)."""
        if not tokens:
            self.fail("a value is missing")
        word = tokens.pop(0)
        if word[0] == '"':
            return STR(unquote(word)), Type("text")
        if word.isdigit():
            return f"INT64_C({word})", Type("int")
        if word == "_" and tokens and tokens[0][0] == '"':
            return f"page_text(p, {STR(unquote(tokens.pop(0)))}, NULL, 0)", Type("text")
        if not re.match(r"[A-Za-z_]", word):
            self.fail(f"{word} where a value belongs")
        c, kind = self.plain = self.path(word)
        if tokens and tokens[0] == "|":
            name = tokens[1] if len(tokens) > 1 else ""
            del tokens[:2]
            takes = FILTERS.get(name)
            if not takes:
                self.fail(f"no filter |{name}")
            if kind.kind == "optint" and set(takes) & INTS:
                return f"({c}.set ? {takes[sorted(set(takes) & INTS)[0]].format(c + '.n')} : STR_NONE)", Type("text")
            if kind.kind not in takes:
                self.fail(f"|{name} takes {', '.join(sorted(takes))}, {word} is {kind.kind}")
            return takes[kind.kind].format(c), Type("text")
        return c, kind

    def text_of(self, c, kind):
        if kind.kind in TEXTS:
            return c
        if kind.kind in INTS:
            return f"page_int(p, {c})"
        if kind.kind == "optint":
            return f"page_opt(p, {c})"
        if kind.kind.endswith("_id"):
            return f"page_int(p, {c}.n)"
        self.fail(f"a {kind.kind} can't be printed" + (": use {{if}}" if kind.kind == "bool" else ""))

    def text(self, tokens):
        return self.text_of(*self.operand(tokens))

    def name(self, tokens):
        """The name of a form field: "day", or with a value in it "topic_{a.id}"."""
        if not tokens or tokens[0][0] != '"':
            self.fail("the field's name in quotes comes first")
        parts = re.split(r"\{([a-z][a-z0-9_.#]*)\}", unquote(tokens.pop(0)))
        if len(parts) == 1:
            return STR(parts[0])
        said = [STR(part) if i % 2 == 0 else self.text_of(*self.path(part)) for i, part in enumerate(parts) if part]
        return f"page_join(p, (struct str[]){{ {', '.join(said)} }}, {len(said)})"

    def truth(self, c, kind):
        if kind.kind == "bool":
            return c
        if kind.kind in TEXTS or kind.kind == "blob":
            return f"{c}.len > 0"
        if kind.kind in INTS:
            return f"{c} != 0"
        if kind.kind == "optint":
            return f"{c}.set"
        if kind.kind == "list":
            return f"{c}.count > 0"
        if kind.kind.endswith("_id"):
            return f"{c}.n != 0"
        self.fail(f"a {kind.kind} is no condition")

    def condition(self, tokens, whole=True):
        said = self.either(tokens)
        if whole and tokens:
            self.fail(f"{tokens[0]} where the condition should end")
        return said

    def either(self, tokens):
        parts = [self.both(tokens)]
        while tokens and tokens[0] == "or":
            tokens.pop(0)
            parts.append(self.both(tokens))
        return parts[0] if len(parts) == 1 else " || ".join(f"({part})" for part in parts)

    def both(self, tokens):
        parts = [self.negated(tokens)]
        while tokens and tokens[0] == "and":
            tokens.pop(0)
            parts.append(self.negated(tokens))
        return parts[0] if len(parts) == 1 else " && ".join(f"({part})" for part in parts)

    def negated(self, tokens):
        if tokens and tokens[0] == "not":
            tokens.pop(0)
            return f"!({self.negated(tokens)})"
        if tokens and tokens[0] == "(":
            tokens.pop(0)
            said = self.either(tokens)
            if not tokens or tokens.pop(0) != ")":
                self.fail("a ) is missing")
            return said
        if tokens and tokens[0] == "can" and len(tokens) > 1 and tokens[1][0] == '"':
            tokens.pop(0)
            return f"page_can(p, {c_string(unquote(tokens.pop(0)))})"
        if tokens and tokens[0] == "error" and len(tokens) > 1 and tokens[1][0] == '"':
            tokens.pop(0)
            return f"page_wrong(p, {self.name(tokens)})"
        return self.comparison(tokens)

    def comparison(self, tokens):
        left, a = self.operand(tokens)
        if not tokens or tokens[0] not in ("==", "!=", "<", ">", "<=", ">="):
            return self.truth(left, a)
        sign = tokens.pop(0)
        right, b = self.operand(tokens)
        if a.kind in TEXTS and b.kind in TEXTS:
            if sign in ("==", "!="):
                return f"{'!' if sign == '!=' else ''}str_eq({left}, {right})"
            return f"str_compare({left}, {right}) {sign} 0"
        if a.kind == "optint" and b.kind in INTS:
            return f"{left}.set && {left}.n {sign} {right}" if sign != "!=" else f"!{left}.set || {left}.n != {right}"
        if a.kind in INTS and b.kind in INTS:
            return f"{left} {sign} {right}"
        if a.kind == b.kind and a.kind.endswith("_id") and sign in ("==", "!="):
            return f"{left}.n {sign} {right}.n"
        self.fail(f"{a.kind} {sign} {b.kind} can't be compared")

    # the tree

    def nodes(self, nodes):
        for node in nodes:
            self.line = node.line
            if node.kind == "text":
                self.literal(node)
            elif node.kind == "if":
                self.branches(node)
            elif node.kind == "each":
                self.loop(node)
            else:
                self.hole(list(node.tokens))

    def literal(self, node):
        if self.mode == "plain":
            if "<" in node.tokens:
                self.fail("no markup in a title")
            self.put(node.tokens)
            return
        for i, line in enumerate(node.tokens.splitlines(keepends=True)):
            self.line = node.line + i
            self.html.literal(line)

    def branches(self, node):
        self.html.settle()
        start, ends, opened, last = self.html.state, [], False, self.html.last
        for test, body, line in node.body:
            self.line = line
            said = self.condition(list(test))
            if not opened:
                self.code(f"if ({said}) {{")
            else:
                self.code(f"}} else if ({said}) {{")
            opened = True
            self.branch(body, start, ends, last)
        if node.other:
            self.code("} else {")
            self.branch(node.other, start, ends, last)
        else:
            ends.append(start)
        self.code("}")
        self.line = node.line
        self.html.join(ends)

    def branch(self, body, start, ends, last=""):
        self.html.state, self.html.last = start, last
        self.depth += 1
        self.nodes(body)
        self.html.settle()
        self.flush()
        self.depth -= 1
        ends.append(self.html.state)

    def loop(self, node):
        tokens = node.tokens
        if len(tokens) != 4 or tokens[2] != "in" or not re.fullmatch(r"[a-z][a-z0-9_]*", tokens[1]):
            self.fail("write {{each NAME in LIST}}")
        name, (c, kind) = tokens[1], self.path(tokens[3])
        if kind.kind != "list":
            self.fail(f"{tokens[3]} is {kind.kind}, not a list")
        if name in self.loops or name in self.t.fields:
            self.fail(f"{name} is already the name of something else here")
        self.html.settle()
        start, ends = self.html.state, []
        self.code(f"for (size_t at_{name} = 0; at_{name} < {c}.count; at_{name}++) {{")
        self.code(f"\tconst struct {kind.c} *each_{name} = &{c}.at[at_{name}];")
        self.code(f"\t(void)each_{name};")
        self.loops[name] = (kind, c)
        self.branch(node.body, start, ends)
        del self.loops[name]
        self.code("}")
        if node.other:
            self.line = node.line
            self.code(f"if ({c}.count == 0) {{")
            self.branch(node.other, start, ends)
            self.code("}")
        self.line = node.line
        self.html.join([start] + ends)

    def only_text(self, what):
        if self.mode == "plain" or self.html.state.kind != "text":
            self.fail(f"{what} may stand in text only, not in {'a title' if self.mode == 'plain' else PLACES[self.html.state.kind]}")
        self.html.last = ""

    def show(self, said, number=None, say=None):
        """Prints a value where it stands; `say` puts the same where HTML does."""
        if self.mode == "plain":
            self.code(f"buf_str(b, {said});")
            return
        place = self.html.hole()
        self.html.last = ""
        if place == "url":
            self.html.hole_in_url()
        if number:
            self.code(f"buf_int(b, {number});")
        elif say and place == "html":
            self.code(say)
        else:
            self.code(f"buf_{place}(b, {said});")

    def hole(self, tokens):
        first, count = tokens[0], len(tokens)
        special = {"_": self.translated, "#": self.coded, "url": self.address, "raw": self.unescaped, ">": self.partial, "input": self.input,
                   "value": self.typed, "checked": self.chosen, "selected": self.chosen, "error": self.error, "errors": self.errors,
                   "icon": self.icon, "asset": self.asset, "lang": self.lang}.get(first)
        if special and first not in self.t.fields and first not in self.loops:
            special(tokens)
        else:
            c, kind = self.operand(tokens)
            number = c if kind.kind in INTS else c + ".n" if kind.kind.endswith("_id") else None
            self.show(self.text_of(c, kind), number)
        if tokens:
            self.fail(f"{tokens[0]} where the hole should end" + (" (one value a hole)" if count > 1 else ""))

    def translated(self, tokens):
        tokens.pop(0)
        if not tokens or tokens[0][0] != '"':
            self.fail('a text in quotes follows _')
        key, args = unquote(tokens.pop(0)), []
        names = set(re.findall(r"\{([a-z][a-z0-9_]*)\}", key))
        while tokens and len(tokens) > 2 and tokens[1] == "=":
            name = tokens[0]
            del tokens[:2]
            self.plain = "", Type("text")
            c, kind = self.operand(tokens)
            plain, of = self.plain
            number = f", .number = {plain}, .counts = true" if of.kind in INTS else ""
            number = f", .number = {plain}.n, .counts = {plain}.set" if of.kind == "optint" else number
            args.append((name, f"{{ .name = {STR(name)}, .value = {self.text_of(c, kind)}{number} }}"))
        if {name for name, _ in args} != names:
            self.fail(f"the text has {sorted(names)}, the values are {sorted(name for name, _ in args)}")
        if self.mode != "plain" and self.html.state.attr in URLS:
            self.fail("a text in an address")
        values = f"(struct text_arg[]){{ {', '.join(said for _, said in args)} }}" if args else "NULL"
        plain = not args and not re.search("[&<>\"']", key)
        self.show(f"page_text(p, {STR(key)}, {values}, {len(args)})", say=f"page_say(b, p, {STR(key)});" if plain else None)

    def coded(self, tokens):
        del tokens[0]
        if not tokens or tokens.pop(0) != "code":
            self.fail('write {{#code VALUE "prefix."}}')
        said = self.text(tokens)
        if not tokens or tokens[0][0] != '"':
            self.fail('write {{#code VALUE "prefix."}}')
        if self.mode != "plain" and self.html.state.attr in URLS:
            self.fail("a text in an address")
        self.show(f"page_code(p, {STR(unquote(tokens.pop(0)))}, {said})")

    def address(self, tokens):
        if len(tokens) < 3 or tokens[1] != ":":
            self.fail("write {{url:VALUE}}")
        del tokens[:2]
        said = self.text(tokens)
        if self.mode == "plain" or self.html.hole("{{url:}}") != "url" or self.html.state.value != frozenset([""]):
            self.fail("{{url:}} stands at the start of an address")
        self.html.set(value=frozenset(["ok"]))
        self.code(f"page_url(b, {said});")

    def unescaped(self, tokens):
        if len(tokens) < 3 or tokens[1] != ":":
            self.fail("write {{raw:VALUE}}")
        del tokens[:2]
        if not self.t.view.startswith("shell_"):
            self.fail("{{raw:}} is for shells: views named shell_*")
        self.only_text("{{raw:}}")
        self.code(f"buf_str(b, {self.text(tokens)});")

    def partial(self, tokens):
        self.only_text("a partial")
        del tokens[0]
        view = self.views.get(tokens.pop(0) if tokens else "")
        if not view or view.layout != "none":
            self.fail("no such partial (a view with layout none)")
        sets = []
        while len(tokens) > 2 and tokens[1] == "=":
            name = tokens[0]
            del tokens[:2]
            want = view.fields.get(name)
            if not want:
                self.fail(f"{view.view} has no field {name}")
            if want.kind == "bool":
                c = self.condition(tokens, whole=False)
            else:
                c, kind = self.operand(tokens)
                if want.kind == "optint" and kind.kind in INTS:
                    c = f"OPT({c})"
                elif not want.same(kind):
                    self.fail(f"{name} of {view.view} is {want.kind}, the value {kind.kind}")
            sets.append(f".{name} = {c}")
        self.t.uses.add(view.view)
        self.code(f"{view.view}_html(b, p, &(struct {view.view}_view){{ {', '.join(sets) or '0'} }});")

    def input(self, tokens):
        self.only_text("{{input}}")
        del tokens[0]
        sets = [f".name = {self.name(tokens)}"]
        sets.append(f".label = {self.said(tokens)}")
        kind, at = "text", next((i for i in range(len(tokens) - 2) if tokens[i] == "type" and tokens[i + 1] == "="), -1)
        if at >= 0:
            kind = unquote(tokens[at + 2])
            del tokens[at:at + 3]
        if kind not in INPUTS:
            self.fail(f"type {kind}: one of {', '.join(sorted(INPUTS))}")
        sets.append(f".type = PAGE_{kind.upper()}")
        while tokens:
            option = tokens.pop(0)
            if option in ("required", "multiple", "autofocus"):
                sets.append(f".{option} = true")
                continue
            if not tokens or tokens.pop(0) != "=":
                self.fail(f"{option}: an option of {{{{input}}}} is NAME=VALUE or required")
            if option in ("hint", "placeholder"):
                sets.append(f".{option} = {self.said(tokens)}")
            elif option in ("min", "max", "rows"):
                if not tokens or not tokens[0].isdigit():
                    self.fail(f"{option} is a number")
                sets.append(f".rows = {tokens.pop(0)}" if option == "rows" else f".{option} = OPT({tokens.pop(0)})")
            elif option in ("accept", "autocomplete"):
                sets.append(f".{option} = {self.text(tokens)}")
            elif option == "value" and kind == "checkbox":
                sets.append(f".on = {self.condition(tokens, whole=False)}")
            elif option == "value":
                c, type_of = self.operand(tokens)
                if kind == "time" and type_of.kind == "minute":
                    c, type_of = f"page_minute(p, {c})", Type("text")
                elif type_of.kind in ("instant", "month", "minute"):
                    self.fail(f"value of type {type_of.kind}: give it a filter")
                sets.append(f".value = {self.text_of(c, type_of)}")
            else:
                self.fail(f"{option}: no such option of {{{{input}}}}")
        self.code(f"page_input(b, p, &(struct page_input){{ {', '.join(sets)} }});")

    def said(self, tokens):
        """A text for people: in quotes it is translated, else a value."""
        if tokens and tokens[0][0] == '"':
            tokens.insert(0, "_")
        return self.text(tokens)

    def typed(self, tokens):
        del tokens[0]
        name = self.name(tokens)
        self.show(f"page_value(p, {name}, {self.text(tokens) if tokens else 'STR_NONE'})")

    def chosen(self, tokens):
        word = tokens.pop(0)
        if self.mode == "plain" or self.html.state.kind not in ("intag", "tagend", "attr", "name"):
            self.fail(f"{{{{{word}}}}} stands in a tag, like an attribute")
        self.html.settle()
        name, value = self.name(tokens), self.text(tokens)
        test = self.condition(tokens, whole=False) if tokens else "false"
        self.code(f"if (page_chosen(p, {name}, {value}, {test}))")
        self.lines.append("\t" * self.depth + f"\tbuf_put(b, \" {word}\", {len(word) + 1});")
        if self.html.state.kind == "intag":
            self.html.set(kind="tagend")

    def error(self, tokens):
        self.only_text("{{error}}")
        del tokens[0]
        self.code(f"page_error(b, p, {self.name(tokens)});")

    def errors(self, tokens):
        self.only_text("{{errors}}")
        del tokens[0]
        self.code("page_errors(b, p);")

    def icon(self, tokens):
        self.only_text("{{icon}}")
        del tokens[0]
        self.code(f"page_icon(b, p, {self.text(tokens)});")

    def asset(self, tokens):
        del tokens[0]
        if len(tokens) != 1 or tokens[0][0] != '"':
            self.fail('write {{asset "name"}}')
        if self.mode == "plain" or (self.html.hole() == "url" and self.html.state.value != frozenset([""])):
            self.fail("{{asset}} is a whole address")
        self.html.set(value=frozenset(["ok"]))
        self.code(f"buf_html(b, page_asset(p, {c_string(unquote(tokens.pop(0)))}));")

    def lang(self, tokens):
        del tokens[0]
        self.show("page_language(p)")


# ---- JSON and the two files ----------------------------------------------------------------------------------------------------

def json_function(name, kind, fields):
    """The C function that writes the members of one struct."""
    lines, first = [f"static void {name}(struct buf *b, const struct {kind} *v)", "{"], "{"
    for field, of in fields.items():
        if of.kind == "blob":
            continue
        key, at = first + '"' + field + '":', f"v->{field}"
        lines.append(f"\tbuf_put(b, {c_string(key)}, {len(key)});")
        first = ","
        if of.kind in TEXTS:
            lines.append(f"\tbuf_json(b, {at});")
        elif of.kind in INTS:
            lines.append(f"\tbuf_int(b, {at});")
        elif of.kind == "bool":
            lines.append(f'\tbuf_c(b, {at} ? "true" : "false");')
        elif of.kind == "optint":
            lines.append(f"\tpage_json_opt(b, {at});")
        elif of.kind == "row":
            lines.append(f"\tjson_{of.c}(b, &{at});")
        elif of.kind == "list":
            lines += ["\tbuf_char(b, '[');", f"\tfor (size_t i = 0; i < {at}.count; i++) {{", "\t\tif (i)", "\t\t\tbuf_char(b, ',');",
                      f"\t\tjson_{of.c}(b, &{at}.at[i]);", "\t}", "\tbuf_char(b, ']');"]
        else:
            lines.append(f"\tpage_json_id(b, {at}.n);")
    lines += ['\tbuf_put(b, "{}", 2);\n\t(void)v;' if first == "{" else "\tbuf_char(b, '}');", "}", ""]
    return "\n".join(lines)


def json_rows(fields, done):
    """The functions of the rows below, deepest first, each once."""
    out = ""
    for of in fields.values():
        if of.kind in ("list", "row") and of.c not in done:
            done.add(of.c)
            out += json_rows(of.fields, done) + json_function("json_" + of.c, of.c, of.fields) + "\n"
    return out


def struct(name, fields):
    members = "".join(f"\t{of.declare()}{field};\n" for field, of in fields.items()) or "\tchar none;\n"
    return f"struct {name} {{\n{members}}};\n"


def features_of(fields):
    found = {of.feature for of in fields.values() if of.feature}
    for of in fields.values():
        if of.fields and not of.feature:
            found |= features_of(of.fields)
    return found


def in_order(templates):
    """A view whose struct holds rows of another comes behind it."""
    by, out = {t.view: t for t in templates}, []

    def place(t):
        if t not in out:
            for name in sorted(t.needs):
                if name in by:
                    place(by[name])
            out.append(t)
    for t in templates:
        place(t)
    return out


def function(name, lines):
    unused = "\t(void)b;\n\t(void)p;\n\t(void)v;\n"
    return f"{{\n\tconst struct {name}_view *v = view;\n{unused}" + "".join(line + "\n" for line in lines) + "}\n\n"


def compile_view(t, views, done):
    title, html = Writer(t, views, "plain"), Writer(t, views, "html")
    for writer, text, line in ((title, t.title, t.title_line), (html, t.body, t.body_line)):
        try:
            parts = split_holes(text, line)
        except Bad as problem:
            raise Bad(f"{t.path}:{problem}")
        writer.nodes(parse(parts, t.fail))
        writer.flush()
    for name in sorted(set(re.findall(r'\{\{error "([^"{]+)"\}\}', t.body))):
        if f'id="f-{name}"' not in t.body and f'{{{{input "{name}"' not in t.body:
            t.fail(t.body_line, f'the list of errors links to f-{name}: nothing has this id')
    if html.html.state.kind != "text":
        t.fail(t.body_line + t.body.count("\n"), f"the template ends inside <{html.html.state.tag}>")
    sign = "(struct buf *b, struct page *p, const void *view)\n"
    return (json_rows(t.fields, done) + json_function(f"json_{t.view}_view", t.view + "_view", t.fields)
            + f"\nstatic void {t.view}_json(struct buf *b, const void *view)\n{{\n\tjson_{t.view}_view(b, view);\n}}\n\n"
            + f"static void {t.view}_title{sign}" + function(t.view, title.lines)
            + f"void {t.view}_html{sign}" + function(t.view, html.lines)
            + f"const struct page_type {t.view}_page = {{\n\t.name = \"{t.view}\",\n\t.view_size = sizeof(struct {t.view}_view),\n"
            + f"\t.layout = \"{t.layout}\",\n\t.title = {t.view}_title,\n\t.html = {t.view}_html,\n\t.json = {t.view}_json,\n}};\n\n")


def compile_feature(feature, templates, imported, sql, ids, header):
    """The text of the header and the source. imported: {feature: [templates]}."""
    every = templates + [t for group in imported.values() for t in group]
    for t in every:
        if [other.view for other in every].count(t.view) > 1:
            t.fail(1, f"two templates of the view {t.view}")
    resolve(every, sql)
    views, done = {t.view: t for t in every}, set()
    body = "".join(compile_view(t, views, done) for t in templates)
    used = set().union(*[t.uses | t.needs for t in templates])
    others = sorted(name for name, group in imported.items() if used & {t.view for t in group})
    needs = sorted(set().union(*[features_of(t.fields) for t in templates]))
    guard = f"GEN_{feature.upper()}_PAGE_H"
    said = f"/* Generated by tools/tplc.py from the pages of {feature}. */\n"
    head = f"{said}#ifndef {guard}\n#define {guard}\n\n#include \"app/page.h\"\n"
    head += "".join(f'#include "{path}"\n' for path in ids + [f"gen/{n}_sql.h" for n in needs] + [f"gen/{n}_page.h" for n in others]) + "\n"
    for t in in_order(templates):
        for kind in t.structs:
            head += struct(kind.c, kind.fields)
            head += f"struct {kind.rows} {{\n\tstruct {kind.c} *at;\n\tsize_t count;\n}};\n" if kind.kind == "list" else ""
        head += struct(t.view + "_view", t.fields)
        head += f"void {t.view}_html(struct buf *b, struct page *p, const void *view);\nextern const struct page_type {t.view}_page;\n\n"
    includes = '#include "base/text.h"\n#include "base/time.h"\n\n'
    return head + "#endif\n", f'{said}#include "{os.path.basename(header)}"\n{includes}{body}'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--feature", required=True)
    parser.add_argument("--sql")
    parser.add_argument("--ids", action="append", default=[])
    parser.add_argument("--import", dest="imported", action="append", nargs="+", default=[])
    parser.add_argument("--out-h", required=True)
    parser.add_argument("--out-c", required=True)
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    sql = {}
    if args.sql:
        with open(args.sql, encoding="utf-8") as file:
            sql = json.load(file)
    imported = {group[0]: [Template(path) for path in group[1:]] for group in args.imported}
    texts = compile_feature(args.feature, [Template(path) for path in args.files], imported, sql, args.ids, args.out_h)
    for path, text in zip((args.out_h, args.out_c), texts):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    try:
        main()
    except Bad as problem:
        sys.exit(str(problem))
