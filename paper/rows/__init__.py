"""The first step: what is typed becomes rows of datasets, with notes, breaks and corrections."""
