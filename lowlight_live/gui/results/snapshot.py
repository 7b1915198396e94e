"""A snapshot: the original, the enhanced picture, and with what it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from PIL import Image

from lowlight_live import __version__
from lowlight_live.errors import EncodeError
from lowlight_live.frame import FramePair
from lowlight_live.gui.storage.files import write_atomically
from lowlight_live.video.target import hint_for


def save_snapshot(pair: FramePair, path: Path, parameters: Mapping[str, object]) -> Path:
    """Write NAME.png (enhanced), NAME-original.png and NAME.json.

    Args:
        pair: Of which moment.
        path: Of the enhanced picture; its ending chooses the format.
        parameters: What is worth knowing besides the settings.

    Returns:
        The path.

    Raises:
        EncodeError: They could not be written.
    """
    content = {
        "program": f"lowlight-live {__version__}",
        "settings": asdict(pair.settings) if pair.settings is not None else None,
        **parameters,
    }
    original = path.with_name(f"{path.stem}-original{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for target, rgb in ((original, pair.original.rgb), (path, pair.enhanced.rgb)):
            part = target.with_name(f".{target.stem}.{uuid4().hex}.part{target.suffix}")
            try:
                Image.fromarray(rgb).save(part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
        write_atomically(path.with_suffix(".json"), json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        hint = hint_for(error.errno if isinstance(error, OSError) else None, path)
        raise EncodeError(f"{path} could not be written ({reason}).", hint=hint) from error
    return path
