"""Amounts as people read them."""

_UNITS = ("B", "kB", "MB", "GB", "TB")


def size_in_words(number: float) -> str:
    """Bytes: `480 B`, `1.2 MB`."""
    for unit in _UNITS:
        if number < 1_000 or unit == _UNITS[-1]:
            break
        number /= 1_000
    return f"{number:,.0f} {unit}" if unit in _UNITS[:2] or number >= 100 else f"{number:,.1f} {unit}"


def seconds_in_words(seconds: float) -> str:
    """A duration that was measured: `340 µs`, `12 ms`, `3.2 s`, `4 m 10 s`."""
    if seconds < 0.000_999_5:
        return f"{seconds * 1_000_000:.0f} µs"
    if seconds < 0.999_5:
        return f"{seconds * 1_000:.3g} ms"
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "m"), (left, "s")]
    told = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(told[:2])
