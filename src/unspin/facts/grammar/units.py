"""Units of measure: what they measure and how they convert."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from unspin.facts.grammar.lexemes import Line, words


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``value * factor + shift`` converts to the base unit of its dimension.

    Dimensions: length, area, volume, mass, speed, temperature, power, data, loudness, duration, month, money, share,
    points.
    Calendar durations (months, years) form a dimension of their own: a month is no fixed number of days.
    """

    name: str
    dimension: str
    factor: Fraction = Fraction(1)
    shift: Fraction = Fraction(0)


def _units() -> dict[str, Unit]:
    table: dict[str, list[tuple[str, Fraction | int, str]]] = {
        "length": [
            ("m", 1, "metre metres meter meters m"),
            ("km", 1000, "kilometre kilometres kilometer kilometers km kms k"),
            ("cm", Fraction(1, 100), "centimetre centimetres centimeter centimeters cm"),
            ("mm", Fraction(1, 1000), "millimetre millimetres millimeter millimeters mm"),
            ("mile", Fraction("1609.344"), "mile miles mi"),
            ("foot", Fraction("0.3048"), "foot feet ft"),
            ("inch", Fraction("0.0254"), "inch inches"),
            ("yard", Fraction("0.9144"), "yard yards yd yds"),
        ],
        "area": [
            ("hectare", 10_000, "hectare hectares ha"),
            ("acre", Fraction("4046.8564224"), "acre acres"),
        ],
        "volume": [
            ("litre", Fraction(1, 1000), "litre litres liter liters"),
            ("ml", Fraction(1, 1_000_000), "millilitre millilitres milliliter milliliters ml"),
            ("gallon", Fraction("0.003785411784"), "gallon gallons"),
            ("barrel", Fraction("0.158987294928"), "barrel barrels"),
        ],
        "mass": [
            ("kg", 1, "kilogram kilograms kilogramme kilogrammes kilo kilos kg kgs"),
            ("g", Fraction(1, 1000), "gram grams gramme grammes g"),
            ("mg", Fraction(1, 1_000_000), "milligram milligrams milligramme milligrammes mg"),
            ("µg", Fraction(1, 10**9), "microgram micrograms mcg µg"),
            ("tonne", 1000, "tonne tonnes"),
            ("ton", 1000, "ton tons"),
            ("lb", Fraction("0.45359237"), "lb lbs"),
            ("ounce", Fraction("0.028349523125"), "ounce ounces oz"),
            ("stone", Fraction("6.35029318"), "stone"),
        ],
        "speed": [
            ("km/h", Fraction(1000, 3600), "kph kmh"),
            ("mph", Fraction("0.44704"), "mph"),
            ("knot", Fraction(1852, 3600), "knot knots"),
        ],
        "power": [
            ("W", 1, "watt watts"),
            ("kW", 1000, "kilowatt kilowatts kw"),
            ("MW", 10**6, "megawatt megawatts mw"),
            ("GW", 10**9, "gigawatt gigawatts gw"),
        ],
        "data": [
            ("MB", 10**6, "megabyte megabytes mb"),
            ("GB", 10**9, "gigabyte gigabytes gb"),
            ("TB", 10**12, "terabyte terabytes tb"),
        ],
        "loudness": [("dB", 1, "decibel decibels db")],
        "duration": [
            ("second", 1, "second seconds sec secs s"),
            ("minute", 60, "minute minutes min mins"),
            ("hour", 3600, "hour hours hr hrs"),
            ("day", 86_400, "day days"),
            ("week", 604_800, "week weeks"),
            ("fortnight", 1_209_600, "fortnight fortnights"),
        ],
        "month": [
            ("month", 1, "month months"),
            ("year", 12, "year years yr yrs"),
            ("decade", 120, "decade decades"),
            ("century", 1200, "century centuries"),
            ("millennium", 12_000, "millennium millennia millenniums"),
        ],
        "money": [
            ("$", 1, "dollar dollars"),
            ("£", 1, "sterling"),
            ("€", 1, "euro euros eur"),
            ("¥", 1, "yen"),
            ("yuan", 1, "yuan renminbi"),
            ("rupee", 1, "rupee rupees"),
            ("rouble", 1, "rouble roubles ruble rubles"),
            ("crown", 1, "crown crowns krona kronor krone kroner koruna"),
            ("franc", 1, "franc francs"),
            ("peso", 1, "peso pesos"),
            ("rand", 1, "rand"),
            ("lira", 1, "lira"),
            ("zloty", 1, "zloty zlotys"),
            ("dinar", 1, "dinar dinars"),
            ("riyal", 1, "riyal riyals rial rials"),
            ("shekel", 1, "shekel shekels"),
            ("naira", 1, "naira"),
            ("shilling", 1, "shilling shillings"),
            ("cent", Fraction(1, 100), "cent cents"),
            ("penny", Fraction(1, 100), "penny pence"),
        ],
        "share": [("%", Fraction(1, 100), "percent % pct")],
    }
    return {
        word: Unit(name, dimension, Fraction(factor))
        for dimension, rows in table.items()
        for name, factor, words in rows
        for word in words.split()
    }


UNITS = _units()
UNITS["penny"] = UNITS["pence"] = Unit("£", "money", Fraction(1, 100))
CURRENCIES = {sign: Unit(sign, "money") for sign in "$£€¥₹₽"} | {
    code: Unit(name, "money")
    for code, name in (
        ("usd", "$"),
        ("gbp", "£"),
        ("eur", "€"),
        ("jpy", "¥"),
        ("pln", "zloty"),
        ("chf", "franc"),
        ("inr", "rupee"),
        ("rs", "rupee"),
        ("rmb", "yuan"),
        ("cny", "yuan"),
        ("sek", "crown"),
        ("nok", "crown"),
        ("dkk", "crown"),
        ("aud", "$"),
        ("cad", "$"),
    )
}
POINTS = Unit("percentage point", "points")
BASIS_POINTS = Unit("basis point", "points", Fraction(1, 100))
PERCENT = UNITS["percent"]
PART = Unit("part", "share")
POUND_MONEY = Unit("£", "money")
POUND_MASS = Unit("lb", "mass", Fraction("0.45359237"))
_CELSIUS = Unit("°C", "temperature")
_FAHRENHEIT = Unit("°F", "temperature", Fraction(5, 9), Fraction(-160, 9))
DEGREE = Unit("°", "temperature")
# Letters and words that mean a unit only where they stand tight to the digits.
_TIGHT = words("m k g s ha min mb")


def unit_at(line: Line, place: int, *, written: bool = False) -> tuple[Unit, int] | None:
    """The unit that begins at this lexeme and the place after it; ``written``: the number before is in words."""
    word = line.word(place)
    if word in {"per"} and line.word(place + 1) in {"cent", "cents"}:
        return (POINTS, place + 3) if line.word(place + 2) in {"point", "points"} else (PERCENT, place + 2)
    if word == "basis" and line.word(place + 1) in {"point", "points"}:
        return BASIS_POINTS, place + 2
    if word in {"percent", "%", "percentage"} and line.word(place + 1) in {"point", "points"}:
        return POINTS, place + 2
    if word in {"square", "cubic", "sq", "cu"}:
        inner = UNITS.get(line.word(place + 1))
        if inner is None or inner.dimension != "length":
            return None
        power, dimension = (2, "area") if word in {"square", "sq"} else (3, "volume")
        return Unit(f"{word[:2]} {inner.name}", dimension, inner.factor**power), place + 2
    if word == "nautical" and line.word(place + 1) in {"mile", "miles"}:
        return Unit("nautical mile", "length", Fraction(1852)), place + 2
    if word == "light" and line.word(line.skip(place + 1, "-")) in {"year", "years"}:
        return Unit("light year", "length", Fraction(9_460_730_472_580_800)), line.skip(place + 1, "-") + 1
    if word in {"°", "degrees", "degree"}:
        scale = line.word(place + 1)
        if scale in {"c", "celsius", "centigrade"}:
            return _CELSIUS, place + 2
        return (_FAHRENHEIT, place + 2) if scale in {"f", "fahrenheit"} else (DEGREE, place + 1)
    if word in {"c", "f"} and line.capital(place) and line.tight(place):
        return (_CELSIUS if word == "c" else _FAHRENHEIT), place + 1
    if word == "m" and [line.word(place + k) for k in range(1, 5)] == [".", "p", ".", "h"]:
        return UNITS["mph"], line.skip(place + 5, ".")
    if word in {"pound", "pounds"}:
        return POUND_MONEY, place + 1
    if word == "p" and line.tight(place):
        return UNITS["pence"], place + 1
    unit = UNITS.get(word)
    if unit is None or (word in _TIGHT and (written or not line.tight(place))):
        return None
    if unit.dimension == "length" and line.word(place + 1) in {"an", "per", "/"}:
        return _speed(line, place, unit) or (unit, place + 1)
    return unit, place + 1


def _speed(line: Line, place: int, unit: Unit) -> tuple[Unit, int] | None:
    bottom = {"hour": 3600, "h": 3600, "hr": 3600, "second": 1, "s": 1, "minute": 60}.get(line.word(place + 2))
    return (Unit(f"{unit.name}/{line.word(place + 2)}", "speed", unit.factor / bottom), place + 3) if bottom else None
