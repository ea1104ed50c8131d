"""The steps of the build, one per file: page, recovered, notes, declared, descriptor."""
