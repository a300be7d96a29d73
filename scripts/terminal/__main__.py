"""The program behind `coprod campaign`: chooses the language, runs the verb, ends with the right code."""

import sys

from scripts.language import choose_language, use_language
from scripts.terminal.frame import end, wanted_language

if __name__ == "__main__":
    # Before the verbs are imported: their help is written in the language, too.
    use_language(choose_language(wanted_language(sys.argv[1:])))
    from scripts.terminal.verbs import app

    end(lambda: app(prog_name="coprod campaign", standalone_mode=False))
