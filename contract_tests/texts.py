"""Texts that careless programs change, and keys that careless comparisons take for one."""

from dataclasses import dataclass

# Name to text. None is disputed: a server that refuses or changes one of these breaks the document.
HOSTILE: dict[str, str] = {
    "plain words": "Kept as it was sent",
    "leading and trailing blanks": "  two before, one after ",
    "double blanks inside": "a  b   c",
    "tab": "a\tb",
    "line feed": "first\nsecond",
    "carriage return and line feed": "first\r\nsecond",
    "lone carriage return": "first\rsecond",
    "trailing line feed": "a\n",
    "HTML": "<b>bold</b> &amp; <script>alert(1)</script>",
    "entities": "&lt;&#39;&quot;&nbsp;&gt;",
    "quotes": "\"double\" 'single' `back`",
    "backslashes": "C:\\new\\table \\n \\u0041 \\\\",
    "SQL": "'; DROP TABLE metrics; --",
    "percent and underscore": "100% of a_b %s %d %%",
    "template syntax": "{{7*7}} ${x} #{y} <%= z %>",
    "JSON text": '{"a": [1, null, "b"]}',
    "the word null": "null",
    "the word undefined": "undefined",
    "the word true": "true",
    "zero as text": "0",
    "leading zeros": "007",
    "exponent as text": "1e3",
    "a date as text": "2026-02-30T25:61:00Z",
    "a URL": "https://example.com/a%20b?c=d&e=f+g#h",
    "a formula": "=1+1",
    "accents, composed": "caf\u00e9 \u00c5",
    "accents, decomposed": "cafe\u0301 A\u030a",
    "mixed case": "MiXeD CaSe",
    "sharp s and dotless i": "stra\u00dfe \u0131\u0130\u1e9e",
    "compatibility characters": "\ufb01 \u2460 \uff21 \u212a \u212b",
    "Greek and Cyrillic": "\u03b1\u03b2\u03b3 \u0436\u0437\u0438",
    "Arabic and Hebrew": "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "Chinese and Japanese": "\u4f60\u597d \u3053\u3093\u306b\u3061\u306f",
    "emoji": "ok \U0001f44d\U0001f680",
    "joined emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\u200d\u2620\ufe0f \U0001f1e9\U0001f1ea",
    "astral letters": "\U0001d54f\U00020000\U0010fffd",
    "combining marks": "Z\u0351\u036b\u0343a\u0307\u0323",
    "right-to-left marks": "a\u202eb\u202cc\u200fd",
    "zero width": "a\u200bb\u200cc\u2060d",
    "byte order mark inside": "a\ufeffb",
    "no-break blanks": "\u00a0a\u00a0b\u2003c\u00a0",
    "line separators": "a\u2028b\u2029c\u0085d",
    "soft hyphen": "a\u00adb",
    "control characters": "a\u0001b\u0008c\u000bd\u001be\u007f",
    "replacement character": "a\ufffdb",
    "commas and semicolons": "a,b;c|d\te",
    "path-like": "../../etc/passwd /a//b/./c",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys that are not the same, code point for code point. `name` says how they differ."""

    name: str
    one: str
    other: str


LOOK_ALIKES = (
    Pair("in case", "alpha", "ALPHA"),
    Pair("in the case of one letter", "beta", "Beta"),
    Pair("in the case of an accented letter", "\u00e9t\u00e9", "\u00c9t\u00e9"),
    Pair("in the case of a Greek letter", "\u03c3", "\u03c2"),
    Pair("in normal form", "caf\u00e9", "cafe\u0301"),
    Pair("in an accent", "resume", "r\u00e9sum\u00e9"),
    Pair("in \u00df and ss", "stra\u00dfe", "strasse"),
    Pair("in \u0131 and i", "\u0131d", "id"),
    Pair("in the Kelvin sign and K", "\u212a", "K"),
    Pair("in a ligature", "\ufb01t", "fit"),
    Pair("in width", "\uff21\uff22", "AB"),
    Pair("in a superscript", "x\u00b2", "x2"),
    Pair("in script", "\u0430bc", "abc"),
    Pair("in a trailing blank", "gamma", "gamma "),
    Pair("in two trailing blanks", "delta ", "delta  "),
    Pair("in a trailing tab", "epsilon", "epsilon\t"),
    Pair("in a trailing line feed", "zeta", "zeta\n"),
    Pair("in a double blank", "a b", "a  b"),
    Pair("in tab and blank", "c d", "c\td"),
    Pair("in a no-break blank", "e f", "e\u00a0f"),
    Pair("in a zero-width blank", "gh", "g\u200bh"),
    Pair("in a zero-width joiner", "\U0001f469\U0001f467", "\U0001f469\u200d\U0001f467"),
    Pair("in a variation selector", "\u2764", "\u2764\ufe0f"),
    Pair("in a soft hyphen", "ij", "i\u00adj"),
    Pair("in two emoji", "\U0001f600", "\U0001f601"),
    Pair("in an emoji and a question mark", "\U0001f44d", "?"),
    Pair("in an emoji and nothing", "k\U0001f44d", "k"),
    Pair("in astral and basic letters", "\U0001d400", "A"),
    Pair("in punctuation", "l-m", "l_m"),
    Pair("in a hyphen and a dash", "n-o", "n\u2013o"),
    Pair("in apostrophes", "it's", "it\u2019s"),
    Pair("in a leading zero", "7", "07"),
    Pair("in a decimal zero", "1", "1.0"),
    Pair("in exponent form", "100", "1e2"),
    Pair("in a wildcard %", "pq", "p%"),
    Pair("in a wildcard _", "rst", "r_t"),
    Pair("in a wildcard *", "uv", "u*"),
    Pair("in percent-encoding", "w A", "w%20A"),
    Pair("in plus and blank", "x y", "x+y"),
    Pair("in an entity", "a&b", "a&amp;b"),
    Pair("in a backslash", "c\\d", "cd"),
    Pair("in a slash", "e/f", "ef"),
    Pair("in a quote", "g'h", "gh"),
    Pair("in a comma", "i,j", "ij"),
    Pair("in their order", "kl", "lk"),
    Pair("in one sign more", "mno", "mnoo"),
    Pair("in line breaks", "st\nuv", "st\r\nuv"),
    Pair("in a line feed and a blank", "wx\nyz", "wx yz"),
    Pair("in a line feed and its escape", "ab\ncd", "ab\\ncd"),
    Pair("in a Unicode escape", "efA", "ef\\u0041"),
    Pair("in a control character", "gh\u0001ij", "ghij"),
    Pair("in a byte order mark", "kl\ufeffmn", "klmn"),
    Pair("in a right-to-left mark", "op\u200f", "op"),
    Pair("in kana", "\u304b\u306a", "\u30ab\u30ca"),
    Pair("in \u00f8 and o", "s\u00f8r", "sor"),
    Pair("in \u00e6 and ae", "\u00e6r", "aer"),
    Pair("in digits of two scripts", "\u0664\u0662", "42"),
    Pair("in the case of astral letters", "\U00010400", "\U00010428"),
    Pair("in a skin tone", "\U0001f44b", "\U0001f44b\U0001f3fd"),
    Pair("in the first half of a surrogate pair", "\U0001fa00", "\U0001f600"),
    Pair("in markup", "<b>tag</b>", "tag"),
    Pair("in a hyphen and a blank", "no-one", "no one"),
    Pair("in a hyphen", "co-op", "coop"),
    Pair("in a trailing dot", "etc", "etc."),
    Pair("in a trailing slash", "dir", "dir/"),
    Pair("in a colon", "k:v", "k"),
    Pair("in a bar", "m|n", "m"),
    Pair("in quotes around it", "said", '"said"'),
    Pair("in the order of words", "one two", "two one"),
    Pair("in letters of one hash", "AaBB", "BBAa"),  # java.lang.String.hashCode
    Pair("in a minus", "-1", "1"),
    Pair("in a hash mark", "p#q", "p"),
    Pair("in a question mark", "r?s", "r"),
)
# The same for whole keys: these cannot begin with the prefix of our rows. 87684 spells it on a telephone's keys.
WHOLE = (
    Pair("in a leading zero of a number", "87684", "087684"),
    Pair("in a decimal zero of a number", "87684", "87684.0"),
    Pair("in the exponent form of a number", "87684", "8.7684e4"),
    Pair("in the sign of a number", "87684", "+87684"),
)
# What some stores end a text at. A deployment may refuse it: that is an open question.
ENDED = Pair("after a NUL", "nul\0one", "nul\0two")
# Where two long keys differ: behind the limits that stores and indexes are known to have.
CUTS = (31, 49, 63, 99, 127, 190, 199, 249)
# The same limits in bytes, for signs of three bytes.
WIDE_CUTS = (72, 90)
