"""Why each figure of regularities.py comes out as it does; judged from the results of 2026-11-28."""

WHY = {
    "tail exponent, 1,000+": (
        "Too flat in all cases: a few large cities hold most of those who come, and small places seldom reach "
        "1,000; news of other towns make it flatter still. In usa-2020, where many towns take part, it comes "
        "near. Part of the gap is the data's: sizes heap at a round 1,000, which makes the observed tail look "
        "steeper, and many are missing."
    ),
    "share of 1,000+ that are 10,000+": (
        "As above, without the heaping: usa-2020 passes; gdr-1989 and usa-2020/news have too many large "
        "crowds."
    ),
    "spells of one day": (
        "Too few where calls come on most evenings and people go on coming because others did; belarus-2020, "
        "with one call a week, passes, and single announced days leave no longer spells at all. Observed "
        "protests are those that newspapers tell, which lose sight of small ones."
    ),
    "spells longer than a week": (
        "Either calls go on and places stay active (ukraine-2013), or they stop and so does all "
        "(belarus-2020, mobilization-2022). Thirteen days can hold few long spells, in data and model alike."
    ),
    "burstiness": (
        "Near that of an episode where calls and anger alternate; too regular where Sundays are given "
        "(belarus-2020). The value of about 0.37 is that of years in which episodes and quiet alternate, and "
        "of gaps of all countries taken together: 0.39 here, the median country 0.28. No single run can have "
        "it."
    ),
    "weekend": (
        "The calendar of calls is an input: Mondays in gdr-1989, Sundays in belarus-2020, one Saturday in "
        "toyland; usa-2020 misses by little. A day of rest on top of it is too much at 0.75, except where the "
        "calendar has few weekends."
    ),
    "day after the peak": (
        "The observed interval is so wide that hardly anything could fail."
    ),
    "factor a week after the peak": (
        "With calls that go on, as slow as observed or a little faster; with single announced days "
        "(mobilization-2022) nothing is left a week later."
    ),
    "month after the largest": (
        "Protest goes on as long as the calendar calls and stops with it; what wears a wave out by itself is "
        "too weak. ukraine-2013 and belarus-2020 end too slowly, mobilization-2022 at once."
    ),
    "growth a day": (
        "Too many places have an event on the first days, since people everywhere hear of the issue at once "
        "(the card of usa-2020), so the number grows too slowly from there. At 1:50 a crowd of 100 is two "
        "simulated persons, which adds small places by chance. News of other towns help, not enough."
    ),
    "days to half": (
        "Within a day of the observed; whole days cannot tell more."
    ),
    "correlation of units": (
        "All states get the same call on the same days and little of their own, so they move together too "
        "much; those sizes that were not reported lower the observed value by an unknown amount."
    ),
    "lag with distance": (
        "A weak test: in the data distance told next to nothing, and nothing in the model knows distance."
    ),
    "elasticity of detained": (
        "By construction: `policing.crowding` makes the share detained fall with the crowd."
    ),
}  # fmt: skip
