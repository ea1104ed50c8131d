"""List the models by the name of their table, in the order of the catalogue."""

from __future__ import annotations

from types import ModuleType

from neadigital.schemas import _data_tables, _metadata_tables
from neadigital.schemas._columns import Table


def _models(module: ModuleType) -> dict[str, type[Table]]:
    """Return the models that a module defines, in their order."""
    classes = [model for model in vars(module).values() if isinstance(model, type)]
    return {
        model.Config.name: model  # type: ignore[attr-defined]
        for model in classes
        if model.__module__ == module.__name__
    }


#: The datasets, in the paper's order; each has a loader of the same name.
DATASETS = _models(_data_tables)
#: The tables about the data; those that users look for by name have a function.
ABOUT = _models(_metadata_tables)
