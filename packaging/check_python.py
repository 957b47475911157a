"""Say in one line what a Python lacks to build the environment; exits with 1 if it lacks something.

It is run before anything is installed, and by any Python there may be: hence no syntax younger than 3.3.
"""

import sys

OLDEST = (3, 11)


def complaint() -> "str | None":
    """What is wrong and what to do, or None."""
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info < OLDEST:
        return (
            "This is Python " + version + "; Lexiscope needs 3.11 or later. "
            "If you have one beside it, name it: make PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return (
            "This Python cannot make environments. On Debian and Ubuntu install what it lacks:\n"
            "    sudo apt-get install python3-venv python" + version + "-venv"
        )
    return None


if __name__ == "__main__":
    sys.exit(complaint())
