"""The spine: excerpts and places, outcomes, rules, the repository, a run, and how its result is printed.

Nothing here knows Dockerfiles, pipelines or any other subject, and nothing here imports from the other rooms.
"""
