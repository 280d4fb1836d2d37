"""Lists the C files of one folder for the build: sources.py [--tests|--fuzzers] FOLDER, one path a line."""
import os
import sys

kind = "source"
words = sys.argv[1:]
if words[0] in ("--tests", "--fuzzers"):
    kind = words.pop(0)[2:-1]
for name in sorted(os.listdir(words[0]) if os.path.isdir(words[0]) else []):
    if name.endswith(".c"):
        of = "test" if name.endswith("_test.c") else "fuzzer" if name.endswith("_fuzz.c") else "source"
        if of == kind:
            print(words[0] + "/" + name)
