"""`coprod campaign <verb>`: what a producer does with a campaign, on a terminal.

One file for each verb: it reads the options, calls functions of scripts/ that act and return data, and shows
what they return. How a verb is written:

    def status(project: Project = "", network: Network = LOCAL, as_json: AsJson = False, _: Language = ""):
        connect(network)
        now = standing_of(project)                      # data, by a function that tests call
        show(now.data(), lines_of(now), as_json)        # one JSON object, or lines for people

verbs.py lists it with its help. It raises Refused, with one sentence, before anything is sent, and Ended with
one of the exit codes of frame.py. Nothing but what `show` writes goes to stdout: questions, progress and
refusals go to stderr. Brownie is imported by `connect`: what imports it is imported in the verb, after that.
"""
