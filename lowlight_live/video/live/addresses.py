"""What of an address of a stream may be shown: where it leads, never what opens it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_USER = re.compile(r"(?<=://)(?:[^/?#]*@|[^/?#:@\[]*:(?!\d*(?:[/?#]|$)).*@)", re.DOTALL)
"""Up to the last @ before the path; where what follows the colon is no port, a password may hold the path's slash."""
_QUERY = re.compile(r"[?#].*", re.DOTALL)
_VALUE = re.compile(r"=[^&;/]*")
"""Some cameras take name and password as a part of the path: rtsp://…/user=admin_password=…_channel=1.sdp."""


def shown(address: str) -> str:
    """The address without user name, password, query and any other value that is named in it."""
    return _VALUE.sub("=…", _QUERY.sub("?…", _USER.sub("", address)))


def without_secrets(text: str) -> str:
    """A text, such as a log, with each address in it as it may be shown."""
    return _ADDRESS.sub(lambda found: shown(found[0]), text)
