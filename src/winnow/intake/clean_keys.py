"""Identity keys: the texts by which the same person is known again, strongest first.

`x:source|id` the sender's own id · `e:mail` whole address in lower case · `p:+number` ·
`n:name|firm` only for a name of two words or more, with the domain of a firm or else its name.
"""

from hashlib import sha256

from winnow.intake.clean_names import folded_company, folded_name

KEY_LIMIT = 200


def identity_keys(
    source: str, external_id: str, email: str, phone: str, name: str, domain: str, company: str
) -> tuple[str, ...]:
    """The keys of cleaned values; equal persons written alike give equal keys."""
    keys: list[str] = []
    if external_id:
        keys.append(_fitting(f"x:{source.replace('%', '%25').replace('|', '%7C')}|{external_id}"))
    if email:
        keys.append(_fitting(f"e:{email.lower()}"))
    if phone:
        keys.append(f"p:{phone}")
    if name and (domain or company):
        person, firm = folded_name(name), domain or folded_company(company)
        if " " in person and firm:
            keys.append(_fitting(f"n:{person}|{firm}"))
    return tuple(keys)


def _fitting(key: str) -> str:
    """The key, or if it is too long its beginning and a digest of all of it."""
    if len(key) <= KEY_LIMIT:
        return key
    return f"{key[: KEY_LIMIT - 33]}~{sha256(key.encode()).hexdigest()[:32]}"
