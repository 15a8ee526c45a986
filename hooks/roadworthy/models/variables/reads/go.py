"""Go's reads: `os.Getenv` and `os.LookupEnv`, struct tags of the env libraries, flags of the command line libraries, viper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import enclosing, field, parse
from .constants import Constants
from .flow import Flow
from .found import Found, is_name, is_upper, settled
from .literals import fallback, literal
from .nodes import arguments
from .wrappers import Wrapper, calls, named, wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_CONSTANT = pattern(r"\b(?P<name>[A-Za-z_]\w*)[ \t]*(?:string[ \t]*)?:?=[ \t]*\"(?P<value>[A-Za-z_]\w*)\"")
_READ = pattern(r"\b(?:os|syscall)\.(?P<function>Getenv|LookupEnv)\s*\(")
_TAG = pattern(r"\b(?:env|envconfig):\"(?P<value>[^\"\n`]{1,300})\"")
_OPTION = pattern(r"\b(?P<key>[\w-]+):\"(?P<value>[^\"\n`]{0,300})\"")
_FLAG = pattern(r"\b(?P<field>EnvVars?|EnvVar)\s*:|\bcli\.EnvVars\(")
_VIPER = pattern(r"\b(?:viper|v|vp)\.(?P<method>BindEnv|MustBindEnv)\s*\(")
_SET_DEFAULT = pattern(r"\.SetDefault\(\s*\"(?P<key>[^\"\n]{1,100})\"\s*,\s*(?P<value>[^\n]{1,200})\)")
_PREFIX = pattern(r"\.SetEnvPrefix\(\s*\"(?P<prefix>\w{1,60})\"")
_QUOTED = pattern(r"\"([A-Za-z_]\w*)\"")


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    code = parse(excerpt, "go")
    return code if isinstance(code, Unreadable) else _settled(code)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _READ)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    text = code.excerpt.text
    constants = Constants(code.excerpt.text, _CONSTANT)
    wrappers: list[Wrapper] = []
    for match in _READ.finditer(text):
        node = code.at(match.start("function"), match.end("function"))
        call = enclosing(node, {"call_expression"}, 2) if node and node.type == "field_identifier" else None
        given = arguments(call) if call else []
        if call is None or not given:
            continue
        how = f"os.{match['function']}(…)"
        name = literal(code.text(given[0]))
        if name is None and given[0].type == "identifier":
            made = wrapper(code, flow, call, given[0])
            if made:
                wrappers.append(made)
            else:
                name = constants.get(code.text(given[0]))
        if name is not None and is_name(name):
            need, default = flow.need(call, name)
            yield Found(name, code.place(call), need, default, how)
    if 'env:"' in text or 'envconfig:"' in text:
        yield from _tags(code)
    if "EnvVar" in text:
        yield from _flags(code)
    if "BindEnv" in text:
        yield from _viper(code)
    yield from calls(code, wrappers)
    yield from named(code, flow, wrappers)


def _tags(code: Code) -> Iterator[Found]:
    """caarlos0/env, sethvargo/go-envconfig, kelseyhightower/envconfig, cleanenv and kong keep the name in a field's tag."""
    for match in _TAG.finditer(code.excerpt.text):
        node = code.at(match.start("value"), match.end("value"))
        held = enclosing(node, {"field_declaration"}, 3) if node else None
        tag = field(held, "tag")
        if node is None or held is None or tag is None:
            continue
        options = {one["key"]: one["value"] for one in _OPTION.finditer(code.text(tag))}
        name, *words = (word.strip() for word in match["value"].split(","))
        if not is_name(name):
            continue
        default = next((options[k] for k in ("envDefault", "default", "env-default") if k in options), None)
        default = next((word[8:] for word in words if word.startswith("default=")), default)
        required = bool({"required", "notEmpty"} & set(words)) or any(
            options.get(k) == "true" for k in ("required", "env-required", "envRequired")
        )
        need: Need = "default" if default is not None else "required" if required else "optional"
        yield Found(name, code.place(held), need, default, f'{match.group().split(":")[0]}:"…"')


def _flags(code: Code) -> Iterator[Found]:
    """urfave/cli: the variables that a flag falls back to, with the flag's own default."""
    for match in _FLAG.finditer(code.excerpt.text):
        node = code.at(match.start(), match.start() + 3)
        flag = enclosing(node, {"literal_value"}, 8) if node else None
        pair = enclosing(node, {"keyed_element"}, 6) if node else None
        if flag is None or pair is None:
            continue
        names = _QUOTED.findall(code.text(pair))
        need: Need = "optional"
        default = None
        for option in flag.named_children:
            key, _, value = code.text(option).partition(":")
            if key.strip() == "Required" and value.strip() == "true":
                need = "required"
            elif key.strip() == "Value":
                need, default = fallback(value)
        for name in names:
            if is_upper(name):
                yield Found(name, code.place(pair), need, default, "EnvVars")


def _viper(code: Code) -> Iterator[Found]:
    """`viper.BindEnv("key", "NAME")`; with no name it is the key in capitals, behind the prefix."""
    text = code.excerpt.text
    defaults = {match["key"]: match["value"] for match in _SET_DEFAULT.finditer(text)}
    found = _PREFIX.search(text)
    prefix = f"{found['prefix'].upper()}_" if found else ""
    for match in _VIPER.finditer(text):
        node = code.at(match.start("method"), match.end("method"))
        call: Node | None = enclosing(node, {"call_expression"}, 2) if node and node.type == "field_identifier" else None
        given = [literal(code.text(one)) for one in arguments(call)] if call else []
        if call is None or not given or given[0] is None:
            continue
        names = [one for one in given[1:] if one] or [prefix + re.sub(r"[.-]", "_", given[0]).upper()]
        need, default = fallback(defaults[given[0]]) if given[0] in defaults else ("optional", None)
        for name in names:
            if is_name(name):
                yield Found(name, code.place(call), need, default, "viper.BindEnv(…)")
