"""The made set on which the guard against personal data is measured: texts by rule, no person's among them.

Each positive has one thing of one kind in one usual writing; each negative has numbers that are nobody's. Telephone
numbers are of Ofcom's ranges for drama, NHS numbers of 999..., which nobody has.
"""

from collections.abc import Iterator
from itertools import cycle, product
from typing import Final, NamedTuple

from hub.admission.refusal import Code


class Made(NamedTuple):
    """A text. code: what is in it, None for nothing; rule: the rule that made it."""

    rule: str
    code: Code | None
    text: str


_AROUND: Final = (
    "{}",
    "Contact: {}.",
    "seen on ward 7 ({}), then discharged",
    "Carers' lead\nTel: {}\nRoom 4",
    "see {}; 12 beds",
)


def _placed(rule: str, code: Code | None, values: Iterator[str]) -> Iterator[Made]:
    for value, around in zip(values, cycle(_AROUND), strict=False):
        yield Made(rule, code, around.format(value))


def _nhs_numbers(count: int) -> Iterator[str]:
    number = 999_000_000
    while count:
        number += 1234
        digits = str(number)
        check = 11 - sum(int(each) * weight for each, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check < 10 or check == 11:
            yield digits + str(check % 11)
            count -= 1


def _nhs() -> Iterator[str]:
    for number in _nhs_numbers(12):
        a, b, c = number[:3], number[3:6], number[6:]
        yield from (number, f"{a} {b} {c}", f"{a}-{b}-{c}", f"{a}\u00a0{b}\u00a0{c}")


_PHONES: Final = (
    # landlines of London and other two-digit areas
    *("020 7946 0018", "02079460018", "(020) 7946 0018", "020-7946-0018", "020 79460018", "0207 946 0018", "020.7946.0018"),
    *("023 9249 6001", "(029) 2018 0123", "028 9649 6010"),
    # three-digit areas
    *("0113 496 0018", "01134960018", "(0113) 496 0018", "0113-496-0018", "0113 4960018", "0161 496 0123", "0191-498 0456"),
    # four-digit areas
    *("01632 960123", "01632 960 123", "01632960123", "(01632) 960123", "01632-960123", "(01632) 960 123", "01632/960123"),
    *("01632 96 01 23", "01204 55512", "016977 2345"),
    # mobiles
    *("07700 900123", "07700900123", "07700 900 123", "07700-900-123", "077 0090 0123", "0770 090 0123", "07700 90 01 23"),
    # one number for everywhere, free, service
    *("0303 499 0123", "03034990123", "0300 12 34 567", "0808 157 0123", "08081570123", "0800 111 222", "0800 1111"),
    *("0845 46 47", "0909 879 0123", "0844 496 0123"),
    # from abroad
    *("+44 20 7946 0018", "+442079460018", "+44 (0)20 7946 0018", "+44(0)2079460018", "+44 (0) 113 496 0018"),
    *("0044 20 7946 0018", "00442079460018", "+44 7700 900123", "+44-7700-900-123", "+44 7700 900 123", "(+44) 7700 900123"),
    *("020\u00a07946\u00a00018", "020 \u2013 7946 0018", "(020)7946 0018", "020  7946  0018", "ref 01632 960123"),
    *("tel020 7946 0018", "Mob07700900123", "UPRN 07700900123", "order no. 07700 900123", "tel:+442079460018"),
)  # fmt: skip


def _emails() -> Iterator[str]:
    names = ("jo", "jo.bloggs", "j_bloggs", "jo+carers", "o'neill", "JO.BLOGGS", "jo-ann", "info", "jo1")
    hosts = ("example.org", "example.co.uk", "mail.example.nhs.uk", "ex-ample.gov.uk", "EXAMPLE.ORG")
    for name, host in product(names, hosts):
        yield f"{name}@{host}"
    yield from (
        "mailto:jo@example.org",
        "<jo@example.org>",
        "https://example.org/?to=jo@example.org",
        "jo@b\u00fccher.example",
    )


def _national_insurance() -> Iterator[str]:
    for first, last, number in zip(cycle("ABCEHJ"), cycle("ABCD"), range(120_455, 990_000, 60_011), strict=False):
        digits = f"{number:06}"
        a, b, c = digits[:2], digits[2:4], digits[4:]
        yield from (
            f"{first}B{digits}{last}",
            f"{first}B {a} {b} {c} {last}",
            f"{first}B {digits} {last}",
            f"{first}B-{a}-{b}-{c}-{last}",
        )


def _births() -> Iterator[str]:
    words = (
        "DOB {}",
        "D.O.B. {}",
        "dob: {}",
        "date of birth: {}",
        "Date of birth was {}",
        "born {}",
        "born on {}",
        "born on the {}",
        "birthdate {}",
        "birthday {}",
    )
    days = (
        "03/04/1951",
        "3.4.51",
        "03-04-1951",
        "1951-04-03",
        "3 April 1951",
        "3rd April 1951",
        "3rd of April 1951",
        "April 3, 1951",
    )
    for word, day in product(words, days):
        yield word.format(day)


def positives() -> list[Made]:
    return [
        *_placed("NHS numbers", Code.NHS_NUMBER, _nhs()),
        *_placed("telephone numbers", Code.PHONE, iter(_PHONES)),
        *_placed("e-mail addresses", Code.EMAIL, _emails()),
        *_placed("National Insurance numbers", Code.NATIONAL_INSURANCE, _national_insurance()),
        *_placed("dates of birth", Code.BIRTH_DATE, _births()),
    ]


def _steps(first: int, step: int, count: int) -> range:
    return range(first, first + step * count, step)


_NEGATIVES: Final = {
    "money": [form.format(each) for each, form in zip(_steps(1_234, 8_765_431, 30), cycle(("£{:,}", "£{:,}.00", "GBP {}", "£{}", "{:,}.50 pounds")), strict=False)],
    "years and terms": [form.format(each, each + 1, (each + 1) % 100) for each, form in zip(_steps(2001, 1, 25), cycle(("{0}/{2:02}", "{0}-{1}", "{0} {1}", "FY {0}-{2:02}", "01.04.{0} 31.03.{1}")), strict=False)],
    "dates": [form.format(1 + each % 28, 1 + each % 12, 2001 + each % 25) for each, form in zip(range(30), cycle(("{0:02}/{1:02}/{2}", "{0:02}-{1:02}-{2} 31", "{2}-{1:02}-{0:02}", "{0:02}.{1:02}.{2} 12 months", "born out of the review of {0:02}/{1:02}/{2}", "{2}{1:02}{0:02}")), strict=False)],
    "times": [f"{hour:02}00-{hour + 2:02}30 and {hour + 4:02}00 {hour + 5:02}15" for hour in range(18)],
    "notices": ["016973-2025", "016977-2026"]
    + [f"{each:06}-{year}" for each, year in zip(_steps(1_017, 4_421, 40), cycle((2024, 2025, 2026)), strict=False)],
    "ocids": [f"ocds-{prefix}-{each:06x}" for each, prefix in zip(_steps(0x100000, 34_567, 20), cycle(("h6vhtk", "b5fd17")), strict=False)]
    + [f"ocds-b5fd17-0{each}" for each in _steps(7_700_900_100, 7, 5)],
    "UUIDs": [f"{each:08x}-{each % 65_536:04d}-7000-8000-{each:012d}"[:36] for each in _steps(20_794_600, 97, 15)],
    "UPRNs": [f"UPRN {each:012}" for each in _steps(10_000_233_36, 7_919, 10)] + [f"UPRN: {each}" for each in (9_434_765_919,)],
    "company numbers": [form.format(each) for each, form in zip(_steps(1_234_567, 345_678, 25), cycle(("company number {:08}", "{:08} and 04123456 12 beds", "SC{:07}", "registered in England, No. {:08}", "GB-COH-{:08}")), strict=False)],
    "charity numbers": [form.format(each) for each, form in zip(_steps(207_076, 41_123, 15), cycle(("charity {}", "GB-CHC-{}", "registered charity no. {}-1")), strict=False)],
    "org-ids": [f"GB-PPON-{chr(65 + each)}BCD-{2079 + each}-{chr(70 + each)}GHJ" for each in range(10)] + [f"GB-NHS-0{each}X" for each in range(10)],
    "CPV codes": [f"{each:08}-{each % 10}" for each in _steps(3_000_000, 4_111_000, 20)] + ["03111000-2 79000000-4", "CPV 09000000 45000000"],
    "postcodes": [f"{area} {each}AA" for area, each in product(("SW18", "SW1A", "EC1V", "M1", "LS10"), range(1, 5))],
    "reference numbers": [form.format(each) for each, form in zip(_steps(774_246, 3_333, 40), cycle(("DN{}", "031-{:06}", "C{}", "PO-{}-2", "LBW_{}", "Contract 15-{}", "tender_{}/1019")), strict=False)]
    + [f"ref. {each}/{each + 1}" for each in _steps(14_324, 11, 10)],
    "web addresses": [f"https://example.org/notice/{each}?p=02079460018" for each in _steps(7_700_900_123, 12_345, 10)],
    "words": ["@NHSengland", "3 @ 4.50 each", "meet@3.30pm", "date of birth is not asked for", "born in Wandsworth", "National Insurance number: not held", "NHS number: withheld", "tel: see the directory", "a birth rate of 11.2 in 2015", "phone lines open 0800 to 1700"],
}  # fmt: skip


def negatives() -> list[Made]:
    return [each for rule, values in _NEGATIVES.items() for each in _placed(rule, None, iter(values))]


TEN_DIGITS: Final = [f"order {each}" for each in _steps(4_500_123_400, 1, 110)]
"""Order numbers of ten digits without a form: one in eleven passes the NHS number's check digit, on purpose."""
