"""`python -m groundswell`, for where the command `groundswell` is not on the path."""

from groundswell.cli import main

main()
