/* Runs scenario files: stories against the whole program on a loopback and a fresh database each. The language is in
   step.c and README.md. */
#include "tests/harness/harness.h"

#include <stdio.h>
#include <stdlib.h>

static int files;

static void run_file(const char *path)
{
	struct story *story = story_open(path);
	struct str text = story_read(story, path), line;
	files++;
	while (!story->over && str_split(&text, '\n', &line)) {
		story->line++;
		story_step(story, line);
	}
	const char *wrong = story_chains(story);
	if (!wrong && getenv("CHIBO_TEST_COPY"))
		wrong = story_copies(story);
	if (wrong) {
		printf("%s: %s\n", path, wrong);
		story_failures++;
	}
	story_close(story);
}

int main(int count, char **words)
{
	const char *exercised = getenv("CHIBO_EXERCISED");
	for (int i = 1; i < count; i++) {
		int before = story_failures;
		run_file(words[i]);
		printf("%s %d - %s\n", story_failures == before ? "ok" : "not ok", i, words[i]);
	}
	if (exercised)
		story_exercised(exercised);
	printf("1..%d\n# %d files, %d steps, %d failures\n", files, files, story_steps, story_failures);
	return story_failures ? 1 : 0;
}
