#!/usr/bin/python3
"""Makes the small papers that the stories post: PDF and DOCX with and without a mark of secrecy, a PDF of a scan, a picture, a text.

Usage: make.py FOLDER. Everything in them is invented. The files are kept in the tree, so that the stories need no Python.
"""
import os
import struct
import sys
import zipfile
import zlib

PLAIN = ["TÀI LIỆU HỌP CHI BỘ", "Dự thảo kế hoạch sửa đường thôn, không có tin mật."]
SECRET = ["MẬT", "TÀI LIỆU HỌP CHI BỘ"]
TOP = ["  Tuyệt mật  ", "TÀI LIỆU HỌP CHI BỘ"]


def pdf(lines):
    """One page whose letters are told by a ToUnicode table: no font is needed."""
    letters = sorted(set("".join(lines)))
    codes = {letter: code for code, letter in enumerate(letters, 33)}
    page = "BT /F 12 Tf 72 760 Td 18 TL " + " ".join(
        "<" + "".join(f"{codes[letter]:02x}" for letter in line) + "> Tj T*" for line in lines) + " ET" if lines else "0 0 50 50 re f"
    table = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange\n"
             + f"{len(letters)} beginbfchar\n" + "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
             + "endbfchar endcmap end end")
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
             f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
             "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
             f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def docx(path, lines, header=()):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def paragraphs(texts):
        return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)

    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
                               'ContentType="application/xml"/></Types>',
        "word/document.xml": f"<w:document {space}><w:body>{paragraphs(lines)}</w:body></w:document>",
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {space}>{paragraphs(header)}</w:hdr>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 12, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>\n' + text)


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\xff"))
            + chunk(b"IEND", b""))


def write(name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


folder = sys.argv[1]
write("plain.pdf", pdf(PLAIN))
write("secret.pdf", pdf(SECRET))
write("beside.pdf", pdf(["TỐI MẬT" + " " * 30 + "Thư Lâm, ngày 01 tháng 12 năm 2026", "TÀI LIỆU HỌP CHI BỘ"]))
write("scan.pdf", pdf([]))
write("broken.pdf", b"%PDF-1.4\nnothing of a PDF follows\n")
write("photo.png", png())
write("note.txt", "Không phải PDF, không phải DOCX.\n".encode())
docx(os.path.join(folder, "plain.docx"), PLAIN)
docx(os.path.join(folder, "secret.docx"), TOP)
docx(os.path.join(folder, "secret_header.docx"), PLAIN, ["TỐI MẬT"])
