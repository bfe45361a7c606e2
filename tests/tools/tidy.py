# SPDX-License-Identifier: Apache-2.0
"""The rules of house style, each a function from a file to its faults; `test_tidy.py` runs them."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, COLUMNS = 500, 70, 100
LICENSE_LINE = "SPDX-License-Identifier: Apache-2.0"
GENERATED = "GENERATED"

SOURCES = {".rs", ".py", ".pyi", ".go", ".h", ".sh", ".toml", ".feature", ".yml", ".mod"}
SOURCE_NAMES = {"Makefile", "run", ".editorconfig", ".gitattributes", ".gitignore"}
FROM_TOOLS = {"Cargo.lock", "go.sum", "LICENSE", "prosperity3.LICENSE"}

# Words are put together here so that this file does not break its own rules.
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
SKIPS = re.compile(
    "|".join(
        (
            r"pytest\.(mark\.)?(skip|xfail|importorskip)",
            r"unittest\.skip",
            r"#\[" + "ignore",
            r"\bt\." + r"Skip(Now|f)?\(",
            "@" + r"(skip|wip)\b",
        )
    )
)
# The one skip: a browser is not on every machine; `.ci/run` installs it, so there it runs.
SKIP_HOME = "tests/test_report_browser.py"
UNSAFE = {".rs": re.compile(r"\bunsafe\b"), ".go": re.compile(r'"unsafe"|import "C"')}
UNSAFE_HOME = {".rs": "rust/ffi/", ".go": "go/internal/native/"}


@dataclass(frozen=True)
class File:
    """One hand-written or generated text file of the repository."""

    path: str
    text: str

    @property
    def suffix(self) -> str:
        return Path(self.path).suffix

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def generated(self) -> bool:
        return GENERATED in self.lines[0]

    @property
    def source(self) -> bool:
        return self.suffix in SOURCES or Path(self.path).name in SOURCE_NAMES


Rule = Callable[[File], Iterator[str]]


def files() -> list[File]:
    """Every text file that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = []
    for path in sorted(set(listed.split("\0")) - {""}):
        file = ROOT / path
        if file.is_file() and file.name not in FROM_TOOLS and file.suffix != ".gz":
            found.append(File(path, file.read_text(encoding="utf-8", errors="replace")))
    return found


def text_only(file: File) -> Iterator[str]:
    """Only text is committed: what a build makes is built where it is needed."""
    if "\0" in file.text or "\ufffd" in file.text:
        yield f"{file.path}: not UTF-8 text"


def license_line(file: File) -> Iterator[str]:
    """A source file starts with the licence line; only `#!` or the generated mark stand before."""
    if not file.source:
        return
    first = file.lines[0]
    head = file.lines[:2] if (file.generated or first.startswith("#!")) else [first]
    if not any(LICENSE_LINE in line for line in head):
        yield f"{file.path}:1: no `{LICENSE_LINE}` in the first line"


def file_length(file: File) -> Iterator[str]:
    """A hand-written source file has at most 500 lines."""
    if file.path == "spec/surface.toml":
        return  # the table of all public names: as long as the surface is
    count = file.text.count("\n")
    if file.source and not file.generated and count > FILE_LINES:
        yield f"{file.path}: {count} lines, allowed are {FILE_LINES}: one concept, one file"


def line_length(file: File) -> Iterator[str]:
    """A line has at most 100 columns; tables, links and examples in Markdown may be wider."""
    if file.generated or not (file.source or file.suffix == ".md"):
        return
    if Path(file.path).name == "Makefile":
        return
    markdown, fenced = file.suffix == ".md", False
    for number, line in enumerate(file.lines, 1):
        fenced ^= markdown and line.lstrip().startswith("```")
        data = line.lstrip().startswith(('r#"', '`{"'))
        table = markdown and ("|" in line or "](" in line or "://" in line)
        if len(line) > COLUMNS and not (data or fenced or table):
            yield f"{file.path}:{number}: {len(line)} columns, allowed are {COLUMNS}"


def trailing_space(file: File) -> Iterator[str]:
    """No line ends in a blank, and the file ends in one line feed."""
    if not file.source:
        return
    for number, line in enumerate(file.lines, 1):
        if line != line.rstrip():
            yield f"{file.path}:{number}: blank at the end of the line"
    if file.text and (not file.text.endswith("\n") or file.text.endswith("\n\n")):
        yield f"{file.path}: must end in one line feed"


def later(file: File) -> Iterator[str]:
    """Nothing is left for later: an open end is an issue, not a comment."""
    for number, line in enumerate(file.lines, 1):
        if found := LATER.search(line):
            yield f"{file.path}:{number}: `{found[0]}`: finish it or file an issue"


def skips(file: File) -> Iterator[str]:
    """No test is skipped or expected to fail, but for those that need a browser."""
    if file.path == SKIP_HOME:
        return
    for number, line in enumerate(file.lines, 1):
        if file.suffix != ".md" and (found := SKIPS.search(line)):
            yield f"{file.path}:{number}: `{found[0]}`: a test runs or does not exist"


def unsafe_code(file: File) -> Iterator[str]:
    """`unsafe` lives in the FFI crate only; Go meets C in one package only."""
    pattern = UNSAFE.get(file.suffix)
    home = UNSAFE_HOME.get(file.suffix, "")
    if pattern is None or file.path.startswith(home) or file.path.startswith("tests/drivers/go/"):
        return
    for number, line in enumerate(file.lines, 1):
        if not line.lstrip().startswith("//") and pattern.search(line):
            yield f"{file.path}:{number}: allowed only under `{home}`"


def function_length(file: File) -> Iterator[str]:
    """A function has at most 70 lines, from its name to its end."""
    if file.generated:
        return
    for number, name, count in functions(file):
        if count > FUNCTION_LINES:
            yield f"{file.path}:{number}: `{name}` has {count} lines, allowed are {FUNCTION_LINES}"


def functions(file: File) -> Iterator[tuple[int, str, int]]:
    """Line, name and length of each function in Rust, Python or Go."""
    if file.suffix == ".py":
        for node in ast.walk(ast.parse(file.text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1
    elif file.suffix in (".rs", ".go"):
        start = re.compile(r"^(\s*)(?:[a-z(][a-z_()]* )*(?:fn|func)\s+(?:\([^)]*\)\s*)?(\w+)")
        for number, line in enumerate(file.lines):
            if found := start.match(line):
                yield number + 1, found[2], _braced(file.lines, number, found[1])


def _braced(lines: list[str], start: int, indent: str) -> int:
    """Length of the function at `start`: both formatters end it by a brace below its first word."""
    opened = False
    for offset, line in enumerate(lines[start:]):
        if opened and line == indent + "}":
            return offset + 1
        if not opened and line.rstrip().endswith((";", "}")):
            return offset + 1
        opened = opened or line.rstrip().endswith("{")
    return len(lines) - start


RULES: tuple[Rule, ...] = (
    text_only,
    license_line,
    file_length,
    line_length,
    trailing_space,
    later,
    skips,
    unsafe_code,
    function_length,
)
