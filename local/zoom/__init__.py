"""A sandbox Zoom: the part of Zoom's HTTP API that has to do with registrants, in memory, with faults at will."""
