"""What a desk says about itself: whose it is, who sits at it, and where its links lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.components.markup import Markup


@dataclass(frozen=True)
class Link:
    """A place to go. `key` says which one is open now, `count` is text ("" shows none), `hot` makes it red."""

    label: str
    icon: str
    href: str
    key: str
    count: Any = ""
    hot: Any = False
    go: str = ""  # the letter after G
    show: Any = True
    short: str = ""  # its name where there is little room
    leaves: bool = False  # out of the desks, into a store


@dataclass(frozen=True)
class Group:
    """Links under one heading of the rail."""

    links: Sequence[Link]
    title: str = ""
    show: Any = True  # none of its links is for everybody


@dataclass(frozen=True)
class Place:
    """Whose desk it is: the letter in the mark, the name, and the line under it."""

    mark: Any
    name: Any
    line: Any


@dataclass(frozen=True)
class Person:
    """Who sits at it. `hue` is 1 to 6."""

    initials: Any
    hue: Any
    name: Any
    line: Any


@dataclass(frozen=True)
class Crumb:
    label: Any
    href: Any = ""


@dataclass(frozen=True)
class Tab:
    """A saved view with its count."""

    label: Any
    href: Any
    on: Any = False
    count: Any = ""
    hot: Any = False


@dataclass(frozen=True)
class DeskLayout:
    """Everything around a page of one desk."""

    place: Place
    person: Person
    groups: Sequence[Group]
    short: Sequence[Link] = ()  # up to four for the phone; the rest is behind More
    pulse: Any = None  # a line above the person
    extra: Sequence[Markup] = field(default_factory=tuple)  # palette and dialogs
    guest: Any = False  # nobody is signed in: a way in stands where the person would
