"""Which language is meant: a code, a locale, a browser's list, or a name."""

from winnow.intake.clean_text import folded

_CODE_WORDS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
CODES = frozenset(_CODE_WORDS.split())

_OTHER = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt",
    "dut": "nl", "nld": "nl", "pol": "pl", "cze": "cs", "ces": "cs", "rus": "ru", "tur": "tr", "chi": "zh",
    "zho": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
    "english": "en", "englisch": "en", "anglais": "en", "ingles": "en",
    "german": "de", "deutsch": "de", "allemand": "de", "aleman": "de",
    "french": "fr", "franzosisch": "fr", "francais": "fr", "frances": "fr",
    "spanish": "es", "spanisch": "es", "espagnol": "es", "espanol": "es",
    "italian": "it", "italienisch": "it", "italien": "it", "italiano": "it",
    "portuguese": "pt", "portugiesisch": "pt", "portugais": "pt", "portugues": "pt",
    "dutch": "nl", "niederlandisch": "nl", "neerlandais": "nl", "neerlandes": "nl", "nederlands": "nl",
    "polish": "pl", "polnisch": "pl", "polonais": "pl", "polaco": "pl", "polski": "pl",
    "czech": "cs", "tschechisch": "cs", "tcheque": "cs", "checo": "cs", "cestina": "cs",
    "russian": "ru", "russisch": "ru", "russe": "ru", "ruso": "ru", "русскии": "ru",
    "turkish": "tr", "turkisch": "tr", "turc": "tr", "turco": "tr", "turkce": "tr",
    "chinese": "zh", "chinesisch": "zh", "chinois": "zh", "chino": "zh", "中文": "zh", "mandarin": "zh",
    "japanese": "ja", "japanisch": "ja", "japonais": "ja", "japones": "ja", "日本語": "ja",
    "korean": "ko", "arabic": "ar", "arabisch": "ar", "arabe": "ar", "hindi": "hi", "ukrainian": "uk",
    "swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da", "norwegian": "no", "norsk": "no",
    "finnish": "fi", "suomi": "fi", "hungarian": "hu", "magyar": "hu", "romanian": "ro", "greek": "el",
}  # fmt: skip


def language_code(text: str) -> str:
    """ISO 639-1, lower case; "" if not understood. Of a list ("de-AT,en;q=0.8") the first counts."""
    first = text.split(",", 1)[0].split(";", 1)[0].strip().lower()
    front = first.replace("_", "-").split("-", 1)[0]
    if front in CODES:
        return front
    return _OTHER.get(front) or _OTHER.get(folded(first), "")
