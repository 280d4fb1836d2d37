"""Where in the HTML a template stands, for tplc.py: walks literal text, says what may stand there, joins the ends of branches."""
import re
from collections import namedtuple

URLS = {"href", "src", "action", "formaction", "poster", "data", "cite", "ping", "background", "manifest", "xlink:href", "longdesc"}
UNSAFE = {"srcset", "imagesrcset", "srcdoc", "style", "integrity", "method"}
# kind: text, name, intag, tagend (a blank or > must follow), attr, eq, dq, sq, unq, comment, raw
State = namedtuple("State", "kind tag closing attr value post pre")
START = State("text", "", False, "", frozenset([""]), False, 0)
PLACES = {"text": "text", "name": "a tag's name", "intag": "a tag", "tagend": "a tag", "attr": "an attribute's name",
          "eq": "an unquoted attribute", "dq": "a quoted attribute", "sq": "a single-quoted attribute", "unq": "an unquoted attribute",
          "comment": "a comment", "raw": "raw text"}


class Html:
    """Walks literal text. `fail(message)` ends; `operation()` is called behind the opening tag of each form that posts."""

    def __init__(self, fail, put, operation):
        self.fail, self.put, self.operation, self.state, self.last = fail, put, operation, START, "\n"

    def out(self, text):
        if text:
            self.put(text)
            self.last = text[-1]

    def literal(self, text):
        at = 0
        while at < len(text):
            at += getattr(self, "in_" + self.state.kind)(text[at:])

    def set(self, **changes):
        self.state = self.state._replace(**changes)

    def in_text(self, text):
        if text[0] == "<":
            if text.startswith("<!--"):
                self.set(kind="comment")
                self.out("<!--")
                return 4
            found = re.match(r"<(/?)([A-Za-z!])", text)
            if not found:
                self.fail("a bare <: write &lt;")
            self.set(kind="name", tag="", closing=bool(found.group(1)), attr="", value=frozenset([""]), post=False)
            self.out("<" + found.group(1))
            return 1 + len(found.group(1))
        run = re.match(r"[^<]+", text).group(0)
        short = run if self.state.pre else re.sub(r"[ \t]+", " ", re.sub(r"[ \t\n]*\n[ \t\n]*", "\n", run))
        if not self.state.pre and self.last == "\n":
            short = short.lstrip(" \t\n")
        self.out(short)
        return len(run)

    def in_name(self, text):
        run = re.match(r"[A-Za-z0-9:!-]*", text).group(0)
        self.out(run)
        self.set(tag=self.state.tag + run.lower())
        if len(run) == len(text):
            return len(run)
        if text[len(run)] not in " \t\n/>":
            self.fail(f"{text[len(run)]} in a tag's name")
        self.set(kind="tagend")
        return len(run)

    def in_tagend(self, text):
        if text[0] not in " \t\n/>":
            self.fail("a blank belongs between attributes")
        self.set(kind="intag")
        return 0

    def in_intag(self, text):
        run = re.match(r"[ \t\n]*", text).group(0)
        if run:
            self.out(" ")
            return len(run)
        if text[0] == "/":
            self.out("/")
            return 1
        if text[0] == ">":
            return self.end_tag()
        if text[0] in "\"'<=":
            self.fail(f"{text[0]} where an attribute begins (no blank around =)")
        self.set(kind="attr", attr="", value=frozenset([""]))
        return 0

    def end_tag(self):
        state = self.state
        self.out(">")
        if state.closing:
            self.set(kind="text", pre=max(0, state.pre - (state.tag == "pre")))
        elif state.tag in ("script", "style", "textarea", "title"):
            self.set(kind="raw")
        else:
            self.set(kind="text", pre=state.pre + (state.tag == "pre"))
            if state.tag == "form" and state.post:
                self.operation()
        kept = self.state.tag if self.state.kind == "raw" else ""
        self.set(tag=kept, closing=False, post=False, attr="", value=frozenset([""]))
        return 1

    def in_attr(self, text):
        run = re.match(r"[^\s=>/\"'<]*", text).group(0)
        self.out(run)
        self.set(attr=self.state.attr + run.lower())
        if len(run) < len(text):
            if text[len(run)] == "=":
                self.set(kind="eq")
                self.out("=")
                return len(run) + 1
            self.set(kind="tagend", attr="")
        return len(run)

    def in_eq(self, text):
        if text[0] in " \t\n>":
            self.fail("a value must follow =")
        self.set(kind={'"': "dq", "'": "sq"}.get(text[0], "unq"))
        if text[0] in "\"'":
            self.out(text[0])
        return 1 if text[0] in "\"'" else 0

    def value(self, run):
        if self.state.attr in URLS or self.state.attr == "method":
            self.set(value=frozenset(v if v == "ok" else (v + run)[:80] for v in self.state.value))
        self.out(run)

    def close_value(self):
        state = self.state
        posts = state.tag == "form" and state.attr == "method" and any(v.strip().lower() == "post" for v in state.value)
        self.set(kind="tagend", attr="", value=frozenset([""]), post=state.post or posts)

    def quoted(self, text, mark):
        run = re.match(f"[^{mark}]*", text).group(0)
        self.value(run)
        if len(run) == len(text):
            return len(run)
        self.out(mark)
        self.close_value()
        return len(run) + 1

    def in_dq(self, text):
        return self.quoted(text, '"')

    def in_sq(self, text):
        return self.quoted(text, "'")

    def in_unq(self, text):
        run = re.match(r"[^\s>\"'=<`]*", text).group(0)
        self.value(run)
        if len(run) < len(text):
            self.close_value()
        return len(run)

    def in_comment(self, text):
        end = text.find("-->")
        run = text if end < 0 else text[:end + 3]
        if end >= 0:
            self.set(kind="text")
        self.out(run)
        return len(run)

    def in_raw(self, text):
        found = re.search(f"</{self.state.tag}(?=[\\s/>])", text, re.I)
        run = text[:found.start()] if found else text
        self.out(run)
        if found:
            self.set(kind="name", tag="", closing=True)
            self.out("</")
            return len(run) + 2
        return len(run)

    def settle(self):
        """Before control: a name or an unquoted value ends here."""
        if self.state.kind == "unq":
            self.close_value()
        elif self.state.kind == "attr":
            self.set(kind="tagend", attr="")
        elif self.state.kind == "name" and self.state.tag:
            self.set(kind="tagend")
        elif self.state.kind == "name":
            self.fail("control in a tag's name")
        elif self.state.kind == "eq":
            self.fail("control in an unquoted attribute: quote the value")

    def join(self, states):
        first = states[0]
        for other in states[1:]:
            if {first.kind, other.kind} == {"intag", "tagend"}:
                first, other = first._replace(kind="tagend"), other._replace(kind="tagend")
            if first._replace(value=0) != other._replace(value=0):
                said = [PLACES[s.kind] + (f" <{s.tag}>" if s.kind != "text" else " in <pre>" if s.pre else "") for s in (first, other)]
                self.fail(f"the branches leave the HTML differently: {said[0]} and {said[1]}")
            first = first._replace(value=first.value | other.value)
        self.state, self.last = first, ""

    def hole(self, what="a hole"):
        """Checks that a value may stand here; gives html or url."""
        state = self.state
        kind, attr = state.kind, state.attr
        if kind == "raw" and state.tag in ("textarea", "title"):
            return "html"
        if kind == "raw":
            self.fail(f"{what} inside <{state.tag}>")
        if kind == "text":
            return "html"
        if kind != "dq":
            self.fail(f"{what} in {PLACES[kind]}" + (": write the attribute in double quotes" if kind in ("eq", "unq", "sq") else ""))
        if attr.startswith("on") or attr in UNSAFE:
            self.fail(f"{what} in {attr}=")
        return "url" if attr in URLS else "html"

    def hole_in_url(self):
        for value in self.state.value:
            if value == "ok":
                continue
            scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", value)
            if value == "":
                self.fail("a hole at the start of an address: write the path first, or {{url:...}} for a path of our own")
            if scheme and scheme.group(1).lower() not in ("http", "https", "mailto", "tel"):
                self.fail(f"a hole in a {scheme.group(1)}: address")
            if re.fullmatch(r"\s*(https?:)?/?/?[^/]*", value, re.I) and ("//" in value or re.match(r"\s*https?:", value, re.I)):
                self.fail("a hole in the host of an address")
        self.set(value=frozenset(["ok"]))
