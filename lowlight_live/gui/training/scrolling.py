"""Lets what is too large for the screen scroll, so that the buttons below it stay in reach."""

from __future__ import annotations

from PyQt6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(content: QWidget) -> QScrollArea:
    """An area with no frame around it that fits its content to its width, and scrolls where there is too little room.

    Args:
        content: Belongs to the area from now on.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area
