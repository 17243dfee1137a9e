"""Which encoding a file of text is in.

The order is BOM, strict UTF-8, UTF-16 by its zero bytes, then the East Asian
code pages, each judged by the share of its own everyday characters among the
characters that are not ASCII. Short Chinese texts decode under several code
pages at once, so validity alone says little.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from vizapp.core.errors import CsvEncodingError, UnsupportedFileError

# Byte-order marks; the four-byte ones come first because UTF-32-LE starts as
# UTF-16-LE does.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"GGUF", "a model file"),
)
SAMPLE_BYTES = 65_536
PIECE = 2**21  # bytes or characters that are gone through in one step
GOOD_SHARE = 0.75  # of everyday characters, to believe in a code page
FOREIGN_SHARE = 0.3  # of bytes beyond ASCII, up to which an unknown text still opens
# Hangul are everyday Chinese characters to GB 18030; a longer text that is
# Hangul without exception is Korean.
MIN_HANGUL = 16
_KOREAN_SIGNS = frozenset("▲▼△▽※℃")  # beside the figures of a table
FEW_HANGUL = 4  # a shorter text is Korean if its Hangul are the frequent ones
# The most frequent of tables: what is everyday Chinese to one code page is rarely that to another.
_FREQUENT_HANGUL = frozenset(
    "이다의는에을가고하지로은사도를기대한자정시인리수서원부일라나제구공성해보전상안어장동경조주과세비유중연교국신영"
    "여소단산생금분용물름남북강울천광매출액품명등급월년개학실업팀날짜점역별합계총건재회차율표량격호번순위목록"
)
_FREQUENT_HAN = frozenset(
    "数用性量人店品学月户州率发度门理可生类目季能上视化南电服日客据计教育节通活北京产一价点家科子创项分题期技入"
    "年斯利力金时过温应收下区读气务推图庆国试成型洲接级风主设业西安间海解平均开营销别领导出阅动步美新约网信格行额"
    "二中表终广的天基础审批外送秋食功长传支纽卡会者评标公运费福质制口环医商冬春地回合作策展城夏息文器段联售使消体"
    "检装调维心水果工放深完测特受后问效市部请到查员课物场算份建班本得统持和名称号码姓龄男女总计小大省县职位工资"
)
MAX_NUL = 8  # NUL characters in a short text that are left out
MAX_CONTROLS = 4  # other control characters in a short text
CONTROL_SHARE = 0.02  # of control characters, above which text is no text
BROKEN_SHARE = 0.02  # of characters that may be damaged in a text of a known encoding
MIXED_SHARE = 0.05  # of foreign lines, which show that a text is of two encodings


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and how it was found.

    Parameters
    ----------
    text : str
        Without byte-order mark and NUL characters.
    encoding : str
        The codec.
    n_damaged, n_nul : int
        Characters that could not be read, and NUL characters left out.
    code : str
        The reason, one of those in `notes`.
    confidence : float
        From 0 to 1.
    n_other : int
        Lines in GB 18030 among those of UTF-8.
    """

    text: str
    encoding: str
    n_damaged: int = 0
    n_nul: int = 0
    code: str = "bom"
    confidence: float = 1.0
    n_other: int = 0


def decode(data: bytes, *, name: str = "file", encoding: str | None = None) -> Decoded:
    """Return the text of a file.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for messages.
    encoding : str, optional
        What the person says it is; None to find out.

    Raises
    ------
    UnsupportedFileError
        If the bytes are no text.
    CsvEncodingError
        If no encoding reads them.
    """
    if encoding is not None:
        return _checked(data, encoding, name, "given", 1.0)
    for mark, codec in _BOMS:
        if data.startswith(mark) and not _is_false_mark(data, mark):
            return _checked(data, codec, name, "bom", 1.0)
    data = data.removeprefix(codecs.BOM_UTF8)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise _binary(name, what)
    wide = _utf16_without_mark(data)
    if wide:
        return _checked(data, wide, name, "zero_bytes", 0.9)
    sample = data[:SAMPLE_BYTES]
    if sample.count(b"\x00") > max(MAX_NUL, CONTROL_SHARE * len(sample)):
        raise _binary(name, "binary")
    try:
        text = _text(data, "utf-8", "strict")
    except UnicodeDecodeError:
        pass
    else:
        if _is_chinese(data, text):
            return _checked(data, "gb18030", name, "everyday", 0.8)
        if data.isascii():
            return _made(text, "utf-8", name, "ascii", 1.0)
        return _made(text, "utf-8", name, "valid_utf8", 0.99)
    if _is_mixed(data):
        return _of_two(data, name)
    page = _code_page(data)
    if page is None and b"\x00" in data:
        raise _binary(name, "binary")
    if page is None:
        raise CsvEncodingError(
            f"{name} is not readable as text in any known encoding.",
            hint="Save it as UTF-8 and open it again.",
            name=name,
        )
    return _checked(data, page[0], name, page[1], page[2])


def _is_false_mark(data: bytes, mark: bytes) -> bool:
    """Return whether a program put the mark of UTF-8 before a text in another encoding."""
    if mark != codecs.BOM_UTF8:
        return False
    sample = _foreign_part(data[len(mark) :])
    share = _share(sample, "utf-8", lambda char: True)
    return bool(sample) and share < 0.5 and _share(sample, "gb18030", _everyday_gb) >= GOOD_SHARE


def _is_mixed(data: bytes) -> bool:
    """Return whether lines of UTF-8 and of GB 18030 stand in one file, as programs append them.

    A line of either hardly ever is one of the other, too.
    """
    lines = _foreign_part(data).splitlines()
    ours = [line for line in lines if _is_utf8(line)]
    theirs = [line for line in lines if not _is_utf8(line)]
    if not theirs or len(ours) < MIXED_SHARE * len(lines):
        return False
    shown = _share(b"\n".join(ours), "utf-8", lambda char: "\u3000" <= char <= "\u9fff")
    return shown >= GOOD_SHARE and _share(b"\n".join(theirs), "gb18030", _everyday_gb) >= GOOD_SHARE


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _of_two(data: bytes, name: str) -> Decoded:
    """Return a text whose lines are each in one of two encodings."""
    pieces = []
    n_other = 0
    for line in data.splitlines(keepends=True):
        if _is_utf8(line):
            pieces.append(line.decode("utf-8"))
        else:
            pieces.append(line.decode("gb18030", "replace"))
            n_other += 1
    found = _made("".join(pieces), "utf-8", name, "two_encodings", 0.8)
    return replace(found, n_other=n_other)


def _binary(name: str, what: str) -> UnsupportedFileError:
    return UnsupportedFileError(
        f"{name} is {what}, not a table of text.",
        hint="Open a CSV, TSV, XLSX, JSON or Parquet file.",
        name=name,
    )


def _checked(data: bytes, encoding: str, name: str, code: str, confidence: float) -> Decoded:
    try:
        text = _text(data, encoding, "replace")
    except (UnicodeError, LookupError, ValueError) as err:  # utf-16 without a mark, idna, ...
        raise CsvEncodingError(
            f"{name} cannot be read as {encoding}: {err}",
            hint="Choose another encoding.",
            name=name,
        ) from err
    return _made(text.lstrip("\ufeff"), encoding, name, code, confidence)


def _text(data: bytes, encoding: str, errors: str) -> str:
    """Decode piece by piece: one long step would keep every other thread waiting."""
    if len(data) <= PIECE:
        return data.decode(encoding, errors)
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    pieces = [decoder.decode(data[at : at + PIECE]) for at in range(0, len(data), PIECE)]
    return "".join([*pieces, decoder.decode(b"", final=True)])


def _found(pattern: str, text: str) -> bool:
    """Return whether a pattern of one character stands in a text; piece by piece."""
    known = re.compile(pattern)
    return any(known.search(text[at : at + PIECE]) for at in range(0, len(text), PIECE))


def _made(text: str, encoding: str, name: str, code: str, confidence: float) -> Decoded:
    n_nul = text.count("\x00")
    sample = text[:SAMPLE_BYTES]
    few = MAX_CONTROLS if code != "zero_bytes" else 0
    controls = sum(c < " " and c not in "\x00\t\r\n\f\v\x01\x1a\x1b\x1f" for c in sample)
    if controls > max(few, CONTROL_SHARE * len(sample)):
        raise _binary(name, "binary")
    if n_nul:
        text = text.replace("\x00", "")
    n_damaged = text.count("\ufffd") if encoding != "utf-8" or code != "ascii" else 0
    return Decoded(text, encoding, n_damaged, n_nul, code, confidence)


def _is_chinese(data: bytes, text: str) -> bool:
    """Return whether this is Chinese whose few bytes happen to be UTF-8 as well.

    `茅台` in GB 18030 is also a valid UTF-8 spelling of an accented letter with
    a combining mark, which nobody writes.
    """
    if data.isascii() or not _found("[\u0180-\u02af\u0300-\u036f]", text):
        return False
    if _found("[\u0800-\U0010ffff]", text):
        return False
    return _share(data, "gb18030", _everyday_gb) == 1


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4096]
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return None
    # Delimiters and line ends are ASCII, so their byte pairs are zero on one
    # side; a character such as 销 (U+9500) is zero on the other, but rarely.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if odd > 0.1 * pairs and 4 * even < odd and _has_line_end(sample, b"\n\x00"):
        return "utf-16-le"
    if even > 0.1 * pairs and 4 * odd < even and _has_line_end(sample, b"\x00\n"):
        return "utf-16-be"
    return None


def _has_line_end(sample: bytes, wide: bytes) -> bool:
    """Return whether the first lines end in two bytes: a stray NUL is beside none."""
    return wide in sample or b"\n" not in sample


def _everyday_gb(char: str) -> bool:
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    # Rows 16-55 hold the 3,755 most used characters, rows 1-3 punctuation.
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3)


def _everyday_big5(char: str) -> bool:
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xA4 <= code[0] <= 0xC6 or code[0] == 0xA1)


def _everyday_jis(char: str) -> bool:
    if "\u3040" <= char <= "\u30ff" or char in "、。「」ー・（）":
        return True
    try:
        code = char.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0x88 <= code[0] <= 0x97


def _everyday_kr(char: str) -> bool:
    if not "\uac00" <= char <= "\ud7a3":
        return False
    try:
        return len(char.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


def _everyday_cyrillic(char: str) -> bool:
    return "а" <= char.lower() <= "я" or char in "ёЁ№«»—–"


def _everyday_western(char: str) -> bool:
    return char in "°²³µ·½¼£€§«»–—‘’“”…©®™±×´¿¡ºª" or ("À" <= char <= "ÿ" and char not in "×÷")


# In the order of preference when two are equally plausible: Chinese users are
# the many, and only Japanese text has kana.
_PAGES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("gb18030", _everyday_gb),
    ("big5", _everyday_big5),
    ("shift_jis", _everyday_jis),
    ("euc_kr", _everyday_kr),
)


# What the detector may say; it also knows pages of DOS that nobody exports today.
_BELIEVED = frozenset(
    (
        *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
        *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "koi8_r", "koi8_u", "mac_roman"),
        *("mac_cyrillic", "big5hkscs", "cp949", "euc_jp", "iso2022_jp", "hz", "tis_620", "cp874"),
    )
)


# The signs of units and of the euro, before what is no second byte of Chinese, and `\u00b0C`.
_WESTERN_SIGNS = re.compile(
    rb"(?<![\x80-\xff])(?:\xb0C(?![a-z\x80-\xff])|[\xb0\xb2\xb3\x80\xa3](?=[\s,;|)\"'0-9]|\Z))"
)


def _code_page(data: bytes) -> tuple[str, str, float] | None:
    """Return the code page, the reason and the confidence."""
    sample = _foreign_part(data)
    if _share(sample, "utf-8", lambda char: True) >= 1 - BROKEN_SHARE:
        return "utf-8", "mostly_utf8", 0.9  # a few broken bytes, for example a cut at the end
    if _WESTERN_SIGNS.sub(b"", sample).isascii():
        return "cp1252", "everyday", 0.7
    if _is_korean(sample):
        return "euc_kr", "everyday", 0.9 if len(sample) >= 2 * MIN_HANGUL else 0.7
    ranks = []
    for place, (encoding, everyday) in enumerate(_PAGES):
        share = _share(sample, encoding, everyday)
        if share >= GOOD_SHARE:
            ranks.append((round(share, 1), -place, encoding, share))
    if ranks:
        ranks.sort(reverse=True)
        # Two code pages that read a text alike well leave it open which one it is.
        rival = ranks[1][3] if len(ranks) > 1 else 0.0
        doubt = 0.3 if rival >= ranks[0][3] else 0.1 if rival else 0.0
        return ranks[0][2], "everyday", round(ranks[0][3] * (0.95 - doubt), 2)
    western = _share(sample, "cp1252", _everyday_western)
    if western >= GOOD_SHARE and _is_sparse(sample):
        return "cp1252", "everyday", round(0.9 * western, 2)
    cyrillic = _share(sample, "cp1251", _everyday_cyrillic)
    if cyrillic >= GOOD_SHARE:
        word = sample.decode("cp1251", "replace")
        lower, upper = sum(map(str.islower, word)), sum(map(str.isupper, word))
        if lower > upper and not re.search("[а-яё][А-ЯЁ]", word):
            return "cp1251", "everyday", round(0.9 * cyrillic, 2)
    if _share(sample, "gb18030", lambda char: "\u4e00" <= char <= "\u9fff") == 1:
        return "gb18030", "everyday", 0.5  # a few rare characters, such as names
    return _detected(sample)


def _is_korean(sample: bytes) -> bool:
    """Return whether a text is Hangul throughout, and is no Chinese that only looks so."""
    if _share(sample, "euc_kr", lambda char: _everyday_kr(char) or char in _KOREAN_SIGNS) < 1:
        return False
    n_hangul = sum(map(_everyday_kr, sample.decode("euc_kr", "replace")))
    if n_hangul >= MIN_HANGUL:
        return True
    hangul = _share(sample, "euc_kr", _FREQUENT_HANGUL.__contains__)
    han = _share(sample, "gb18030", _FREQUENT_HAN.__contains__)
    return n_hangul >= FEW_HANGUL and hangul >= 0.5 and hangul > 2 * han


def _foreign_part(data: bytes) -> bytes:
    """Return the lines that are not plain ASCII, up to the sample's size."""
    kept, size = [], 0
    for line in data[: 64 * SAMPLE_BYTES].splitlines(keepends=True):
        if not line.isascii():
            kept.append(line)
            size += len(line)
            if size >= SAMPLE_BYTES:
                break
    return b"".join(kept)


def _share(sample: bytes, encoding: str, everyday: Callable[[str], bool]) -> float:
    """Return the share of everyday characters among those that are not ASCII."""
    foreign = [char for char in sample.decode(encoding, "replace") if not char.isascii()]
    if not foreign:
        return 0.0
    return sum(char != "\ufffd" and everyday(char) for char in foreign) / len(foreign)


def _is_sparse(sample: bytes) -> bool:
    """Return whether accented letters stand singly, as in western languages."""
    text = sample.decode("latin-1")
    singles = pairs = 0
    for left, right in zip(text, text[1:] + " ", strict=True):
        if left > "\x7f":
            singles += right <= "\x7f"
            pairs += right > "\x7f"
    return singles >= 2 * pairs


def _detected(sample: bytes) -> tuple[str, str, float] | None:
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    if match is not None and match.encoding in _BELIEVED:
        return str(match.encoding), "detector", 0.6
    # Mostly ASCII with a few odd bytes: better a table with odd letters than none.
    n_foreign = sum(byte > 127 for byte in sample)
    return ("cp1252", "fallback", 0.3) if n_foreign <= FOREIGN_SHARE * len(sample) else None
