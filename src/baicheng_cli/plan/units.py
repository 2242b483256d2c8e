"""The register of units: known by any name, alias or id, exactly, never by a part of the name."""

from __future__ import annotations

from datetime import date

from baicheng_cli.errors import UserError, did_you_mean
from baicheng_cli.plan.model import Collective, Plan, Unit


class Register:
    """Units and collectives of a plan, and the members that the office's rosters add."""

    def __init__(self, plan: Plan, members: tuple[Unit, ...] = ()) -> None:
        self.units: tuple[Unit, ...] = (*plan.units, *members)
        self.collectives: tuple[Collective, ...] = plan.collectives
        self._by_name: dict[str, Unit | Collective] = {}
        for unit in self.units:
            for name in unit.known_as():
                self._by_name.setdefault(name, unit)
        for group in plan.collectives:
            self._by_name.setdefault(group.name, group)
            self._by_name.setdefault(group.id, group)
        everyone: list[Unit | Collective] = [*self.units, *self.collectives]
        self._order = {one.id: index for index, one in enumerate(everyone)}

    def get(self, name: str) -> Unit | Collective | None:
        return self._by_name.get(name)

    def find(self, name: str) -> Unit | Collective:
        """The unit or collective of that name. Raises UserError with the nearest names."""
        known = self._by_name.get(name.strip())
        if known is None:
            near = did_you_mean(name.strip(), self.names())
            raise UserError(f"没有“{name}”这个单位；{near or '用 baicheng units 看全部单位'}")
        return known

    def unit(self, name: str) -> Unit:
        """A single unit, never a collective. Raises UserError."""
        known = self.find(name)
        if isinstance(known, Collective):
            raise UserError(f"“{known.name}”是集合单位，这里要写其中的一个单位")
        return known

    def id_of(self, name: str) -> str | None:
        known = self._by_name.get(name)
        return known.id if known else None

    def names(self) -> list[str]:
        """All the names a person may type, without the ids."""
        return [name for name, known in self._by_name.items() if name != known.id]

    def shown(self, id: str, day: date) -> str:
        """The name of a unit or collective on a day."""
        known = self._by_name[id]
        return known.name if isinstance(known, Collective) else known.name_on(day)

    def order(self, id: str) -> int:
        """Its place in the official order; collectives come after the units."""
        return self._order[id]
