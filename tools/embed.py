"""Builds the files of a folder into the program: embed.py NAME OUT.c OUT.d FOLDER writes the functions NAME_file(path) and
NAME_at(index) of base/embed.h, and for ninja what they depend on.

Paths stay as they are below FOLDER ("rubric/tw-hd42-2025.json"); hidden files and README.md are left out. Bytes become a string
literal, so any file will do.
"""
import os
import sys

PLAIN = {byte for byte in range(32, 127)} - {ord('"'), ord("\\"), ord("?")}


def literal(data, width=100):
    """The bytes as lines of C string literal; octal escapes are always three digits, so nothing runs into them."""
    lines, line = [], ""
    for byte in data:
        line += chr(byte) if byte in PLAIN else "\\%03o" % byte
        if len(line) >= width:
            lines.append(line)
            line = ""
    lines.append(line)
    return "\n".join('\t"%s"' % part for part in lines)


def walk(root):
    """The folders below root, and its files as (short name, path)."""
    folders, files = [], []
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(one for one in inner if not one.startswith("."))
        folders.append(folder)
        for name in names:
            if not name.startswith(".") and name != "README.md":
                path = os.path.join(folder, name)
                files.append((os.path.relpath(path, root).replace(os.sep, "/"), path))
    return folders, sorted(files)


def table(name, root, files):
    """The whole C file."""
    out = ["/* Written by tools/embed.py: the files of %s/. */" % os.path.basename(os.path.abspath(root)),
           '#include "base/embed.h"', ""]
    for number, (_, path) in enumerate(files):
        with open(path, "rb") as handle:
            out += ["static const char bytes_%d[] =" % number, literal(handle.read()) + ";"]
    out += ["static const struct embed_file files[] = {"]
    for number, (short, path) in enumerate(files):
        out.append('\t{ "%s", { bytes_%d, %d } },' % (short, number, os.path.getsize(path)))
    out += ["\t{ 0 },", "};", "",
            "struct str %s_file(const char *name)" % name, "{", "\treturn embed_find(files, name);", "}", "",
            "const struct embed_file *%s_at(size_t index)" % name, "{",
            "\treturn index < LENGTH(files) - 1 ? &files[index] : NULL;", "}"]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    name, source, depends, root = sys.argv[1:]
    folders, files = walk(root)
    with open(source, "w", encoding="ascii") as handle:
        handle.write(table(name, root, files))
    with open(depends, "w", encoding="utf-8") as handle:
        words = [path.replace(" ", "\\ ") for path in folders + [path for _, path in files]]
        handle.write("%s: %s\n" % (os.path.basename(source), " ".join(words)))
