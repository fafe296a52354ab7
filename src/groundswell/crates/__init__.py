"""Results as RO-Crates: a folder or a ZIP file that another machine opens, verifies and runs again to the same bits.

A crate holds a run, a claim or a posterior as its own command wrote it (`result/`), what it was made from (the scenario
with nothing left to defaults; the case, unless it comes with the package; the claim's file), and ro-crate-metadata.json
after RO-Crate 1.3 and Process Run Crate 0.6. Code of a user's own lies in it to be read, and is never loaded from it.
"""
