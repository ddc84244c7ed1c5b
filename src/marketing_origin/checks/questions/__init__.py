"""The questions of the exercises: one module a chapter, `chapter_4_1` for 4.1, holding `questions`."""
