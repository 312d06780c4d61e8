"""Where everything stands: lanes as bands, steps in columns and rows, arrows at right angles past the steps."""

from attending.maps.layout.arrange import Box, Layout, Route, arrange
from attending.maps.layout.heights import Band
from attending.maps.layout.links import Link, LinkKind, links_of

__all__ = ["Band", "Box", "Layout", "Link", "LinkKind", "Route", "arrange", "links_of"]
