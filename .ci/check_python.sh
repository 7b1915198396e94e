#!/bin/sh
# Say in one sentence why a Python cannot make our virtual environment: check_python.sh PYTHON
set -eu

python=$1

if ! command -v "$python" >/dev/null 2>&1; then
    echo "No '$python' found: install Python 3.11 or newer (Debian, Ubuntu: sudo apt-get install python3 python3-venv)," \
        "or name another one with make PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) is too old: lowlight-live needs Python 3.11 or newer;" \
        "name another one with make PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "'$python' cannot make virtual environments: on Debian and Ubuntu, sudo apt-get install python3-venv." >&2
    exit 1
fi
