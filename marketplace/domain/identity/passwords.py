"""What a password must be."""

from marketplace.domain.errors import Invalid

MIN_LENGTH, MAX_LENGTH = 10, 200


def check_password(password: str, *, email: str = "") -> None:
    """Long enough and not the address itself (NIST SP 800-63B: length counts, composition rules do not).

    Raises `Invalid` with a message for the field `password`.
    """
    if len(password) < MIN_LENGTH:
        raise Invalid({"password": f"Use at least {MIN_LENGTH} characters."})
    if len(password) > MAX_LENGTH:
        raise Invalid({"password": f"Use at most {MAX_LENGTH} characters."})
    if email and password.lower() in (email.lower(), email.lower().split("@")[0]):
        raise Invalid({"password": "Do not use your e-mail address as your password."})
