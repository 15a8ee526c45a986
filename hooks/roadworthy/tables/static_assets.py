"""How static files get names that change with their content, and how long caches are told to keep them."""

from __future__ import annotations

from ..core.records import NamedTuple


class Sign(NamedTuple):
    """A text in a file that tells something: `path` and `text` are regular expressions, `says` completes "static files …"."""

    path: str
    text: str
    says: str


ASIDE = r"(?:^|/)(?:docs?|documentation|website|examples?|samples?|tests?|spec|e2e|node_modules|vendor|fixtures|storybook|\.storybook|packages/eslint[^/]*)/"
# Names with a digest of the content in them.
HASHED: tuple[Sign, ...] = (
    Sign(
        r"\.py$",
        r"(?:Manifest|CompressedManifest)StaticFilesStorage|S3ManifestStaticStorage|ManifestFilesMixin",
        "get a digest by Django's manifest storage",
    ),
    Sign(
        r"\.py$",
        r"flask_(?:static_digest|cdn)|FlaskStaticDigest|FLASK_STATIC_DIGEST|url_for\([^)\n]{0,120}\bv=",
        "get a digest by Flask",
    ),
    Sign(
        r"(?:^|/)webpack[\w.-]*\.[cm]?[jt]s$|(?:^|/)rspack[\w.-]*\.[cm]?[jt]s$",
        r"\[(?:content|chunk)?hash(?::\d+)?\]",
        "get a digest by webpack",
    ),
    Sign(r"(?:^|/)vite\.config\.[cm]?[jt]s$", r"", "get a digest by Vite"),
    Sign(r"(?:^|/)package\.json$", r"\"next\"\s{0,4}:", "get a digest by Next.js"),
    Sign(
        r"(?:^|/)package\.json$",
        r"\"(?:nuxt|@sveltejs/kit|astro|@remix-run/dev|gatsby|react-scripts|parcel|@react-router/dev)\"\s{0,4}:",
        "get a digest by their bundler",
    ),
    Sign(r"(?:^|/)package\.json$", r"\"@vue/cli-service\"\s{0,4}:", "get a digest by Vue CLI"),
    Sign(r"(?:^|/)angular\.json$", r"\"outputHashing\"\s{0,4}:\s{0,4}\"(?:all|bundles)\"", "get a digest by Angular"),
    Sign(
        r"(?:^|/)esbuild[\w.-]*\.[cm]?[jt]s$|(?:^|/)(?:rollup|tsup)\.config\.[cm]?[jt]s$",
        r"\[hash\]",
        "get a digest by their bundler",
    ),
    Sign(
        r"(?:^|/)Gemfile$",
        r"^\s{0,8}gem ['\"](?:sprockets-rails|propshaft|webpacker|shakapacker|vite_rails|sassc-rails)['\"]",
        "get a digest by Rails",
    ),
    Sign(r"(?:^|/)webpack\.mix\.js$", r"\.version\(", "get a digest by Laravel Mix"),
    Sign(r"\.blade\.php$", r"@vite\(", "get a digest by Vite"),
    Sign(r"\.cshtml$", r"asp-append-version=\"true\"", "get a digest by ASP.NET"),
    Sign(r"(?:^|/)mix\.exs$|(?:^|/)Dockerfile[^/]*$", r"phx\.digest", "get a digest by Phoenix"),
    Sign(r"(?:^|/)gulpfile[\w.]*\.[cm]?[jt]s$", r"\brev(?:All)?\(", "get a digest by gulp-rev"),
)
# The same, switched off.
UNHASHED: tuple[Sign, ...] = (
    Sign(
        r"(?:^|/)config/environments/production\.rb$",
        r"^\s{0,8}config\.assets\.digest\s{0,4}=\s{0,4}false",
        "have no digest in production",
    ),
    Sign(r"(?:^|/)vue\.config\.[cm]?[jt]s$", r"filenameHashing\s{0,4}:\s{0,4}false", "have no digest in their names"),
)
# Where caches are told for how long; group 1 is the time.
CACHED: tuple[tuple[str, str], ...] = (
    (
        r"(?:^|/)[^/]*nginx[^/]*$|\.conf(?:\.\w+)?$|(?:^|/)nginx/|/sites-(?:available|enabled)/",
        r"^[ \t]{0,40}expires\s{1,8}(?:modified\s{1,8})?(max|\+?\d{1,6}[smhdwMy]?)\s{0,8};",
    ),
    (
        r"(?:^|/)[^/]*nginx[^/]*$|\.conf(?:\.\w+)?$|(?:^|/)nginx/|(?:^|/)Caddyfile$|(?:^|/)\.htaccess$",
        r"(?i)cache-control[^\n]{0,80}max-age=(\d{1,10})",
    ),
    (r"\.py$", r"^\s{0,8}(?:WHITENOISE_MAX_AGE|SEND_FILE_MAX_AGE_DEFAULT)\s{0,4}=\s{0,4}(\d{1,10})\b"),
    (r"\.[cm]?[jt]s$", r"express\.static\([^)\n]{0,200}maxAge:\s{0,4}['\"]?(\d{1,12}\s{0,2}[smhdwy]?)"),
)
# Files by which an application serves static ones of its own.
STATIC = r"(?:^|/)(?:static|public|assets|wwwroot|staticfiles)/(?:[\w.-]+/){0,6}[\w.-]+\.(?:css|js)$"
