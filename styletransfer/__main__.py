"""Run the command line: `python -m styletransfer`."""

from styletransfer.cli import main

if __name__ == "__main__":
    main()
