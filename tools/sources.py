"""Lists files for the build, one path a line: sources.py [--tests|--fuzzers] FOLDER, or sources.py --glob PATTERN..."""
import glob
import os
import sys

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
words = sys.argv[1:]
if words[0] == "--glob":
    found = {path for pattern in words[1:] for path in glob.glob(pattern, recursive=True)}
    print("\n".join(sorted(found)))
    sys.exit()
kind = "source"
if words[0] in ("--tests", "--fuzzers"):
    kind = words.pop(0)[2:-1]
for name in sorted(os.listdir(words[0]) if os.path.isdir(words[0]) else []):
    if name.endswith(".c"):
        of = "test" if name.endswith("_test.c") else "fuzzer" if name.endswith("_fuzz.c") else "source"
        if of == kind:
            print(words[0] + "/" + name)
