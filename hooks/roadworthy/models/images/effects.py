"""What a command of an image build leaves behind: nothing, where it starts a process or sets what ends with its shell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.shell_tree import Command

if TYPE_CHECKING:
    from ..shell.commands import Invocation
    from .dockerfiles import Run


class Lost(NamedTuple):
    """A command whose effect is gone with its step. `name` says which, `why` in half a sentence; `remedy` may be empty."""

    name: str
    why: str
    remedy: str = ""


_STARTS = frozenset({"start", "restart", "reload", "force-reload", "stop"})
_POWER = frozenset({"shutdown", "reboot", "halt", "poweroff"})
_LOOKS = frozenset("top htop ps free uptime ifconfig netstat ss who w dmesg lsmod vmstat iostat".split())
_KERNEL = frozenset({"modprobe", "insmod", "rmmod", "swapon", "swapoff"})
_SETTINGS = (
    r"(?:^|/)(?:\.bashrc|\.bash_profile|\.profile|\.zshrc|\.zprofile|profile|bash\.bashrc|environment|activate|nvm\.sh|\.?env"
    r"|[\w.-]+\.env|sdkman-init\.sh|conda\.sh|setvars\.sh|rvm\.sh|scripts/rvm)$"
)
_PREPARED_AT_START = frozenset({"sshd", "mysqld", "tor"})  # the first start makes keys, a database, an address
_AT_START = "start it where the container starts; a process does not outlive its step"


def lost(one: Invocation, run: Run) -> Lost | None:
    """What is lost of this command; None where it leaves something behind, or another command of the step makes use of it."""
    name, values = one.name, one.values
    script = bool(one.words) and "/init.d/" in one.words[0].spoken  # /etc/init.d/ssh is not ssh
    if (one.remote and not script) or one.command.inside("function") or "chroot" in one.wrappers:
        return None
    if name in _POWER:
        return Lost(name, "there is no machine to turn off in a build")
    if name == "systemctl" and (verb := next((v for v in values if v[:1] != "-"), "")) in _STARTS | {"daemon-reload"}:
        return Lost(f"systemctl {verb}", "no systemd runs in a build", "enable the unit, or " + _AT_START)
    if name == "mount" and len(values) > 1 and not run.instruction.flag("security"):
        return Lost(name, "a mount needs rights that a build does not have, and ends with the step", "use `RUN --mount=…`")
    if name == "sysctl" and any(value in ("-w", "--write", "-p", "--load", "--system") for value in values):
        return Lost(name, "a kernel setting is the host's, not the image's", "set it where the container is run: `--sysctl`")
    if name in _KERNEL:
        return Lost(name, "the kernel is the host's, not the image's")
    alone = len(run.invocations) == 1
    if alone and name in _LOOKS and not one.command.redirects:
        return Lost(name, "it only shows the state of the build, and nobody reads that", "remove the step")
    return _ended(one) if ends(one, run) else None


def ends(one: Invocation, run: Run) -> bool:
    """Whether the step ends with this command: the last one of its shell, neither in a pipe nor behind `||`."""
    chains = run.script.body.chains
    if not chains or chains[-1].terminator == "&" or "||" in chains[-1].operators:
        return False
    stages = chains[-1].pipelines[-1].stages
    return len(stages) == 1 and isinstance(stages[0], Command) and one.command is stages[0] and one.via is None


def _ended(one: Invocation) -> Lost | None:
    """What is lost of the last command of a step."""
    name, values, first = one.name, one.values, one.words[0].spoken if one.words else ""
    started = f"{name} {values[0]}" if name in ("service", "rc-service", "invoke-rc.d") and values else ""
    if "/init.d/" in first:
        started, values = first, ["", *values]
    if started and started.rpartition(" ")[2].rpartition("/")[2] in _PREPARED_AT_START:
        return None
    if started and len(values) > 1 and values[1] in _STARTS - {"stop"}:
        return Lost(f"{started} {values[1]}", "a service that is started in a build ends with its step", _AT_START)
    if name == "export" and any("=" in value for value in values):
        variable = next(value for value in values if "=" in value).partition("=")[0]
        return Lost(f"export {variable}", "a variable that is exported ends with its step", f"write `ENV {variable}=…`")
    if name in ("alias", "umask", "ulimit") and values and not (name == "umask" and values == ["-S"]):
        return Lost(name, f"`{name}` holds for the shell of this step only")
    if name in ("source", ".") and values and re.search(_SETTINGS, values[0]):
        why = "what is sourced holds for the shell of this step only"
        return Lost(f"source {values[0][:50]}", why, "use ENV, or source it in the step that needs it")
    if (name, *values[:1]) in (("conda", "activate"), ("nvm", "use"), ("mamba", "activate")):
        return Lost(f"{name} {values[0]}", "it sets variables for the shell of this step only", "set PATH with ENV")
    return None
