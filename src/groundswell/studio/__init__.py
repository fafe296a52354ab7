"""The studio: a page in the browser, served from this machine to this machine alone, that does the main job by hand.

Each part is a module with `routes(studio)`; `app` puts them together, `guard` stands before all of them. The page's own
modules lie in `static/`. Runs are processes that outlive the server; a folder is the state.
"""

OWN = ".studio"  # the studio's own folder within the one that it serves
