"""The map drawn as SVG, on the server, for a page, a printer and a screen reader."""

from attending.maps.drawing.heads import draw_heads
from attending.maps.drawing.marks import Mark, Tone
from attending.maps.drawing.picture import draw
from attending.maps.drawing.sheets import draw_sheets
from attending.maps.drawing.tie import draw_bow_tie

__all__ = ["Mark", "Tone", "draw", "draw_bow_tie", "draw_heads", "draw_sheets"]
