"""What a run looks like to a reader: charts (`run.plot`) and one offline page (`run.report`)."""
