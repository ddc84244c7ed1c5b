"""What the library's wheel carries of the course besides the package: data, questions, quizzes, titles."""

import json
import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CourseFiles(BuildHookInterface):
    """Puts the files that the library reads below `marketing_origin/_course`; solutions stay out."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Name the files, unless the project is installed to be edited, where they are read in place."""
        if version == "editable":
            return
        root = Path(self.root)
        course = runpy.run_path(str(root / "src" / "marketing_origin" / "course_files.py"))
        files = [path for path in root.glob("datasets/*") if path.is_file()]
        questions = sorted(root.glob("solutions/*/*.py"))
        files += [*questions, *root.glob("book/*/*.toml"), root / "book" / "references.bib"]
        inside = {
            str(path): f"marketing_origin/_course/{path.relative_to(root).as_posix()}" for path in files
        }
        titles = {page: course["title_of"](page) for page in map(course["page_of"], questions)}
        made = Path(self.directory) / course["TITLES"]
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(json.dumps(titles), encoding="utf-8")
        inside[str(made)] = f"marketing_origin/_course/{course['TITLES']}"
        build_data["force_include"] |= inside
