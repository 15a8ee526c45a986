"""Values that documentation shows as examples: they have the form of a secret and open nothing.

Written with spaces between the pieces, so that no scanner takes this table for a leak; `EXAMPLES` holds them joined.
"""

from __future__ import annotations

_SPACED: tuple[tuple[str, str], ...] = (
    # AWS, "Managing access keys for IAM users" and "Credentials and profiles": each says EXAMPLE.
    ("aws", "AKIA IOSF ODNN 7EXA MPLE"),
    ("aws", "wJal rXUt nFEM I/K7 MDEN G/bP xRfi CYEX AMPL EKEY"),
    ("aws", "AKIA I44Q H8DH BEXA MPLE"),
    ("aws", "je7M tGbC lwBF /2Zp 9Utk /h3y Co8n vbEX AMPL EKEY"),
    # Azure, "Use the Azurite emulator" and "Azure Cosmos DB emulator": the well-known account keys.
    ("azure", "Eby8 vdM0 2xNO cqFl qUwJ PLlm EtlC DXJ1 OUzF T50u SRZ6 IFsu Fq2U VErC z4I6 tq/K 1SZF PTOt r/KB HBek soGM Gw=="),
    ("azure", "C2y6 yDjf 5/R+ ob0N 8A7C gv30 VRDJ IWEH LM+4 QDU5 DE2n Q9nD uVTq obD4 b8mG GyPM bIZn qyMs EcaG Qy67 XIw/ Jw=="),
    # Stripe, API reference and guides: keys of the shared test account.
    ("stripe", "sk_test_ 4eC3 9HqL yjWD arjt T1zd p7dc"),
    ("stripe", "sk_test_ BQok ikJO vBiI 2HlW gH4o lfQ2"),
    ("stripe", "sk_test_ tR3P YbcV NZZ7 96tH 88S4 VQ2u"),
    ("stripe", "sk_test_ 26PH em9A hJZv U623 DfE1 x4sd"),
    # jwt.io, the debugger's first token; RFC 7519, section 3.1.
    (
        "jwt",
        (
            "eyJh bGci OiJI UzI1 NiIs InR5 cCI6 IkpX VCJ9 .eyJz dWIi OiIx MjM0 NTY3 ODkw Iiwi bmFt ZSI6 Ikpv"
            " aG4g RG9l Iiwi aWF0 Ijox NTE2 MjM5 MDIy fQ .SflK xwRJ SMeK KF2Q T4fw pMeJ f36P Ok6y JV_a dQss w5c"
        ),
    ),
    # Slack, "Token types".
    ("slack", "xoxb-17653 672481- 198746 98323- pdFZ KVeT uE8s k7oO cHrz qqgy"),
    # Telegram, "Bot API" and "Bot features".
    ("telegram", "110201543 :AAHd qTcv CH1v GWJx fSeo fSAs 0K5P ALDs aw"),
    ("telegram", "4839574812 :AAFD 39kk dpWt 3ywy RZer gyOL MaJh ac60 qc"),
    # Discord, "Reference: authentication".
    ("discord", "MTk4 NjIy NDgz NDcx OTI1 MjQ4 .Cl2F MQ. ZnCj m1XV W7vR ze4b 7Cq4 se7k KWs"),
    ("discord", "MjM4 NDk0 NzU2 NTIx Mzc3 Nzky .CunG FQ. wUIL z7z6 HoJz Veq6 pyHP mVgQ gV4"),
    # GitHub, REST and OAuth documentation.
    ("github", "ghp_ 16C7 e42F 292c 6912 E771 0c83 8347 Ae17 8B4a"),
    ("github", "gho_ 16C7 e42F 292c 6912 E771 0c83 8347 Ae17 8B4a"),
    ("github", "ghu_ 16C7 e42F 292c 6912 E771 0c83 8347 Ae17 8B4a"),
    ("github", "ghs_ 16C7 e42F 292c 6912 E771 0c83 8347 Ae17 8B4a"),
    ("github", "ghr_ 1B4a 2e77 8383 47a7 E420 ce17 8F2E 7c69 12E1 6924 6c34 E1cc bF66 C468 12d1 6D5B 1A9D c86A 1498"),
    # Google, "Get an API key" in several guides.
    ("google", "AIza SyD- 9tSr ke72 PouQ MnMX -a7e ZSW0 jkFM BWY"),
    ("google", "AIza SyDa GmWK a4Js XZ-H jGw7 ISLn _3na mBGe wQe"),
    # YouTube's own pages and players: every visitor's browser sends it.
    ("google", "AIza SyAO _FJ2 SlqU 8Q4S TEHL GCil w_Y9 _11q cW8"),
    # Grafana's sample.ini; Plane's self-hosting compose file.
    ("grafana", "SW2Y cwTI b9zp OOho PsMm"),
    ("plane", "60gp 0byf z2dv ffa4 5cxl 20p1 scy9 xbpf 6d8c 5y0g eejg kyp1 b5"),
    # Mailgun, the key of the retired public sandbox; SendGrid, "Authentication".
    ("mailgun", "key- 3ax6 xnjp 29jd 6fds 4gc3 73sg vjxt eol0"),
    ("sendgrid", "SG.n geVf QFYQ lKU0 ufo8 x5d1 A.Tw L2iG ABf9 DHoT f-09 kqeF 8tAm bihY zrno pKc- 1s5c r"),
    # Datadog, "API reference".
    ("datadog", "9775 a026 f1ca 7d1c 6c5a f9d9 4d95 95a4"),
    # Cloudflare, "API: getting started".
    ("cloudflare", "1234 567893 feefc 5f0q5 000bf o0c38 d90bbeb"),
    ("cloudflare", "c254 7eb7 4507 9dac 9320 b638 f5e2 25cf 483c c5cf dda4 1"),
    # MinIO, "mc": the login of the public playground play.min.io.
    ("minio", "Q3AM 3UQ8 67SP QQA4 3P2F"),
    ("minio", "zuf+ tfte Slsw Ru7B J86w ekit nifI LbZa m1KY Y3TG"),
    # HashiCorp Vault, "Token auth method".
    ("vault", "s.iy NUhq 8Ov4 hIAx 6snw 5mB2 nL"),
    # Supabase, "Local development": the key of every stack on a developer's own machine.
    ("supabase", "sb_s ecre t_N7 UND0 UgjK TVK- Uodk m0Hg _xSv EMPv z"),
    # RFC 6749 (OAuth 2.0), RFC 6750 and RFC 7617 (Basic): the examples of the text.
    ("oauth", "2Yot nFZF Ejr1 zCsi cMWp AA"),
    ("oauth", "tGzv 3JOk F0XG 5Qx2 TlKW IA"),
    ("oauth", "czZC aGRS a3F0 Mzpn WDFm QmF0 M2JW"),
    ("oauth", "gX1f Bat3 bV"),
    ("oauth", "mF_9 .B5f -4.1 JqM"),
    ("basic", "QWxh ZGRp bjpv cGVu IHNl c2Ft ZQ=="),
)

# Value to whose documentation shows it.
EXAMPLES: dict[str, str] = {spaced.replace(" ", ""): source for source, spaced in _SPACED}

# How they begin: whoever changes an example to get it past a scanner changes its end. Two JSON Web Tokens begin alike.
BEGINNINGS: frozenset[str] = frozenset(
    value[:14] for value, source in EXAMPLES.items() if len(value) >= 20 and source not in ("jwt", "oauth", "basic")
)

# The beginnings of private keys' bodies that everybody has, 40 characters each.
PUBLISHED_KEYS: dict[str, str] = {
    "MIIE ogIB AAKC AQEA 6NF8 iall vQVp 22WD kTky rtvp".replace(" ", ""): "the insecure key pair of Vagrant",
}
