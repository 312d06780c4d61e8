"""The colours of the charts: one name per role, with the light value that a notebook and a printed page use.

On a web page the same roles are CSS variables (`--chart-ink` and so on), so a page's theme and dark mode apply.
"""

from typing import Final

INK: Final = "#18222a"
MUTED: Final = "#53606a"
GRID: Final = "#e3dfd6"
ACCENT: Final = "#0f5b63"
SECOND: Final = "#8a5a12"
WARN: Final = "#a86f00"
STOP: Final = "#b01e3c"
BAND: Final = "#cfe3e2"
PAPER: Final = "#fefefe"

VARIABLES: Final = {
    INK: "var(--chart-ink)",
    MUTED: "var(--chart-muted)",
    GRID: "var(--chart-grid)",
    ACCENT: "var(--chart-accent)",
    SECOND: "var(--chart-second)",
    WARN: "var(--chart-warn)",
    STOP: "var(--chart-stop)",
    BAND: "var(--chart-band)",
    PAPER: "var(--chart-paper)",
}
