"""What the models of the datasets say of their columns."""

from __future__ import annotations

from typing import Any

from neadigital import schemas

Model = type[schemas.Table]

# Pandera's name of a type -> (Table Schema's, the dtype that loaders ask pandas for).
TYPES = {
    "int64": ("integer", "int64"),
    "Int64": ("integer", "Int64"),
    "float64": ("number", "float64"),
    "bool": ("boolean", "bool"),
    "boolean": ("boolean", "boolean"),
}


def field_types(model: Model) -> dict[str, tuple[str, str]]:
    """Return each column's Table Schema type and pandas dtype."""
    return {
        name: TYPES.get(str(column.dtype), ("string", "str"))
        for name, column in model.to_schema().columns.items()
    }


def numeric(model: Model) -> list[str]:
    """Return the columns that hold numbers, in which empty text is a gap."""
    types = field_types(model)
    return [column for column in types if types[column] != ("string", "str")]


def facts(model: Model) -> dict[str, dict[str, Any]]:
    """Return what a model says of each column of numbers, and nothing of the others."""
    found = {}
    for name, column in model.to_schema().columns.items():
        found[name] = column.metadata.get("facts", {})
    return found


def values(model: Model) -> list[str]:
    """Return the columns of values; a wide table is about the first of them."""
    key = model.to_schema().unique
    found = []
    for name, of_column in facts(model).items():
        is_value = of_column.get("role") == "value"
        if is_value and name not in key:
            found.append(name)
    return found
