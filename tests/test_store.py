"""A damaged file is never read as data, and threads and callers do not disturb each other."""

from __future__ import annotations

import re
import shutil
import zipfile

import pytest
from support import PACKAGE, plain

import neadigital
from neadigital import _store
from neadigital.errors import DataIntegrityError

DATA = PACKAGE / "data"
FILES = sorted(
    path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()
)


HASHES = {
    entry["path"]: entry["hash"].removeprefix("sha256:")
    for entry in map(_store.resource, _store.names())
}


def read_again(path: str) -> None:
    """Read a file as a loader in a new process would."""
    if path in (_store.DESCRIPTOR, _store.DIGEST):
        _store.descriptor.__wrapped__()
    else:
        names = {_store.resource(name)["path"]: name for name in _store.names()}
        _store.read(names[path])


def test_every_file_is_described():
    """The descriptor lists every bundled file except itself and its digest."""
    described = {_store.resource(name)["path"] for name in _store.names()}

    assert described | {_store.DESCRIPTOR, _store.DIGEST} == set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_a_changed_cut_or_missing_file_raises(path, monkeypatch):
    """If any digit of a file is changed, or it is cut or deleted, reading it raises and helps."""
    original = _store.bundled
    content = original(path)
    half = len(content) // 2
    changed = [content[:-1], content[:half], b""]
    digits = [match.start() for match in re.finditer(rb"\d", content)]
    # Every digit of a small file, and some spread over a large one.
    step = max(1, len(digits) // 20)
    for place in digits[::step]:
        other = bytearray(content)
        # The other digit of its pair: 0 and 1, 2 and 3, ...
        other[place] ^= 1
        changed.append(bytes(other))
    name, *_ = path.split(".")
    told = rf"(?s){name}.*Install the package again"
    files = {each: original(each) for each in (_store.DESCRIPTOR, _store.DIGEST)}
    monkeypatch.setattr(_store, "bundled", files.__getitem__)

    for left in changed:
        files[path] = left
        with pytest.raises(DataIntegrityError, match=told) as error:
            read_again(path)
        if path in HASHES:
            assert error.value.expected == f"SHA-256 {HASHES[path]}"
    del files[path]
    with pytest.raises(DataIntegrityError, match=told):
        read_again(path)


# What Python makes of a cell of each type, digit for digit.
PYTHON = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell.lower() == "true",
}


@pytest.mark.parametrize("name", _store.names())
def test_pandas_reads_what_a_file_holds(name):
    """Each pandas reads the columns, types, gaps and values of a file, to the last digit."""
    data = _store.frame(name)
    lines = _store.rows(name)
    entry = _store.resource(name)
    fields = entry["schema"]["fields"]

    assert [*data] == [field["name"] for field in fields]
    assert len(data) == len(lines) == entry["rows"]
    for field in fields:
        read = PYTHON[field["type"]]
        column = field["name"]
        cells = [line[column] for line in lines]
        expected = [read(cell) if cell else None for cell in cells]
        found = data[column]
        # pandas 2 stores text as object, pandas 3 as str; both hold the same text.
        kind = re.sub("object|string", "str", str(found.dtype))
        assert kind == field["dtype"]
        assert plain(found).tolist() == expected
        assert expected.count(None) == field["missing"]
        if field["type"] == "string":
            # A spreadsheet would compute these.
            formulas = found.str.match(r"[=+@\t]|-[^-\d]", na=False)
            assert not formulas.any()


ABOUT = _store.names("about")


@pytest.mark.parametrize(
    "name", [name for name in ABOUT if _store.fields(name)[0]["name"] == "dataset"]
)
def test_rows_are_of_one_dataset(name):
    """Of a table about several datasets the rows of one can be read."""
    every = _store.rows(name)

    # A dataset's lines are found by their beginning, so no cell may hold a line break.
    assert all("\n" not in cell for row in every for cell in row.values())
    for dataset in _store.names("dataset"):
        own = [row for row in every if row["dataset"] == dataset]
        assert _store.rows(name, dataset) == own


@pytest.mark.slow
def test_from_inside_a_zip(archives, tmp_path, python):
    """The wheel works as a zip on the import path, and raises if it is damaged."""
    target = tmp_path / "neadigital.zip"
    shutil.copy(archives["wheel"], target)
    code = f"""
import sys
sys.path.insert(0, {str(target)!r})
import neadigital
print(neadigital.__file__, neadigital.growth_rates().shape, neadigital.printed_table(7).shape)
"""
    result = python(code, path=tmp_path)
    rates = neadigital.growth_rates()

    assert result.stdout.startswith(str(target)), result.stderr
    assert result.stdout.endswith(f" {rates.shape} (11, 7)\n")

    content = bytearray(target.read_bytes())
    with zipfile.ZipFile(target) as archive:
        entry = archive.getinfo("neadigital/data/built/growth_rates.csv")
    content[entry.header_offset + 30 + len(entry.filename) + 20] ^= 0xFF
    target.write_bytes(bytes(content))
    spoiled = python(code, path=tmp_path)

    assert "DataIntegrityError: built/growth_rates.csv" in spoiled.stderr


@pytest.mark.slow
def test_many_threads_load_at_once(python):
    """Eight threads that start at once in a new process all get equal frames, each its own."""
    code = """
import threading
from concurrent.futures import ThreadPoolExecutor
import neadigital
start = threading.Barrier(8)
def work(number):
    start.wait()
    frames = {name: neadigital.load(name) for name in neadigital.datasets()["dataset"][:6]}
    texts = {name: frame.to_csv() for name, frame in frames.items()}
    for frame in frames.values():
        frame[frame.columns[0]] = f"thread {number}"
    return texts
with ThreadPoolExecutor(8) as pool:
    results = list(pool.map(work, range(8)))
assert all(result == results[0] for result in results)
print({name: neadigital.load(name).to_csv() for name in results[0]} == results[0])
"""
    result = python(code)

    assert result.stdout.strip() == "True", result.stderr
