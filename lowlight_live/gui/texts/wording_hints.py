"""What comes from below the window in the words of the command line, in those of the window.

By template, see `errors`. Whatever names an option, a command or a choice that the window does not have stands here; a
field may be left out.
"""

from __future__ import annotations

from lowlight_live.gui.texts.translation import translate


def window_hints(*, has_place: bool) -> dict[str, str]:
    """What is said instead, in the user's language.

    Args:
        has_place: The user can choose where the result goes, as for an export but not for a recording.
    """
    return _of_options() | _of_virtual_cameras() | ({} if has_place else _of_places())


def _of_options() -> dict[str, str]:
    return {
        "Choose another name, or allow replacing it (--overwrite).": translate(
            "Hints", "Choose another name, or let it be replaced: “Settings…” asks about that."
        ),
        "{part} of an interrupted run is there: --resume goes on with it. Delete it if it is not needed.": translate(
            "Hints", "{part} of an interrupted export is there still: delete it if it is not needed."
        ),
        "Give a name that `lowlight-live models` lists, a .safetensors file of ours or a Zero-DCE .pth "
        "file.": translate("Hints", "Choose a model of the list, a .safetensors file of ours or a Zero-DCE .pth file."),
        "Use --device cpu.": translate("Hints", "Choose the CPU as the device."),
        "Use --device cpu or cuda.": translate("Hints", "Choose the CPU or the NVIDIA GPU as the device."),
        "Use --device cpu, or see what `lowlight-live doctor` says about CUDA.": translate(
            "Hints", "Choose the CPU as the device, or see to the driver of the graphics card."
        ),
        "Close other programs that use it, or choose the CPU (--device cpu).": translate(
            "Hints", "Close other programs that use it, or choose the CPU as the device."
        ),
        "Choose the real camera as the source; `lowlight-live doctor --cameras` lists them.": translate(
            "Hints", "Choose the real camera as the source."
        ),
        "Play it at its own pace with --realtime, or enhance it as a file: lowlight-live enhance.": translate(
            "Hints", "Open it as a film."
        ),
        "Train with --device cpu, or look at `lowlight-live doctor`.": translate(
            "Hints", "Train on the CPU, or see to the driver of the graphics card."
        ),
        "Give --overwrite to replace it, or another --out.": translate("Hints", "Give the training another name."),
        "Give --resume to go on with it, or --overwrite to start anew.": translate(
            "Hints", "Resume that training, or give this one another name."
        ),
        "Choose another place with --out.": translate("Hints", "See to it that its folder can be written to."),
        "Start the run without --resume; checkpoints come as it runs.": translate(
            "Hints", "Start a new training: this one has left nothing to go on with."
        ),
        "Give well-lit ones (mean luma {darkest:g} or more), or learn from these as they are: “Dark photos, without "
        "examples” in the window, --recipe zero-reference on the command line.": translate(
            "Hints",
            "Give well-lit ones (mean luma {darkest:g} or more), or learn from these as they are: choose “Dark photos, "
            "without examples”.",
        ),
    }


def _of_virtual_cameras() -> dict[str, str]:
    """The library that has the backends speaks to programmers."""
    return {
        "A virtual camera cannot be used: 'v4l2loopback' backend: No v4l2 loopback device found at {place}. Did you "
        "run 'modprobe v4l2loopback'? See also pyvirtualcam's documentation.": translate(
            "Hints", "There is no virtual camera on this machine."
        ),
        "The virtual camera {name} cannot be used: 'v4l2loopback' backend: Device {device} does not exist.": translate(
            "Hints", "There is no virtual camera {name}."
        ),
        "Set one up: install v4l2loopback-dkms, then `sudo modprobe v4l2loopback exclusive_caps=1 "
        "card_label=lowlight-live`.": translate(
            "Hints",
            "Set one up: install v4l2loopback-dkms, then enter in a terminal: sudo modprobe v4l2loopback "
            "exclusive_caps=1 card_label=lowlight-live",
        ),
    }


def _of_places() -> dict[str, str]:
    return {
        "The disk of {path} is full: free some space, or choose another folder.": translate(
            "Hints", "The disk of {path} is full: free some space."
        ),
        "The disk of {path} takes no file this large: choose another folder.": translate(
            "Hints", "The disk of {path} takes no file this large."
        ),
        "You may not write into {path}: choose another folder.": translate(
            "Hints", "You may not write into {path}: have its permissions changed."
        ),
        "{path} is no folder and cannot become one: choose another.": translate(
            "Hints", "{path} is no folder and cannot become one: remove what is in its place."
        ),
        "Check the disk, or choose another folder, format (.mkv) or codec.": translate("Hints", "Check the disk."),
    }
