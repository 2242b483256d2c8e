"""`python -m baicheng_cli` is `baicheng`."""

from baicheng_cli.cli.app import main

if __name__ == "__main__":
    main()
