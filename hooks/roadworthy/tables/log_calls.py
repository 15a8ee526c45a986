"""How a call to a log looks in each language: a pattern over the text whose group `at` is the name of what is called.

A pattern only suggests a place; the tree tells whether a call stands there.
"""

from __future__ import annotations

_RECEIVER = r"(?:\b[\w$]*(?<![a-z])[lL]og(?:ger|ging)?|\b(?:[\w$]*_)?(?:LOG|LOGGER)|\b[\w$]*Log(?:ger)?)"
_SCRIPT = (
    rf"(?:{_RECEIVER}|\b(?:winston|pino|bunyan|console))(?:\(\))?\s{{0,9}}(?:\?\.|\.)\s{{0,9}}"
    r"(?P<at>log|info|warn|warning|error|debug|trace|fatal|verbose|silly|notice|http|child|critical|alert|emerg|emergency|dir)"
    r"(?:\.apply|\.call)?\("
)
_JVM = (
    rf"(?:{_RECEIVER}|\b(?:Timber|KotlinLogging))(?:\(\))?\s{{0,9}}(?:\?\.|\.)\s{{0,9}}"
    r"(?P<at>trace|debug|info|warn|warning|error|fatal|log|logp|fine|finer|finest|severe|config|wtf|[deivw])\s?[({]"
)

LOG_CALLS: dict[str, str] = {
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
    "go": (
        rf"(?:(?:{_RECEIVER}|\b(?:logrus|zap\.[LS]\(\)|zap|glog|klog|slog|zerolog|l|lg|entry|sugar|sugared|log))(?:\(\)|\.V\(\d\))?\s{{0,9}}\.\s{{0,9}}"
        r"(?P<at>Print|Fatal|Panic|Debug|Info|Warn|Warning|Error|Trace|Output|Log|WithField|WithFields|With|WithValues|Notice)"
        r"(?:f|ln|w|Context|S|Ctx|Depth)?\()"
        r"|\.\s{0,40}(?P<field>Str|Strs|Stringer|Bytes|Any|Interface|WithField|WithFields)\("
    ),
    "java": _JVM + r"|\.(?P<field>addArgument|addKeyValue|log)\s?\(",
    "kotlin": _JVM,
    "ruby": (
        r"(?:\b(?:Rails|Hanami|Sidekiq|Merb)\.logger|\b\w*(?:logger|Logger|LOGGER|\blog|\bLOG))\s{0,3}&?\.\s{0,3}"
        r"(?P<at>debug|info|warn|error|fatal|unknown|add|log|progname)\b(?!\?)"
        r"|\b\w*(?:logger|LOGGER)\s{0,3}(?P<field><<)"
    ),
    "php": (
        r"(?:\b(?:Log|Logger)::|(?:->|\$|\b)\w{0,40}(?:[lL]og|[lL]ogger)(?:\(\))?\s{0,40}\??->\s{0,3})"
        r"(?P<at>emergency|alert|critical|error|warning|notice|info|debug|log|write|addInfo|addError|addDebug|addWarning|channel)\("
        r"|(?<![>:\w])(?P<field>error_log|log_message|syslog|logger|info)\("
    ),
    "c_sharp": (
        r"(?:\b\w*[lL]og(?:ger)?|\bLog)\??\s{0,40}\.\s{0,3}"
        r"(?P<at>Log(?:Trace|Debug|Information|Warning|Error|Critical)?|Trace|Debug|Info|Information|Warn|Warning|Error|Fatal|Verbose"
        r"|(?:Trace|Debug|Info|Warn|Error|Fatal)Format)\("
    ),
    "elixir": r"\bLogger\.(?P<at>debug|info|notice|warn|warning|error|critical|alert|emergency|log)\b",
}
