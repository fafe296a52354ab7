"""Own data: tables and outlines as people have them, read into the files of a case.

    groundswell case import events|series|regions|towns|ages|outlines FILE --case DIR

A file is decoded (`decode`), cut into rows (`sheet`), recognised by its header (`layouts`) and its columns are found
(`columns`); one module for each kind of data makes the rows of a case of it. What is certain is read, what is not is
refused with line, column and remedy; every row that is left out or merged is named. Nothing is written when anything is
refused.
"""

from groundswell.importing.options import Options
from groundswell.importing.run import Imported, import_file

__all__ = ["Imported", "Options", "import_file"]
