"""How the labelled cases of KICS and trivy-checks stand to our rules. Data only."""

from __future__ import annotations

from typing import NamedTuple


class Title(NamedTuple):
    """Our rules for one title of a source. `absence`: the title asks for an instruction, which the source misses at FROM.

    `says`: the title is about a part of what our rule looks at, and only findings whose message has this count.
    """

    codes: tuple[str, ...]
    absence: bool = False
    says: str = ""


class Exempt(NamedTuple):
    """A case that is not taken as its source has it.

    A gap case with `lines` is looked for at those lines instead of the labelled ones, and without lines is not counted.
    In a clean case a finding within `lines` is right.
    """

    lines: tuple[int, ...]
    reason: str


_OS_PACKAGES = (
    "versions of operating-system packages: distributions delete superseded versions from their mirrors, so the pin breaks "
    "the build it should make repeatable"
)

MAPPED: dict[tuple[str, str], Title] = {
    ("kics", "APT-GET Missing Flags To Avoid Manual Input"): Title(("DF030",)),
    ("kics", "APT-GET Not Avoiding Additional Packages"): Title(("DF031",)),
    ("kics", "Add Instead of Copy"): Title(("DF021",)),
    ("kics", "Apk Add Using Local Cache Path"): Title(("DF020",)),
    ("kics", "Apt Get Install Lists Were Not Deleted"): Title(("DF020",)),
    ("kics", "COPY '--from' References Current FROM Alias"): Title(("DF024",)),
    ("kics", "Changing Default Shell Using RUN Command"): Title(("DF042",)),
    ("kics", "Copy With More Than Two Arguments Not Ending With Slash"): Title(("DF032",)),
    ("kics", "Curl or Wget Instead of Add"): Title(("DF043",)),
    ("kics", "Exposing Port 22 (SSH)"): Title(("DF033",)),
    ("kics", "Gem Install Without Version"): Title(("DF044",)),
    ("kics", "Healthcheck Instruction Missing"): Title(("DF015",), absence=True),
    ("kics", "Image Version Not Explicit"): Title(("DF002",)),
    ("kics", "Image Version Using 'latest'"): Title(("DF002",)),
    ("kics", "Last User Is 'root'"): Title(("DF006",)),
    ("kics", "MAINTAINER Instruction Being Used"): Title(("DF035",)),
    ("kics", "Missing Dnf Clean All"): Title(("DF020",)),
    ("kics", "Missing Flag From Dnf Install"): Title(("DF030",)),
    ("kics", "Missing User Instruction"): Title(("DF006",), absence=True),
    ("kics", "Missing Zypper Clean"): Title(("DF020",)),
    ("kics", "Missing Zypper Non-interactive Switch"): Title(("DF030",)),
    ("kics", "Multiple CMD Instructions Listed"): Title(("DF026",)),
    ("kics", "Multiple ENTRYPOINT Instructions Listed"): Title(("DF026",)),
    ("kics", "NPM Install Command Without Pinned Version"): Title(("DF044",)),
    ("kics", "Not Using JSON In CMD And ENTRYPOINT Arguments"): Title(("DF022",)),
    ("kics", "Pip install Keeping Cached Packages"): Title(("DF020",)),
    ("kics", "RUN Instruction Using 'cd' Instead of WORKDIR"): Title(("DF028",)),
    ("kics", "Run Using 'wget' and 'curl'"): Title(("DF039",)),
    ("kics", "Run Using Sudo"): Title(("DF029",)),
    ("kics", "Run Using apt"): Title(("DF038",)),
    ("kics", "Run Utilities And POSIX Commands"): Title(("DF041",)),
    ("kics", "Same Alias In Different Froms"): Title(("DF025",)),
    ("kics", "Shell Running A Pipe Without Pipefail Flag"): Title(("DF023",)),
    ("kics", "UNIX Ports Out Of Range"): Title(("DF034",)),
    ("kics", "Unpinned Package Version in Pip Install"): Title(("DF044",)),
    ("kics", "Update Instruction Alone"): Title(("DF008",)),
    ("kics", "Using Platform Flag with FROM Command"): Title(("DF036",)),
    ("kics", "WORKDIR Path Not Absolute"): Title(("DF027",)),
    ("kics", "Yum Clean All Missing"): Title(("DF020",)),
    ("kics", "Yum Install Allows Manual Input"): Title(("DF030",)),
    ("trivy", "DS-0001"): Title(("DF002",)),
    ("trivy", "DS-0002"): Title(("DF006",), absence=True),
    ("trivy", "DS-0004"): Title(("DF033",)),
    ("trivy", "DS-0005"): Title(("DF021",)),
    ("trivy", "DS-0006"): Title(("DF024",)),
    ("trivy", "DS-0007"): Title(("DF026",)),
    ("trivy", "DS-0008"): Title(("DF034",)),
    ("trivy", "DS-0009"): Title(("DF027",)),
    ("trivy", "DS-0010"): Title(("DF029",)),
    ("trivy", "DS-0011"): Title(("DF032",)),
    ("trivy", "DS-0012"): Title(("DF025",)),
    ("trivy", "DS-0013"): Title(("DF028",)),
    ("trivy", "DS-0014"): Title(("DF039",)),
    ("trivy", "DS-0015"): Title(("DF020",)),
    ("trivy", "DS-0016"): Title(("DF026",)),
    ("trivy", "DS-0017"): Title(("DF008",)),
    ("trivy", "DS-0019"): Title(("DF020",)),
    ("trivy", "DS-0020"): Title(("DF020",)),
    ("trivy", "DS-0021"): Title(("DF030",)),
    ("trivy", "DS-0022"): Title(("DF035",)),
    ("trivy", "DS-0023"): Title(("DF026",)),
    ("trivy", "DS-0024"): Title(("DF040",)),
}

LEFT_OUT: dict[tuple[str, str], str] = {
    ("kics", "Apt Get Install Pin Version Not Defined"): _OS_PACKAGES,
    ("kics", "Missing Version Specification In dnf install"): _OS_PACKAGES,
    ("kics", "Unpinned Package Version in Apk Add"): _OS_PACKAGES,
    ("kics", "Yum install Without Version"): _OS_PACKAGES,
    ("kics", "Zypper Install Without Version"): _OS_PACKAGES,
    ("kics", "Chown Flag Exists"): (
        "`COPY --chown` is how a file gets its owner without a second layer; that the owner then may write its own code is "
        "a matter of the running container, not of the flag"
    ),
    ("kics", "Multiple RUN, ADD, COPY, Instructions Listed"): (
        "how instructions are grouped is style: merging neighbours saves a layer and costs cache hits"
    ),
    ("kics", "Using Unnamed Build Stages"): "a name for a stage that is addressed by number is style: the build is the same",
}

_UPDATE = "the gap is the pair, and the update that ends its own layer is as good a place as the install the source marks"
_EARLIER_STAGE = "the source looks at the last stage only; trivy-checks calls the same in an earlier stage a gap"

EXCEPTIONS: dict[tuple[str, str, str], Exempt] = {
    # Clean cases in which something is wrong by our rule.
    ("kics", "APT-GET Not Avoiding Additional Packages", "negative.dockerfile"): Exempt(
        (3,), "without `-o` apt-get takes the setting for its operation, so nothing turns recommended packages off"
    ),
    ("kics", "Apk Add Using Local Cache Path", "negative.dockerfile"): Exempt(
        (5,), "the pip in ONBUILD keeps its cache, which is the same rule of ours and another title of the source"
    ),
    ("kics", "Apk Add Using Local Cache Path", "negative2.dockerfile"): Exempt(
        (5, 6), "the pip in ONBUILD keeps its cache, which is the same rule of ours and another title of the source"
    ),
    ("kics", "Apt Get Install Lists Were Not Deleted", "negative.dockerfile"): Exempt(
        (7, 10, 11), "`apt-get clean` empties the archive cache and leaves the package lists, of which the title speaks"
    ),
    ("kics", "Apt Get Install Lists Were Not Deleted", "negative2.dockerfile"): Exempt(
        (8, 9, 10), "`apt-get clean` empties the archive cache and leaves the package lists, of which the title speaks"
    ),
    ("kics", "Image Version Not Explicit", "negative1.dockerfile"): Exempt(
        (10,), "an ARG inside a stage is not seen by FROM, so the name is empty and Docker refuses to build"
    ),
    ("kics", "Missing User Instruction", "negative.dockerfile"): Exempt(
        (9, 10, 11, 12, 13, 14), "an image from scratch has no user of its own: without USER its process has uid 0"
    ),
    ("kics", "Missing Zypper Non-interactive Switch", "negative2.dockerfile"): Exempt(
        (6,), "the builder stage installs without `-y`, and a build that stops to ask stops in any stage"
    ),
    ("kics", "Multiple CMD Instructions Listed", "negative2.dockerfile"): Exempt((6, 7), _EARLIER_STAGE),
    ("kics", "Multiple ENTRYPOINT Instructions Listed", "negative2.dockerfile"): Exempt((6, 7), _EARLIER_STAGE),
    ("kics", "NPM Install Command Without Pinned Version", "negative1.dockerfile"): Exempt(
        (3, 5, 6, 7), "`latest`, a version range and a repository without a commit give another package tomorrow"
    ),
    ("kics", "RUN Instruction Using 'cd' Instead of WORKDIR", "negative2.dockerfile"): Exempt(
        (3,), "a `cd` is forgotten when its RUN ends, whatever its path; trivy-checks has this very line as a gap"
    ),
    ("kics", "Shell Running A Pipe Without Pipefail Flag", "negative.dockerfile"): Exempt(
        (2,), "the pipe belongs to /bin/sh, which has no pipefail here; pwsh is only its first command"
    ),
    ("kics", "Unpinned Package Version in Pip Install", "negative1.dockerfile"): Exempt(
        (3, 13, 16), "pip knows no `=`: the requirement is refused, so it pins nothing"
    ),
    ("kics", "Update Instruction Alone", "negative5.dockerfile"): Exempt(
        (4,), "the index is fetched in a layer of its own, and nothing in the stage uses it"
    ),
    ("kics", "Update Instruction Alone", "negative7.dockerfile"): Exempt(
        (2,), "`install nginx` is the coreutils command: the layer holds an index and no package"
    ),
    ("kics", "Yum Clean All Missing", "negative.dockerfile"): Exempt(
        (2, 3, 4, 13, 14),
        "without `&&` yum is asked to install the packages yum, clean and all, and nothing is cleaned; and `apk add --update` "
        "keeps an index, which is the same rule of ours and another title of the source",
    ),
    # Gap cases whose lines are elsewhere.
    **{("kics", "Update Instruction Alone", f"positive{number}.dockerfile"): Exempt((2, 3), _UPDATE) for number in range(1, 8)},
    # Gap cases that are none.
    ("kics", "Changing Default Shell Using RUN Command", "positive2.dockerfile"): Exempt(
        (), "running PowerShell once changes no shell: the next RUN has /bin/sh as before"
    ),
    ("kics", "WORKDIR Path Not Absolute", "positive.dockerfile"): Exempt(
        (), "the path is relative to an absolute WORKDIR in the same stage, which Docker's reference shows as a use of it"
    ),
    ("trivy", "DS-0002", "bad0"): Exempt(
        (), "the image starts nothing: who runs in it is decided by what is built on it, and our answer is unknown"
    ),
    ("kics", "Missing Zypper Clean", "positive.dockerfile"): Exempt(
        (), "zypper refuses an install that names no package, so nothing is fetched and the build stops"
    ),
    ("kics", "Yum Clean All Missing", "positive.dockerfile"): Exempt(
        (), "the marked line is one `yum clean all …` command (no `&&`), and the other installs no package"
    ),
}
