"""Lets ``python -m truceline.cli`` do what ``truceline`` does."""

from truceline.cli.main import run

if __name__ == "__main__":
    run()
