"""Where an external number comes from, and how near to its publisher it was read."""

from __future__ import annotations

from paper.audit import grounds
from paper.audit.cells import Cells
from paper.make import page
from paper.make.data import inputs


def test_a_record_says_how_a_declared_number_was_read(monkeypatch):
    """A column of another publication has its model's grade, unless a record was read nearer."""
    cells = Cells(inputs())
    cell = cells.by_id["egovernment_index", "economy=CHN;year=2022", "egdi_rank"]
    read = page.typed
    record = read("external_figures")[0] | {
        "economy": "CHN",
        "period": "2022",
        "indicator": "egdi_rank",
        "value": cell.text,
        "unit": "rank",
        "source": "un-egovkb",
        "use": "confirms",
        "grade": "primary",
    }
    declared = grounds.Records(cells).own(cell)
    records = {"external_figures": [record]}
    monkeypatch.setattr(page, "typed", lambda name: records.get(name) or read(name))
    own = grounds.Records(cells).own(cell)

    assert declared is not None
    assert own is not None
    assert (declared.grade, own.grade) == ("copy", "primary")
