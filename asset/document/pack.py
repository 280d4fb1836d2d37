"""Zips a document template and writes it as C: pack.py FOLDER/[Content_Types].xml OUTPUT.c. Equal parts give equal bytes."""
import io
import os
import sys
import zipfile

folder, output = os.path.dirname(sys.argv[1]), sys.argv[2]
names = sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, files in os.walk(folder) for name in files)
names.sort(key=lambda name: name != "[Content_Types].xml")
memory = io.BytesIO()
with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
    for name in names:
        with open(os.path.join(folder, name), "rb") as part:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part.read(), zipfile.ZIP_DEFLATED)
data = memory.getvalue()
with open(output, "w") as out:
    out.write('#include "document/style.h"\n\nstatic const unsigned char bytes[] = {\n')
    for at in range(0, len(data), 24):
        out.write("\t" + ",".join(str(byte) for byte in data[at:at + 24]) + ",\n")
    out.write("};\n\nstruct str document_template_default(void)\n{\n")
    out.write("\treturn (struct str){ (const char *)bytes, sizeof(bytes) };\n}\n")
