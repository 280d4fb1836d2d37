"""Documents as an outside reader sees them: check.py DOCUMENT_SAMPLE [FOLDER].

Writes the sample documents, opens all DOCX in one run of LibreOffice, and compares words and pages of each with the PDF."""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.dom import minidom

TEMPLATES = ["template.xlsx", "template.docx"]  # of somebody else; the workbook as LibreOffice wrote it
SAMPLES = ["minutes", "resolution", "members", "slip", "odd"]
# A word processor that lacks Times New Roman must not take a font of other widths.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Liberation Serif</string></edit></match></fontconfig>
"""
passed = failed = 0


def expect(true, what):
    global passed, failed
    passed, failed = passed + bool(true), failed + (not true)
    if not true:
        print("FAILED:", what)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()


def words(text):
    return text.replace("\xa0", " ").split()


def pdf_words(path):
    return words(output("pdftotext", "-raw", path, "-"))


def pages(path):
    return int(re.search(r"Pages:\s+(\d+)", output("pdfinfo", path)).group(1))


def differences(one, other):
    lines = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            lines.append("  %r -> %r" % (" ".join(one[a:b])[:70], " ".join(other[c:d])[:70]))
    return "\n".join(lines[:8])


def check_sample(folder, name):
    pdf, docx = os.path.join(folder, name + ".pdf"), os.path.join(folder, name + ".docx")
    opened = os.path.join(folder, "opened", name + ".pdf")
    expect(os.path.exists(opened), name + ": the DOCX does not open")
    if not os.path.exists(opened):
        return
    with zipfile.ZipFile(docx) as archive:
        expect(archive.testzip() is None, name + ": ZIP")
        for part in archive.namelist():
            minidom.parseString(archive.read(part))
    here, there = pdf_words(pdf), pdf_words(opened)
    if name == "odd":  # a cell over many pages and a word over two lines: breaks may differ, not the letters
        here, there = sorted("".join(here)), sorted("".join(there))
    expect(here == there, name + ": words of PDF and DOCX differ\n" + differences(here, there))
    expect(pages(pdf) == pages(opened), "%s: %d pages in PDF, %d in DOCX" % (name, pages(pdf), pages(opened)))
    fonts = output("pdffonts", pdf)
    expect("Liberation" in fonts and "DejaVu" not in fonts, name + ": a letter came from another font")
    with open(os.path.join(folder, name + ".txt")) as text:
        lost = set(words(text.read())) - set(pdf_words(pdf)) - {"|"}
    expect(name == "odd" or not lost, "%s: words lost in PDF: %s" % (name, sorted(lost)[:8]))
    read = output("pdfinfo", "-struct-text", pdf)
    tagged = words(" ".join(re.findall(r'^\s*"(.*)"$', read, re.M)))
    expect(len(tagged) > 0.85 * len(words(output("pdftotext", pdf, "-"))), name + ": tags do not hold the text")


def check_filled(folder):
    """Templates of others: the sums were reckoned anew over the rows that came in, and nothing was taken for a formula."""
    book = " ".join(pdf_words(os.path.join(folder, "opened", "filled_book.pdf")))
    expect("1 Chi bộ Một 12" in book and "3 Chi bộ Ba 30" in book, "filled XLSX: rows")
    expect("CỘNG 49" in book, "filled XLSX: a sum over the rows")
    expect("-1185" in book, "filled XLSX: a formula of another sheet")
    expect("=1+1" in book, "filled XLSX: a text like a formula")
    text = " ".join(pdf_words(os.path.join(folder, "opened", "filled_text.pdf")))
    expect("TT Đơn vị Đảng viên" in text and "1 Chi bộ Một 12" in text and "3 Chi bộ Ba 30" in text, "filled DOCX: rows")
    expect("tỷ lệ dự họp 92,4% (cùng kỳ )" in text and "kỳ 2026-Q3" in text, "filled DOCX: single values")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as own:
        folder = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else own
        os.makedirs(folder, exist_ok=True)
        for name in TEMPLATES:
            shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "paper", name), folder)
        subprocess.run([program, folder], check=True)
        with open(os.path.join(own, "fonts.conf"), "w") as fonts:
            fonts.write(FONTS)
        files = [os.path.join(folder, name + ".docx") for name in SAMPLES] + [
            os.path.join(folder, name) for name in ("sheet.xlsx", "filled_book.xlsx", "filled_text.docx")]
        subprocess.run(["soffice", "-env:UserInstallation=file://" + os.path.join(own, "profile"), "--headless",
            "--convert-to", "pdf", "--outdir", os.path.join(folder, "opened")] + files, check=True, timeout=300,
            env=dict(os.environ, FONTCONFIG_FILE=os.path.join(own, "fonts.conf")), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for name in SAMPLES:
            check_sample(folder, name)
        check_filled(folder)
        sheet = pdf_words(os.path.join(folder, "opened", "sheet.pdf"))
        expect("92.4%" in sheet or "92,4%" in sheet, "XLSX: percentage")
        expect("09/03/1985" in sheet, "XLSX: date")
        expect('=HYPERLINK("x")' in sheet, "XLSX: text that looks like a formula")
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
