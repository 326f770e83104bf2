"""Audience: for whom something is made: with all of it, without marks, or late and coarse."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """For whom a product is made.

    CASEWORK: all of it. PARTNERS: without what bears a mark. PUBLIC: also late and at town level.
    """

    CASEWORK = "casework"
    PARTNERS = "partners"
    PUBLIC = "public"
