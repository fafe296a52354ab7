"""Who there is and who knows whom: built once from census margins, then read-only."""

from groundswell.society.synthesize import synthesize as synthesize
