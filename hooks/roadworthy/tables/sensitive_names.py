"""Which identifiers hold what must not stand in a log, and which only speak of it. Words are those of `name_words`."""

from __future__ import annotations

# Words that make an identifier sensitive, with what it holds.
SENSITIVE: dict[str, str] = {
    **dict.fromkeys(("password", "passwd", "passwort", "passphrase", "passcode", "pswd", "pwd", "pw", "dbpass"), "a password"),
    **dict.fromkeys(("secret", "apisecret", "clientsecret", "secretkey", "privatekey", "appsecret"), "a secret"),
    **dict.fromkeys(("credentials", "credential", "creds"), "credentials"),
    **dict.fromkeys(("token", "jwt", "accesstoken", "authtoken", "refreshtoken", "bearertoken", "idtoken"), "a token"),
    **dict.fromkeys(("apikey", "accesskey", "authkey"), "a key"),
    **dict.fromkeys(("authorization", "bearer"), "an authorization header"),
    **dict.fromkeys(("otp", "totp", "mnemonic"), "a code that lets somebody in"),
    **dict.fromkeys(("cvv", "cvc", "cvv2", "creditcard", "cardnumber"), "the number of a card"),
    **dict.fromkeys(("ssn",), "a social security number"),
}
# Words that do so side by side.
SENSITIVE_PAIRS: dict[tuple[str, str], str] = {
    **{
        (what, "key"): "a key"
        for what in ("api", "access", "private", "secret", "encryption", "signing", "master", "auth", "fernet", "decryption")
    },
    **{(what, "tokens"): "tokens" for what in ("access", "refresh", "auth", "api", "bearer", "session")},
    ("pass", "phrase"): "a password",
    ("pass", "word"): "a password",
    ("credit", "card"): "the number of a card",
    ("card", "number"): "the number of a card",
    ("social", "security"): "a social security number",
    ("auth", "header"): "an authorization header",
    ("basic", "auth"): "a password",
    ("connection", "string"): "a password",
    ("session", "cookie"): "a token",
    ("seed", "phrase"): "a code that lets somebody in",
    ("recovery", "code"): "a code that lets somebody in",
    ("verification", "code"): "a code that lets somebody in",
    ("mfa", "code"): "a code that lets somebody in",
    ("security", "answer"): "an answer that lets somebody in",
    ("bank", "account"): "the number of an account",
}
# `db_pass` is one, `pass` and `first_pass` are none.
BEFORE_PASS = frozenset(("db", "user", "admin", "root", "smtp", "mysql", "postgres", "pg", "redis", "login", "database", "my"))

# The value is not there any more, or only a trace of it.
MASKED = frozenset(
    "hash hashed hashes hashing hasher digest md md5 sha sha1 sha256 sha512 hmac bcrypt scrypt argon crypt crypted encrypt encrypted"
    " encrypter encryptor encoder cipher ciphered encoded mask masked masker redact redacted redaction obfuscate obfuscated censor"
    " censored sanitize sanitized sanitise sanitised scrub scrubbed filter filtered hide hidden anonymize anonymized"
    " fingerprint checksum truncated truncate shorten shortened partial last4 abbreviate abbreviated dummy fake placeholder"
    " protect safe excerpt preview".split()
)
# The identifier is about one: a switch, an error, an address, a time, a page of a listing.
ABOUT = frozenset(
    "error errors exception err invalid incorrect wrong missing expired expires expiry expiration expire valid validity"
    " validator validation validate required requires enabled disabled allowed reset resets changed change changes set unset"
    " length len count counts counter num number size index idx max min limit limits usage used budget total remaining cost"
    " price amount balance symbol supply mint decimals next prev previous page paging pagination continuation continue cursor"
    " cancellation cancel stopping abort csrf xsrf antiforgery device push fcm apns registration sync resume change delta watermark public"
    " pub has is no without can should needs need must exists found policy strength rule rules manager provider"
    " store backend service handler factory repository repo resolver parser lexer tokenizer tokenize stream kind class"
    " command cmd property properties field fields column header headers label title message messages msg text prompt hint help tooltip"
    " input form page dialog modal button component template screen view action event status state result results response"
    " request req res resp url uri link endpoint host path file filename dir directory folder keys location mount name names username user"
    " users email id ids uid uuid guid ref arn alias key type types mode scheme format algorithm alg method grant version revision"
    " iat exp nbf ttl time timestamp date age lifetime duration created updated issued at on by for from of source owner audience issuer scope"
    " scopes claims claim subject role roles permission config configuration settings setting options option info metadata meta"
    " details detail forgot estimate payload description descriptor active param params parameter parameters spec model schema entity dto list array map dict set iterator iter enum default prefix suffix"
    " namespace context attempt attempts retries less free protected manager spec test mock sample example".split()
)
# The last word; before others it may be part of a value's name (`user_password`, `key_secret`, `id_token`, `service_token`).
ABOUT_BEFORE = frozenset(
    "user username id key name email service test mock request response login form input file url source owner role"
    " claims private default config settings text number model entity state status config provider header grant"
    " client reset repo repository store registration push device app registry host mount sample example set resp res req info".split()
)
# Before a noun: what is done, not what there is.
VERBS = frozenset(
    "is has can should check checks verify verifies validate create creates generate revoke delete remove rotate refresh send"
    " reset set update change forgot forget compare match matches confirm on handle use ask require invalidate clear"
    " store save add register parse".split()
)
# Which begin like something done, and are something.
NO_VERBS = frozenset(
    (("refresh", "token"), ("reset", "token"), ("verify", "token"), ("register", "token"), ("store", "password"))
)
GETTERS = frozenset("get fetch read load current decrypt raw plain find obtain retrieve the my new old its to".split())
SURE_GETTERS = frozenset(("get", "read", "decrypt"))  # of which the text is given back, not an answer that holds it
# Adjectives and owners before the noun that change nothing are everything else.
# What a member of a sensitive object gives back as it is.
WHOLE = frozenset("value raw data plain plaintext cleartext content string str bearer jwt".split())

# Calls whose result shows what they are given.
SHOWING = frozenset(
    "str repr unicode bytes ascii string format sprintf vsprintf printf errorf sprint sprintln tostring valueof to_s to_str to_json"
    " inspect stringify dumps json_encode tojson jsonencode var_export print_r dump join concat strip lstrip rstrip trim trimspace"
    " lower upper tolower toupper tolowercase touppercase lowercase uppercase encode decode implode serialize pformat any stringer"
    " strs bytestring reflect interface unwrap expect unwrap_or unwrap_or_default clone as_str as_deref to_string into"
    " strval object from spread items values freeze copy assign merge to_h to_hash tolist orelse ornull orempty reveal"
    " get_secret_value gettext value wrap".split()
)
# Calls that give the value of the key which they are given.
KEYED = frozenset(
    "get input post query getparameter getheader header getenv env fetch dig cookie formvalue postformvalue getstring param"
    " getproperty getvalue getattribute pop requireenv lookupenv all getall".split()
)
# Calls of which nothing of the value is left, beside those with a word of MASKED.
EMPTYING = frozenset(
    "len length count size sizeof bool boolean typeof type gettype isset empty any? nil? blank? present? empty? strlen substring"
    " substr slice substr_replace first last take limit char_at at str_repeat includes contains startswith endswith hasprefix"
    " hassuffix indexof equals int parseint number isempty isblank".split()
)
# Text that tells what a bare `token` is: a piece of a text, or a coin.
OTHER_TOKENS = (
    r"(?i:tokeniz|tokenis|lexer|\blex\b|parse_?expr|\btoken\.(?:kind|type|line|lexeme|literal|pos|start|value)\b"
    r"|nltk|spacy|embedding|logits|vocab|erc-?20|blockchain|ethers|web3|solana|token_?address|\bast\b|grammar|stopword|max_tokens|clientrequesttoken|idempoten)|\bTokenType\."
)
OTHER_SECRETS = r"(?:\bcorev1\.|\bv1\.Secret\b|k8s\.io|kubernetes|secretmanager|SecretManager|Secret\{)"
