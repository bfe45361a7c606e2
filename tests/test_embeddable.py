# SPDX-License-Identifier: Apache-2.0
"""D-3: the core asks the machine for nothing, by its sources and by what the library imports."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "rust/openpit/src"
ARCHIVE = ROOT / "go/internal/native/lib/linux_amd64/libopenpit.a"

# What the core must not name. The system clock object is the one edge to a clock.
BANNED = {
    "clock": re.compile(r"\b(Instant|SystemTime|UNIX_EPOCH|chrono)\b"),
    "file": re.compile(r"\b(fs::|File\b|OpenOptions|std::path|std::io)"),
    "network": re.compile(r"\bstd::(net|os)\b|Socket|TcpStream"),
    "environment": re.compile(r"\b(std::env|(option_)?env!)"),
    "process": re.compile(r"\bstd::process\b"),
    "thread": re.compile(r"\bthread::(spawn|scope|sleep|Builder|park)"),
    "random number": re.compile(r"\brand::|getrandom|RandomState"),
    "random hash order": re.compile(r"\bcollections::(\{[^}]*)?Hash(Map|Set)"),
    "output": re.compile(r"\be?print(ln)?!|\bdbg!"),
}
CLOCK_EDGE = "engine/clock.rs"

# Every symbol that the static library may import, with the reason why it does.
IMPORTS = {
    "memory": "malloc calloc realloc free posix_memalign memcpy memmove memset memcmp bcmp strlen",
    "errors of the system and thread-local state of std": (
        "__errno_location __xpg_strerror_r __tls_get_addr __cxa_thread_atexit_impl __dso_handle"
        " pthread_key_create pthread_key_delete pthread_setspecific"
    ),
    "the stack that a call with foreign callbacks runs on": "mmap mprotect sysconf",
    "the system clock object": "clock_gettime",
    "unwinding of a caught panic": (
        "_Unwind_Backtrace _Unwind_DeleteException _Unwind_GetDataRelBase _Unwind_GetIP"
        " _Unwind_GetIPInfo _Unwind_GetLanguageSpecificData _Unwind_GetRegionStart"
        " _Unwind_GetTextRelBase _Unwind_RaiseException _Unwind_Resume _Unwind_SetGR _Unwind_SetIP"
    ),
    "std prints a panic to stderr; a lock waits by futex; a second panic aborts": (
        "write writev syscall gettid abort"
    ),
    "std reads the program's own symbols for the backtrace of a panic, if the user asks for it": (
        "getenv getcwd open64 read close fstat64 stat64 statx lseek64 mmap64 munmap readlink"
        " realpath dl_iterate_phdr"
    ),
}
ALLOWED = {symbol for symbols in IMPORTS.values() for symbol in symbols.split()}


def faults(path: str, text: str) -> list[str]:
    """Lines of code, not of comments, that name what the core must not use."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//")[0]
        for what, pattern in BANNED.items():
            edge = what == "clock" and path == CLOCK_EDGE
            if not edge and pattern.search(code):
                found.append(f"{path}:{number}: {what}: `{line.strip()}`")
    return found


def test_the_core_names_no_clock_file_network_environment_or_random_number():
    """D-3.1: the core reads nothing of the machine; the system clock object is the one edge."""
    sources = sorted(CORE.rglob("*.rs"))
    assert len(sources) > 30, f"hardly any source under {CORE}"
    found = []
    for source in sources:
        found += faults(str(source.relative_to(CORE)), source.read_text(encoding="utf-8"))
    if found:
        pytest.fail("\n".join(["D-3: time is an input, all else is none:", *found]), pytrace=False)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("let now = Instant::now();", "clock"),
        ("use std::time::{Duration, SystemTime};", "clock"),
        ("let text = std::fs::read(path)?;", "file"),
        ("use std::net::TcpStream;", "network"),
        ('let level = std::env::var("LEVEL");', "environment"),
        ("std::process::abort();", "process"),
        ("std::thread::spawn(work);", "thread"),
        ("let state = RandomState::new();", "random number"),
        ("use std::collections::{BTreeMap, HashMap};", "random hash order"),
        ('println!("{order:?}");', "output"),
    ],
)
def test_a_line_that_breaks_the_rule_is_found(line: str, what: str):
    assert any(f": {what}: " in fault for fault in faults("engine/start.rs", line))


def test_comments_and_the_clock_edge_may_name_a_clock():
    assert faults("engine/start.rs", "/// let now = Instant::now();") == []
    assert faults(CLOCK_EDGE, "let now = Instant::now();") == []


def imports(archive: Path) -> set[str]:
    """The symbols that the archive leaves for others to define."""
    nm = ["nm", "--undefined-only", "--format=posix", str(archive)]
    listed = subprocess.run(nm, capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in listed.splitlines()]
    return {fields[0] for fields in lines if len(fields) >= 2 and fields[1] in "Uw"}


def test_the_library_imports_only_what_a_reason_stands_for():
    """D-3.2: every symbol that the library imports has its reason."""
    found = imports(ARCHIVE)
    assert {"malloc", "memcpy"} <= found, "the archive imports nothing: not the real one?"
    unexplained = sorted(found - ALLOWED)
    assert not unexplained, f"the library imports {unexplained}: each needs a reason in IMPORTS"


def test_no_reason_covers_network_threads_processes_or_random_numbers():
    never = re.compile(r"socket|connect|send|recv|pthread_create|clone|fork|exec|random|kill")
    assert not [symbol for symbol in ALLOWED if never.search(symbol)]
