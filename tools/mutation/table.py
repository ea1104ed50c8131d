"""Which tests are run for which file, and which files are left alone."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "src/neadigital"
CLAIMS = ("checks", "claims_numbers", "report", "claims")
READING = (*CLAIMS, "claims_gaps", "claims_change", "trust")
PARTS = ("economy", "development", "cooperation")
SCHEMAS = ("build_refusals", "build", "catalogue", "trust", "laws", "integrity")
PLOT = ("plot_looks", "plot", "pictures")
# The nearest tests of the files under the metrics, and what all of them carry.
ENGINE = {
    "door": ("door", "metric_refusals"),
    "panel": ("panel_rows",),
    "arithmetic": ("groups", "grid"),
    "groups": ("groups", "grid", "engine_numbers", "metric_refusals"),
    "numbering": ("engine_numbers",),
    "rows": ("panel_rows",),
    "ranking": ("shares_ranks", "composite", "engine_numbers"),
    "concordance": ("shares_ranks", "engine_numbers"),
    "lines": ("lines", "panel_rows", "convergence", "growth_spans", "growth_elasticity"),
    "indices": ("chunks", "kernels", "kernel_input", "shares_concentration", "spread", "numerics"),
    "terms": ("kernels", "kernel_input", "numerics"),
    "options": ("kernels", "kernel_input", "dispersion"),
    "leave_one_out": ("leave_one_out", "inference"),
    "chunks": ("chunks", "engine_numbers", "numerics"),
    "grid": ("grid", "engine_numbers"),
    "memory": ("memory",),
    "scattered": ("chunks", "metric_blocks", "spread"),
    "each": ("chunks", "kernels", "numerics"),
    "threads": ("engine_numbers",),
}
UNDER_ALL = ("panel", "dispersion", "growth_rates", "shares_wholes", "metric_blocks")
# What every metric over frames is held to.
LAWS = ("metric_laws", "metric_blocks")
# The tests of each file, the nearest first, without those that start a process or build an archive.
TESTS: dict[str, tuple[str, ...]] = {
    f"{PACKAGE}/__init__.py": ("public_surface", "packaging"),
    f"{PACKAGE}/_store.py": ("integrity", "remedies", "catalogue", "trust", "laws"),
    f"{PACKAGE}/errors.py": ("errors", "integrity", "remedies", "public_surface"),
    f"{PACKAGE}/catalogue/places.py": ("places", "public_surface"),
    f"{PACKAGE}/catalogue/citation.py": ("citation_styles", "citation", "public_surface"),
    f"{PACKAGE}/catalogue/__init__.py": ("catalogue", "errors", "public_surface", "laws"),
    f"{PACKAGE}/trust.py": ("trust", "public_surface", "laws", "integrity"),
    f"{PACKAGE}/catalogue/overview.py": ("cards", "overview", "public_surface"),
    f"{PACKAGE}/loaders/__init__.py": ("catalogue", "errors", "public_surface", "laws"),
    **{f"{PACKAGE}/loaders/{name}.py": ("laws", "page", "public_surface") for name in PARTS},
    f"{PACKAGE}/schemas/__init__.py": (*SCHEMAS, "public_surface"),
    f"{PACKAGE}/schemas/_columns.py": SCHEMAS,
    f"{PACKAGE}/schemas/about.py": SCHEMAS,
    **{f"{PACKAGE}/schemas/{name}.py": SCHEMAS for name in PARTS},
    f"{PACKAGE}/claims/__init__.py": (*CLAIMS, "public_surface"),
    f"{PACKAGE}/claims/numbers.py": CLAIMS,
    f"{PACKAGE}/claims/checks.py": CLAIMS,
    f"{PACKAGE}/claims/page.py": READING,
    f"{PACKAGE}/claims/report.py": ("report", "claims"),
    f"{PACKAGE}/claims/causes.py": CLAIMS,
    f"{PACKAGE}/__main__.py": ("help", "process", "command_line", "terminal"),
    f"{PACKAGE}/_shell/commands.py": ("help", "command_line", "process", "pictures"),
    f"{PACKAGE}/_shell/views.py": ("views", "tables", "command_line"),
    f"{PACKAGE}/_shell/terminal.py": ("tables", "terminal", "command_line", "process"),
    f"{PACKAGE}/_shell/pictures.py": ("pictures", "command_line"),
    **{
        f"{PACKAGE}/_shell/exporting/{name}.py": ("export_forms", "exporting", "export_whole")
        for name in ("__init__", "tables", "sqlite", "parquet", "croissant")
    },
    **{
        f"{PACKAGE}/plot/{name}.py": PLOT
        for name in (
            "__init__",
            "_convergence",
            "_corrections",
            "_figures",
            "_metrics",
            "_ranks",
            "_style",
            "_text",
            "_words",
        )
    },
    f"{PACKAGE}/growth/rates.py": ("growth_rates", "growth_rules", *LAWS),
    f"{PACKAGE}/growth/spans.py": ("growth_spans", "growth_rules", *LAWS),
    f"{PACKAGE}/growth/elasticity.py": ("growth_elasticity", "growth_rules", *LAWS),
    f"{PACKAGE}/growth/levels.py": ("growth_levels", "growth_rates", "growth_rules", *LAWS),
    f"{PACKAGE}/shares/wholes.py": ("shares_wholes", "shares_rules", *LAWS),
    f"{PACKAGE}/shares/concentration.py": ("gaps_rows", "shares_concentration", "shares_rules", *LAWS),
    f"{PACKAGE}/shares/ranks.py": ("gaps_rows", "shares_ranks", "shares_rules", *LAWS),
    f"{PACKAGE}/divide/gaps.py": ("gaps", "gaps_rows", *LAWS),
    f"{PACKAGE}/divide/dispersion.py": ("gaps_rows", "dispersion", "resampling", "spread", "numerics", *LAWS),
    f"{PACKAGE}/divide/spread.py": ("spread", "dispersion", *LAWS),
    f"{PACKAGE}/divide/inference.py": ("inference", "resampling", *LAWS),
    f"{PACKAGE}/divide/resampling.py": ("resampling", "inference", *LAWS),
    f"{PACKAGE}/divide/curves.py": ("curves", *LAWS),
    f"{PACKAGE}/divide/convergence.py": ("convergence", "paths_rows", *LAWS),
    f"{PACKAGE}/divide/paths.py": ("paths", "paths_rows", *LAWS),
    f"{PACKAGE}/divide/composite.py": ("composite", "composite_rows", *LAWS),
    f"{PACKAGE}/divide/normalising.py": ("normalising", "composite", "numerics", *LAWS),
    f"{PACKAGE}/kernels.py": ("kernels", "kernel_input", "public_surface"),
    **{
        f"{PACKAGE}/_engine/{path.name}": (*ENGINE.get(path.stem, ()), *UNDER_ALL)
        for path in sorted((ROOT / PACKAGE / "_engine").glob("[a-z]*.py"))
    },
    "tools/build_data.py": ("build_refusals", "build"),
    "tools/build/page.py": ("build_refusals", "build", "page"),
    "tools/build/recovered.py": ("build_numbers", "build_refusals", "recovered", "build"),
    "tools/build/notes.py": ("build_refusals", "build"),
    "tools/build/facts.py": ("build_numbers", "build_refusals", "build"),
    "tools/build/descriptor.py": ("build_refusals", "catalogue", "build"),
    "tools/build/docstrings.py": ("build_refusals", "build"),
    "tools/build/names.py": ("build_refusals", "build"),
}
# Files that are not changed, and why.
LEFT_ALONE: dict[str, str] = {
    f"{PACKAGE}/_shell/__init__.py": "empty",
    f"{PACKAGE}/_engine/__init__.py": "empty",
    "tools/build/__init__.py": "empty",
    f"{PACKAGE}/growth/__init__.py": "a face: names only",
    f"{PACKAGE}/shares/__init__.py": "a face: names only",
    f"{PACKAGE}/divide/__init__.py": "a face: names only",
    f"{PACKAGE}/_pyinstaller/__init__.py": "runs while a program is frozen, which takes minutes",
    f"{PACKAGE}/_pyinstaller/hook-neadigital.py": "runs while a program is frozen, which takes minutes",
    f"{PACKAGE}/claims/parts/*.py": "what the paper says, claim by claim: content, read against the page",
}
# What is slow in itself, and no promise of one file.
LEFT_OUT = "not check_fails and not new_process and not zip and not frictionless and not valid_data_package"
