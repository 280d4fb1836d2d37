"""Tests of the build tools: what tplc.py accepts and refuses, what po.py finds."""
import contextlib
import io
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import po  # noqa: E402
import tplc  # noqa: E402
from tplc_words import Bad, Template, texts_of  # noqa: E402

SQL = {"agenda_of": {"feature": "meeting", "rows": "many", "out": [["id", "item_id"], ["topic", "text"], ["minutes", "optint"]]},
       "chair_of": {"feature": "person", "rows": "one", "out": [["name", "text"]]},
       "run_it": {"feature": "person", "rows": "run", "out": []}}
HEAD = """---
view page
n int
yes bool
name text
other text
held day
at instant
left optint
id item_id
bytes blob
agenda list agenda_of
chair row chair_of
people list
  name text
  absent bool
---
"""


def compile_text(body, head=HEAD, more=()):
    templates = [Template("page.html", head + body)] + [Template(f"more{i}.html", text) for i, text in enumerate(more)]
    return tplc.compile_feature("sample", templates, {}, SQL, ["gen/ids.h"], "gen/sample_page.h")


class Tplc(unittest.TestCase):
    def refuses(self, body, message, head=HEAD, line=None, more=()):
        with self.assertRaises(Bad) as caught:
            compile_text(body, head, more)
        self.assertIn(message, str(caught.exception))
        self.assertRegex(str(caught.exception), r"^(page|more\d)\.html:\d+: ")
        if line:
            self.assertIn(f"page.html:{line}: ", str(caught.exception))

    def gives(self, body, *parts):
        source = compile_text(body)[1]
        for part in parts:
            self.assertIn(part, source)
        return source

    def test_unsafe_places(self):
        for body, message in (
                ("<{{name}}>", "<"),
                ("<a{{name}}>", "a hole in a tag's name"),
                ("<a {{name}}>", "a hole in a tag"),
                ("<a x{{name}}=\"\">", "an attribute's name"),
                ("<a class={{name}}>", "unquoted"),
                ("<a class=x{{name}}>", "unquoted"),
                ("<a class='{{name}}'>", "single-quoted"),
                ("<!-- {{name}} -->", "a comment"),
                ("<script>{{name}}</script>", "inside <script>"),
                ("<style>{{name}}</style>", "inside <style>"),
                ("<SCRIPT>{{n}}</SCRIPT>", "inside <script>"),
                ("<a onclick=\"{{name}}\">", "onclick="),
                ("<a ONCLICK=\"{{n}}\">", "onclick="),
                ("<a style=\"width:{{n}}px\">", "style="),
                ("<img srcset=\"{{name}} 2x\">", "srcset="),
                ("<iframe srcdoc=\"{{name}}\">", "srcdoc="),
                ("<form method=\"{{name}}\">", "method=")):
            with self.subTest(body):
                self.refuses(body, message)

    def test_addresses(self):
        for body, message in (
                ("<a href=\"{{name}}\">", "start of an address"),
                ("<a href=\"{{n}}\">", "start of an address"),
                ("<a href=\"{{if yes}}/x{{end}}{{name}}\">", "start of an address"),
                ("<a href=\"javascript:{{name}}\">", "javascript: address"),
                ("<a href=\"data:text/html,{{name}}\">", "data: address"),
                ("<a href=\"//{{name}}/\">", "host"),
                ("<a href=\"https://{{name}}\">", "host"),
                ("<a href=\"https://a.{{name}}\">", "host"),
                ("<a href=\"/x{{url:name}}\">", "start of an address"),
                ("<p>{{url:name}}</p>", "start of an address"),
                ("<a title=\"{{url:name}}\">", "start of an address"),
                ("<a href=\"/{{_ \"Tên\"}}\">", "a text in an address"),
                ("<script src=\"{{name}}\"></script>", "start of an address"),
                ("<img src=\"/x{{asset \"a.png\"}}\">", "a whole address")):
            with self.subTest(body):
                self.refuses(body, message)
        self.gives('<a href="/x/{{name}}">', "buf_url(b, v->name)")
        self.gives('<a href="{{url:name}}?q={{name}}">', "page_url(b, v->name)", "buf_url(b, v->name)")
        self.gives('<a href="https://a.example/{{name}}">', "buf_url(b, v->name)")
        self.gives('<a href="mailto:{{name}}">', "buf_url(b, v->name)")
        self.gives('<script src="{{asset "a.js"}}" defer></script>', 'page_asset(p, "a.js")')

    def test_markup(self):
        for body, message in (
                ("a < b", "write &lt;"),
                ("<p", "ends inside <p>"),
                ("<a x=\"1\"y=\"2\">", "a blank belongs"),
                ("<a x = \"1\">", "no blank around ="),
                ("<textarea>{{name}}", "ends inside <textarea>")):
            with self.subTest(body):
                self.refuses(body, message)

    def test_branches(self):
        for body in ("{{if yes}}<a {{end}}>", "{{if yes}}<a class=\"{{else}}<b>{{end}}", "{{each a in agenda}}<!--{{end}}",
                     "{{if yes}}<script>{{end}}", "<a class=\"{{if yes}}\"{{end}}>", "{{if yes}}<pre>{{end}}",
                     "<form {{if yes}}method=\"post\"{{end}}></form>"):
            with self.subTest(body):
                self.refuses(body, "the branches leave the HTML differently")
        self.refuses("<b{{if yes}} x{{end}}y>", "a blank belongs")
        self.refuses("<a x={{if yes}}1{{end}}>", "unquoted")
        self.gives('<option value="x"{{if yes}} selected{{end}}>', '" selected"')
        self.gives("<option{{if yes}} selected{{end}}>", '" selected"')
        self.gives('<b class="a{{if yes}} b{{end}}">', '" b"')
        self.gives('{{if yes}}<b class="x">{{else}}<b>{{end}}</b>', "} else {")

    def test_control(self):
        for body, message in (("{{if yes}}", "without {{end}}"), ("{{end}}", "without its"), ("{{else}}", "without its"),
                              ("{{each a in name}}{{end}}", "not a list"), ("{{each name in agenda}}{{end}}", "already the name"),
                              ("{{each a agenda}}{{end}}", "{{each NAME in LIST}}"),
                              ("{{each a in agenda}}{{each a in people}}{{end}}{{end}}", "already the name"),
                              ("{{if}}x{{end}}", "a value is missing"), ("{{if yes name}}x{{end}}", "condition should end"),
                              ("{{if (yes}}x{{end}}", "a ) is missing"), ("{{}}", "an empty hole"), ("{{name", "not understood"),
                              ("{{a#}}", "no {{each}}"), ("{{name other}}", "hole should end")):
            with self.subTest(body):
                self.refuses(body, message)

    def test_conditions(self):
        for cond, c in (("yes", "if (v->yes) {"), ("not yes", "if (!(v->yes)) {"), ("name", "if (v->name.len > 0) {"), ("n", "if (v->n != 0) {"),
                        ("agenda", "if (v->agenda.count > 0) {"), ("left", "if (v->left.set) {"), ("id", "if (v->id.n != 0) {"),
                        ("n >= 3", "if (v->n >= INT64_C(3)) {"), ("name == \"x\"", 'if (str_eq(v->name, STR("x"))) {'),
                        ("name != other", "if (!str_eq(v->name, v->other)) {"), ("held < held", "if (str_compare(v->held, v->held) < 0) {"),
                        ("left == 3", "if (v->left.set && v->left.n == INT64_C(3)) {"), ("can \"a.b\"", 'if (page_can(p, "a.b")) {'),
                        ("error \"day\"", 'if (page_wrong(p, STR("day"))) {'), ("people.count > 1", "if ((int64_t)v->people.count > INT64_C(1)) {"),
                        ("yes and (n or name)", "if ((v->yes) && ((v->n != 0) || (v->name.len > 0))) {")):
            with self.subTest(cond):
                self.gives(f"{{{{if {cond}}}}}x{{{{end}}}}", c)
        self.refuses('{{if n == "x"}}{{end}}', "can't be compared")
        self.refuses("{{if id == n}}{{end}}", "can't be compared")
        self.refuses("{{if chair}}{{end}}", "no condition")

    def test_expressions(self):
        for body, message in (("{{nobody}}", "no such field"), ("{{chair.nobody}}", "no nobody"), ("{{agenda.topic}}", "no topic"),
                              ("{{yes}}", "can't be printed"), ("{{bytes}}", "can't be printed"), ("{{agenda}}", "can't be printed"),
                              ("{{name|shout}}", "no filter"), ("{{n|clock}}", "takes instant"), ("{{name|number}}", "takes int")):
            with self.subTest(body):
                self.refuses(body, message)
        self.gives("{{each a in agenda}}{{a.topic}}{{a#}}{{if a#last}},{{end}}{{end}}", "each_a->topic", "buf_int(b, (int64_t)at_a + 1)",
                   "at_a + 1 == v->agenda.count")
        self.gives("{{chair.name}}{{at|when}}{{id}}", "v->chair.name", "instant_show(p->arena, v->at)", "buf_int(b, v->id.n)")

    def test_texts(self):
        self.refuses('{{_ "Còn {n}"}}', "the text has ['n']")
        self.refuses('{{_ "Còn" n=n}}', "the values are ['n']")
        self.refuses("{{_ name}}", "a text in quotes")
        self.refuses('{{#code name}}', "prefix")
        self.gives('{{_ "Còn {n}" n=n|number}}', ".value = number_show(p->arena, v->n), .number = v->n, .counts = true")
        self.gives('<b title="{{_ "Tên"}}">', 'page_say(b, p, STR("Tên"));')
        self.gives('{{_ "Tin & bài"}}', 'buf_html(b, page_text(p, STR("Tin & bài"), NULL, 0));')

    def test_builtins(self):
        for body, message in (('{{input name "Tên"}}', "name in quotes"), ('{{input "a" "Tên" type="color"}}', "one of"),
                              ('{{input "a" "Tên" colour="x"}}', "no such option"), ('{{input "a" "Tên" max=x}}', "is a number"),
                              ('{{input "a" "Tên" value=at}}', "give it a filter"), ('<p title="{{input "a" "Tên"}}">', "in text only"),
                              ('{{checked "a" "b" yes}}', "stands in a tag"), ('<p {{errors}}>', "in text only"),
                              ("{{raw:name}}", "for shells"), ("{{> nobody}}", "no such partial"), ('{{asset name}}', "asset"),
                              ('<svg>{{icon}}</svg>', "a value is missing")):
            with self.subTest(body):
                self.refuses(body, message)
        self.gives('{{input "topic-{id}" name type="number" value=left min=1 required}}',
                   'page_join(p, (struct str[]){ STR("topic-"), page_int(p, v->id.n) }, 2)', ".label = v->name", ".min = OPT(1), .required = true")
        self.refuses('<fieldset>{{error "a"}}</fieldset>', "f-a: nothing has this id")
        self.gives('<fieldset id="f-a">{{error "a"}}</fieldset>', "page_error")
        self.gives('<form action="/x" method="POST" class="y">', "page_operation(b, p);")
        self.gives("<form method=post>", "page_operation(b, p);")
        self.assertNotIn("page_operation", compile_text('<form method="get" action="/post">')[1])
        self.assertIn("buf_str(b, v->name)", compile_text("{{raw:name}}", HEAD.replace("view page", "view shell_x"))[1])

    def test_partials(self):
        card = "---\nview card\nlayout none\np row page.people\nn optint\nstrong bool\n---\n<b>{{p.name}}</b>\n"
        header, source = compile_text("{{each q in people}}{{> card p=q n=n strong=q.absent and yes}}{{end}}", more=[card])
        self.assertIn("card_html(b, p, &(struct card_view){ .p = *each_q, .n = OPT(v->n), .strong = (each_q->absent) && (v->yes) });", source)
        self.assertLess(header.index("struct page_people {"), header.index("struct card_view {"))
        self.refuses("{{> card name=name}}", "card has no field name", more=[card])
        self.refuses("{{> card p=name}}", "p of card is row", more=[card])
        self.refuses("{{> card}}", "no such partial", more=[card.replace("layout none", "layout app")])

    def test_heads(self):
        for head, message in (("", "begins with a head"), ("---\n---\n", "view NAME"), ("---\nview Page\n---\n", "a view's name"),
                              ("---\nview page\nlayout big\n---\n", "layout big"), ("---\nview page\nx wrong\n---\n", "unknown type"),
                              ("---\nview page\nx text\nx int\n---\n", "twice"), ("---\nview page\ndefault text\n---\n", "a word of C"),
                              ("---\nview page\nx list\n---\n", "without its fields"), ("---\nview page\nx list nobody\n---\n", "no SQL statement"),
                              ("---\nview page\nx list chair_of\n---\n", "one row, not many"), ("---\nview page\nx row run_it\n---\n", "no rows"),
                              ("---\nview page\nx list page.y\n---\n", "no such list"), ("---\nview page\nx\n---\n", "NAME TYPE"),
                              ("---\nview page\ntitle <b>x</b>\n---\n", "no markup")):
            with self.subTest(head):
                self.refuses("", message, head)
        header = compile_text("x")[0]
        for part in ('#include "gen/meeting_sql.h"', '#include "gen/person_sql.h"', "struct agenda_of_rows agenda;", "struct chair_of_row chair;",
                     "struct page_people_rows {", "struct opt_int left;", "struct item_id id;", "extern const struct page_type page_page;"):
            self.assertIn(part, header)
        self.assertIn("char none;", compile_text("x", "---\nview page\n---\n")[0])
        self.assertIn("struct str title;", compile_text("x", "---\nview page\ntitle text\n---\n")[0])
        other = "---\nview page\n---\n"
        self.refuses("", "two templates of the view page", other, more=[other])

    def test_lines(self):
        self.refuses("<p>\n\n{{nobody}}", "no such field", line=20)
        self.refuses("{{if yes}}\nx\n{{end}}\n<p>\n{{nobody}}", "no such field", line=22)
        self.refuses("<p>{{! a\nb }}\n{{nobody}}", "no such field", line=20)
        self.refuses("a\nb < c", "write &lt;", line=19)

    def test_blanks(self):
        self.gives("<ul>\n\t{{if yes}}\n\t\t<li>\n\t{{end}}\n</ul>\n", 'buf_put(b, "<ul>\\n", 5);', 'buf_put(b, "<li>\\n", 5);')
        self.gives("<pre>\n  a  b\n</pre>", '"<pre>\\n  a  b\\n</pre>"')
        self.gives("<textarea>\n  a\n</textarea>", '"<textarea>\\n  a\\n</textarea>"')
        self.gives("a   b {{name}} c", '"a b "', '" c"')


class Po(unittest.TestCase):
    def tree(self, **files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in files.items():
            with open(os.path.join(folder.name, name.replace("__", ".")), "w", encoding="utf-8") as file:
                file.write(text)
        return folder.name

    def problems(self, **files):
        return "\n".join(po.check(self.tree(**files))[0])

    def test_reads(self):
        root = self.tree(en__po='# note\nmsgid ""\nmsgstr "header"\n\nmsgid "Một "\n"hai"\nmsgid_plural "Một hai"\nmsgstr[0] "one \\"x\\""\n'
                                'msgstr[1] "many"\n\nmsgid "a.b"\nmsgstr "said"\n', vi__po='msgid "a.b"\nmsgstr "nói"\n')
        table = po.table_c(po.read_all(po.files(root, ".po")))
        self.assertIn('{ "Một hai", 9 },\n\t\t{ { 0 }, { "many", 4 } },\n\t\t{ "one \\"x\\"", 7 } },', table)
        self.assertIn('{ "a.b", 3 },\n\t\t{ { "nói", 4 }, { "said", 4 } },\n\t\t{ 0 } },', table)
        self.assertIn("message_slots = 4;", table)

    def test_order_is_of_bytes(self):
        root = self.tree(en__po="".join(f'msgid "{word}"\nmsgstr "x"\n' for word in ("đ", "z", "Z", "a b", "a")))
        table = po.table_c(po.read_all(po.files(root, ".po")))
        places = [table.index(f'\t{{ {{ "{word}"') for word in ("Z", "a", "a b", "z", "đ")]
        self.assertEqual(places, sorted(places))

    def test_refuses(self):
        for text, message in (('msgid "x"\n', "no msgstr"), ("msgid x\n", "not understood"), ('"x"\n', "before the first msgid"),
                              ('msgid "x"\nmsgid_plural "x"\nmsgstr[0] "y"\n', "belong together"),
                              ('msgid "x"\nmsgstr "y"\nmsgid "x"\nmsgstr "z"\n', "said otherwise")):
            with self.subTest(text), self.assertRaises(Bad) as caught:
                po.read_all(po.files(self.tree(en__po=text), ".po"))
            self.assertIn(message, str(caught.exception))
        with self.assertRaises(Bad) as caught:
            po.read_all(po.files(self.tree(vi__po='msgid "Tên"\nmsgstr "x"\n'), ".po"))
        self.assertIn("codes only", str(caught.exception))

    def test_missing(self):
        self.assertIn("no en for 'Chào'", self.problems(a__c='f(T("Chào"));'))
        self.assertIn("no en for 'Chào bạn'", self.problems(a__c='f(N_("Chào "\n\t"bạn"));'))
        said = self.problems(a__c='return err_set(err, INVALID, "a.late", "day");', en__po='msgid "a.late"\nmsgstr "late"\n')
        self.assertIn("a.c:1: no vi for 'a.late'", said)
        self.assertNotIn("no en", said)
        said = self.problems(a__c='err_set(err, INVALID, late ? "a.late" : "a.soon", "day");')
        self.assertIn("no vi for 'a.late'", said)
        self.assertIn("no vi for 'a.soon'", said)
        self.assertNotIn("day", said)
        self.assertIn("no vi for 'a.down'", self.problems(a__c='return err_broken(err, "a.down", "%d", 1);'))
        self.assertIn("no code begins with 'a.state.'", self.problems(a__c='x = N_("a.state.");'))

    def test_templates(self):
        page = ('---\nview x\ntitle {{_ "Nhan đề"}}\nname text\n---\n<p>{{_ "Chào"}}</p>\n{{input "a" "Nhãn" hint="Gợi ý" type="date"}}\n'
                '{{> y text=_ "Rỗng"}}{{#code name "a.state."}}{{if name == "không"}}{{end}}{{can "x.y"}}')
        found = [(kind, text) for kind, text, _ in texts_of(Template("x.html", page))]
        self.assertEqual(found, [("text", "Nhan đề"), ("text", "Chào"), ("text", "Nhãn"), ("text", "Gợi ý"), ("text", "Rỗng"), ("prefix", "a.state.")])
        said = self.problems(x__html=page)
        self.assertIn("x.html:6: no en for 'Chào'", said)
        self.assertIn("x.html:3: no en for 'Nhan đề'", said)

    def test_placeholders_and_unused(self):
        said = self.problems(a__c='T("Còn {n}")', en__po='msgid "Còn {n}"\nmsgstr "left"\n\nmsgid "Cũ"\nmsgstr "old"\n')
        self.assertIn("placeholders differ", said)
        self.assertIn("nobody uses 'Cũ'", said)
        said = self.problems(a__c='err_set(err, X, "a.b", NULL)', vi__po='msgid "a.b"\nmsgstr "{x}"\n', en__po='msgid "a.b"\nmsgstr "{y}"\n')
        self.assertIn("placeholders differ", said)
        both = 'msgid "a.state.open"\nmsgstr "x"\n'
        problems, listed = po.check(self.tree(a__c='x = N_("a.state.");', vi__po=both, en__po=both))
        self.assertEqual(problems, [])
        self.assertIn("a.state.open (by prefix)", listed[0])

    def test_fine(self):
        root = self.tree(a__c='T("Còn {n}"); err_set(err, X, "a.b", NULL);', vi__po='msgid "a.b"\nmsgstr "nói"\n',
                         en__po='msgid "a.b"\nmsgstr "say"\nmsgid "Còn {n}"\nmsgid_plural "Còn {n}"\nmsgstr[0] "one left"\nmsgstr[1] "{n} left"\n')
        self.assertEqual(po.check(root), ([], []))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(po.main(["--check", root]), 0)
        self.assertIn("0 problems", out.getvalue())


if __name__ == "__main__":
    unittest.main()
