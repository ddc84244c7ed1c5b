"""Which encoding a text file is in, as its bytes show it: programs do not say it.

UTF-8 and UTF-16 are sure. Of the others one is taken that makes the best sense of the bytes above 127: pairs that
are common characters are Japanese (Shift JIS), Korean (Windows-949) or Chinese (GB18030 or Big5), words of nothing
else are Russian (Windows-1251), and letters with accents stand between letters (Windows-1252 and -1250, Mac OS Roman).
"""

import codecs
import re

from marketing_origin.errors import CourseError

LOOKED_AT = 1_000_000  # bytes
WESTERN = ("cp1252", "cp1250", "mac_roman")  # the likelier first
PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
MOSTLY = 0.7  # of the pairs are characters in common use
TOGETHER = 0.3  # of them stand before another
ALONE = 0.6  # of the bytes above 127 stand in words of nothing else
# The first byte of characters in common use, and the second: of GB 2312's and of Big5's first level, and their signs.
GB_COMMON = re.compile(rb"[\xb0-\xd7\xa1\xa3][\xa1-\xfe]")
BIG5_COMMON = re.compile(rb"[\xa4-\xc6\xa1][\x40-\x7e\xa1-\xfe]")
#: In Shift JIS: kana, signs and the characters of the first level, each a pair; what else is above 127.
JIS_COMMON = re.compile(rb"[\x81-\x83][\x40-\x7e\x80-\xfc]|[\x88-\x97][\x40-\x7e\x80-\xfc]|\x98[\x40-\x72]")
JIS_OTHER = re.compile(rb"[\x84-\x87\x98-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\x80-\xff]")
HANGUL = range(
    0xB0, 0xC9
)  # the first bytes of Korean syllables, where Chinese has its first characters by sound
VARIED = 12  # different pairs, to tell the two
CYRILLIC = re.compile(rb"(?<![\x80-\xff])[\xa8\xb8\xc0-\xff]{3,}(?![\x80-\xff])")


def decode(content: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Return a file's text and its encoding.

    Parameters
    ----------
    content : bytes
    name : str
        The file's name, for messages.
    encoding : str, optional
        Where it is known.

    Raises
    ------
    CourseError
        The bytes are no text, or not in the encoding that was named.
    """
    if encoding:
        return _as_said(content, name, encoding), encoding
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in content[:LOOKED_AT]:
        return _without_mark(content, name)
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if content.startswith(codecs.BOM_UTF8) or _is_broken_utf8(content, error):
            return content.decode("utf-8-sig", errors="replace"), "utf-8"
    found = _likeliest(content[:LOOKED_AT])
    return content.decode(found, errors="replace"), found


def _as_said(content: bytes, name: str, encoding: str) -> str:
    try:
        return content.decode("utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding)
    except (LookupError, UnicodeError):
        raise CourseError(
            f'{name} is not in the encoding {encoding!r}: name another, such as "utf-8", "cp1252", "gb18030" or '
            '"big5", or leave it out.'
        ) from None


def _without_mark(content: bytes, name: str) -> tuple[str, str]:
    """Decode UTF-16 without its mark: of plain letters every other byte is 0."""
    odd, even = content[1:LOOKED_AT:2].count(0), content[0:LOOKED_AT:2].count(0)
    found = "utf-16-le" if odd > even else "utf-16-be"
    half = min(len(content), LOOKED_AT) / 2
    if max(odd, even) < 0.3 * half or min(odd, even) > 0.05 * half:
        raise CourseError(f"{name} is no text: a table is due, with a row a line, saved as CSV.")
    return content.decode(found, errors="replace"), found


def _is_broken_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Tell whether a file is UTF-8 but for a few bytes, such as a character cut at the file's end."""
    if error.start >= len(content) - 3:
        return True
    text = content[:LOOKED_AT].decode("utf-8", errors="replace")
    return 20 * text.count("\ufffd") < sum(not one.isascii() for one in text)


def _likeliest(content: bytes) -> str:
    """Return the encoding that makes the best sense of bytes that are no UTF-8."""
    pairs = _pairs(content)
    if pairs and _is_japanese(content):
        return "cp932"
    different = {pair for pair in pairs if pair[0] >= HANGUL[0]}
    if len(different) >= VARIED and all(pair[0] in HANGUL and pair[1] > 0xA0 for pair in different):
        return "cp949"
    common = {"gb18030": GB_COMMON, "big5hkscs": BIG5_COMMON}
    shares = {name: sum(bool(sign.fullmatch(pair)) for pair in pairs) for name, sign in common.items()}
    best = max(shares, key=shares.get)
    if shares[best] > MOSTLY * len(pairs):
        return best
    high = sum(byte > 127 for byte in content)
    if sum(map(len, CYRILLIC.findall(content))) > ALONE * high:
        return "cp1251"
    if pairs and "\ufffd" not in content.decode("gb18030", errors="replace")[:-1]:
        return "gb18030"  # with characters of older books, as they are written in Taiwan
    return max(WESTERN, key=lambda one: _sense(content.decode(one, errors="replace")))


def _is_japanese(content: bytes) -> bool:
    """Tell whether the bytes above 127 are pairs in common use in Shift JIS."""
    usual = len(JIS_COMMON.findall(content))
    return usual > MOSTLY * (usual + len(JIS_OTHER.findall(JIS_COMMON.sub(b"", content))))


def _pairs(content: bytes) -> list[bytes]:
    """Return the pairs of bytes above 127; none where most stand alone, as no Chinese characters do."""
    pairs = list(PAIR.finditer(content))
    beside = sum(one.end() == other.start() for one, other in zip(pairs, pairs[1:], strict=False))
    return [pair[0] for pair in pairs] if beside >= TOGETHER * len(pairs) else []


def _sense(text: str) -> int:
    """Count the letters above 127 that stand rightly between letters, less whatever does not."""
    found = 0
    for word in re.findall(r"[A-Za-z]?[^\x00-\x7f]+[A-Za-z]?", text):
        for before, one in zip(word, word[1:], strict=False):
            if one.isascii() and before.isascii():
                continue
            fits = (one.isalpha() and before.isalpha()) and not (one.isupper() and before.islower())
            found += 1 if fits else -1
    return found
