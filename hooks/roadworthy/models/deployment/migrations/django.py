"""Migrations of Django: https://docs.djangoproject.com/en/stable/ref/migration-operations/"""

from __future__ import annotations

import ast
import posixpath
import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.python import parse
from ....tables.migrations import VOLATILE
from .fills import filled_by_function
from .python_calls import argument, begins, is_false, is_true, last_name, text, written_in
from .sql import Reader, is_about_rows
from .types import Migration, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from ....parsing.python import Module
    from .types import Kind

MOST_BEFORE = 400  # migrations in which the earlier definition of a field is looked for
_MANY = frozenset({"ManyToManyField", "GenericRelation", "GenericForeignKey", "TaggableManager", "ClusterTaggableManager"})
_SERIAL = frozenset({"AutoField", "BigAutoField", "SmallAutoField"})
_ONE_WAY = frozenset({"RunPython", "RunSQL"})
_SAME_TYPE = (
    frozenset({"CharField", "EmailField", "SlugField", "URLField", "FilePathField"}),
    frozenset({"IntegerField", "PositiveIntegerField"}),
    frozenset({"SmallIntegerField", "PositiveSmallIntegerField"}),
    frozenset({"BigIntegerField", "PositiveBigIntegerField"}),
    frozenset({"FileField", "ImageField"}),
    frozenset({"ForeignKey", "OneToOneField"}),
)


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if "Migration" not in source.text or "django" not in source.text:
        return None
    module = parse(source.whole())
    if isinstance(module, Unreadable):
        return module
    body = _migration_class(module)
    if body is None:
        return None
    reader = _Reader(repo, path, module, not is_false(_attribute(body, "atomic")))
    operations = _attribute(body, "operations")
    if operations is not None:
        reader.read(operations)
    first = operations.elts[0] if isinstance(operations, ast.List) and operations.elts else body
    return Migration(
        path,
        "django",
        tuple(reader.found),
        module.place(first),
        "",
        reader.one_way is None,
        module.place(reader.one_way) if reader.one_way else None,
        posixpath.basename(path),
    )


def _migration_class(module: Module) -> ast.ClassDef | None:
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Migration":
            return node
    return None


def _attribute(body: ast.ClassDef, name: str) -> ast.expr | None:
    for node in body.body:
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in node.targets):
            return node.value
    return None


class _Reader:
    """The operations of one migration, as far as they reach the database."""

    def __init__(self, repo: Repository, path: str, module: Module, in_transaction: bool) -> None:
        self.repo = repo
        self.path = path
        self.module = module
        self.in_transaction = in_transaction
        self.found: list[Operation] = []
        self.created: set[str] = set()
        self.sql = Reader()
        self.one_way: ast.Call | None = None
        self.held: dict[str, set[str]] = {}  # models whose tables this transaction holds, with the fields added to them
        self.sql.in_transaction = in_transaction

    def read(self, operations: ast.expr) -> None:
        waiting = list(reversed(operations.elts)) if isinstance(operations, (ast.List, ast.Tuple)) else []
        for _ in range(2_000):
            if not waiting:
                return
            call = waiting.pop()
            if not isinstance(call, ast.Call):
                continue
            name = last_name(call)
            if name == "SeparateDatabaseAndState":
                inner = argument(call, "database_operations", 0)
                waiting.extend(reversed(inner.elts) if isinstance(inner, (ast.List, ast.Tuple)) else ())
            elif name == "CreateModel":
                self.created.add(text(argument(call, "name", 0)).lower())
            elif name in _ONE_WAY:
                if argument(call, "reverse_code" if name == "RunPython" else "reverse_sql", 1) is None:
                    self.one_way = self.one_way or call
                if name == "RunSQL":
                    self.run_sql(call)
                elif self.in_transaction and (model := filled_by_function(self.module, _code(call), self.held)):
                    self.found.append(Operation("backfill", model, "", self.module.place(call)))
            else:
                self.alters(call, name)
                for kind, model, field, detail in self.operations(call, name):
                    if model.lower() not in self.created:
                        self.found.append(Operation(kind, model, field, self.module.place(call), detail))

    def alters(self, call: ast.Call, name: str) -> None:
        """Remember that the table of a model is held until the transaction ends."""
        if name in ("AddField", "AlterField", "RemoveField"):
            model, field = text(argument(call, "model_name", 0)).lower(), text(argument(call, "name", 1))
            if model not in self.created:
                columns = self.held.setdefault(model, set())
                self.sql.altered.setdefault(f"{self.path.split('/')[-3] if self.path.count('/') > 1 else ''}_{model}", columns)
                columns.update([field] if name == "AddField" else [])

    def run_sql(self, call: ast.Call) -> None:
        texts = written_in(self.module, argument(call, "sql", 0))
        if texts is None and not is_about_rows(begins(self.module, argument(call, "sql", 0))):
            self.found.append(Operation("raw", "", "", self.module.place(call)))
        for one in texts or ():
            self.found.extend(self.sql.read(one))

    def operations(self, call: ast.Call, name: str) -> Iterator[tuple[Kind, str, str, str]]:
        model = text(argument(call, "model_name", 0))
        field = text(argument(call, "name", 1))
        if name == "RemoveField":
            if not self.was(model, field, _MANY):
                yield "drop_column", model, field, ""
        elif name == "RenameField":
            yield "rename_column", model, text(argument(call, "old_name", 1)), text(argument(call, "new_name", 2))
        elif name == "DeleteModel":
            yield "drop_table", text(argument(call, "name", 0)), "", ""
        elif name == "RenameModel":
            yield "rename_table", text(argument(call, "old_name", 0)), "", text(argument(call, "new_name", 1))
        elif name == "AlterModelTable":
            yield "rename_table", text(argument(call, "name", 0)), "", text(argument(call, "table", 1))
        elif name == "AddField":
            made = argument(call, "field", 2)
            if isinstance(made, ast.Call):
                yield from _added(model, field, made)
        elif name == "AlterField":
            made = argument(call, "field", 2)
            if isinstance(made, ast.Call):
                yield from self.altered(model, field, made)
        elif name in ("AddIndex", "RemoveIndex"):
            index = argument(call, "index", 1)
            named = text(argument(index, "name")) if isinstance(index, ast.Call) else field
            yield "index" if name == "AddIndex" else "drop_index", model, named, ""
        elif name in ("AddIndexConcurrently", "RemoveIndexConcurrently") and self.in_transaction:
            index = argument(call, "index", 1)
            yield "in_transaction", model, text(argument(index, "name")) if isinstance(index, ast.Call) else field, ""
        elif name == "AddConstraint":
            made = argument(call, "constraint", 1)
            kinds: dict[str, Kind] = {
                "CheckConstraint": "check",
                "UniqueConstraint": "unique",
                "ExclusionConstraint": "exclusion",
            }
            if isinstance(made, ast.Call) and last_name(made) in kinds:
                yield kinds[last_name(made)], model, text(argument(made, "name")), ""
        elif name in ("AlterUniqueTogether", "AlterIndexTogether"):
            together = argument(call, name.removeprefix("Alter").replace("T", "_t").lower(), 1)
            if isinstance(together, (ast.Set, ast.List, ast.Tuple)) and together.elts:
                yield "unique" if "Unique" in name else "index", text(argument(call, "name", 0)), "together", ""

    def altered(self, model: str, field: str, made: ast.Call) -> Iterator[tuple[Kind, str, str, str]]:
        """What a new definition changes about the one before it; nothing where that is not found."""
        before = self.repo.ask(definition, self.path, model.lower(), field)
        if before is None:
            return
        old_type, old_null, old_index, old_length = before
        kind = last_name(made)
        new_null, new_index, new_length = _traits(made)
        if kind != old_type and not any({kind, old_type} <= same for same in _SAME_TYPE) and kind not in _MANY:
            if not (kind == "TextField" and old_type in _SAME_TYPE[0]) and not _is_own(kind, old_type):
                yield "change_type", model, field, kind
        elif new_length and old_length and new_length < old_length:
            yield "change_type", model, field, f"{kind} of {new_length}"
        if old_null and not new_null:
            yield "set_not_null", model, field, ""
        if new_index == "unique" != old_index:
            yield "unique", model, field, ""
        elif new_index == "index" and not old_index:
            yield "index", model, field, ""

    def was(self, model: str, field: str, kinds: frozenset[str]) -> bool:
        """Whether the field was of one of these types."""
        before = self.repo.ask(definition, self.path, model.lower(), field)
        return before is not None and before[0] in kinds


def _code(call: ast.Call) -> ast.expr | None:
    return argument(call, "code", 0)


def _is_own(kind: str, old: str) -> bool:
    """Whether one of them is a field of the project or of a package, of which nobody knows how it is stored."""
    return not kind.endswith("Field") or not old.endswith("Field") or not ({kind, old} <= _KNOWN)


_KNOWN = frozenset(
    "CharField TextField IntegerField BigIntegerField SmallIntegerField PositiveIntegerField PositiveSmallIntegerField"
    " PositiveBigIntegerField FloatField DecimalField BooleanField NullBooleanField DateField DateTimeField TimeField"
    " DurationField UUIDField JSONField BinaryField EmailField SlugField URLField GenericIPAddressField FileField ImageField"
    " ArrayField HStoreField".split()
)


def _traits(made: ast.Call) -> tuple[bool, str, int]:
    """Whether it may be NULL, whether it has an index, how long it may be."""
    unique = is_true(argument(made, "unique")) or is_true(argument(made, "primary_key")) or last_name(made) == "OneToOneField"
    indexed = is_true(argument(made, "db_index")) or (
        last_name(made) in ("ForeignKey", "SlugField") and not is_false(argument(made, "db_index"))
    )
    length = argument(made, "max_length")
    size = length.value if isinstance(length, ast.Constant) and isinstance(length.value, int) else 0
    return is_true(argument(made, "null")), "unique" if unique else "index" if indexed else "", size


def _added(model: str, field: str, made: ast.Call) -> Iterator[tuple[Kind, str, str, str]]:
    kind = last_name(made)
    null, index, _ = _traits(made)
    if kind in _MANY:
        return
    if kind in _SERIAL:
        yield "serial_column", model, field, kind
    elif kind == "GeneratedField":
        if is_true(argument(made, "db_persist")):
            yield "generated_column", model, field, kind
    elif not null and argument(made, "db_default") is None:
        yield "add_not_null_column", model, field, kind
    elif (default := argument(made, "db_default")) is not None and last_name(default).lower() in VOLATILE:
        yield "volatile_default", model, field, kind
    if index == "unique":
        yield "unique", model, field, ""
    elif index == "index" and kind not in ("ForeignKey",):
        yield "index", model, field, ""


def definition(repo: Repository, path: str, model: str, field: str) -> tuple[str, bool, str, int] | None:
    """A fact: type, NULL, index and length of a field by the migrations before the one at `path`; None where none is found."""
    folder, _, name = path.rpartition("/")
    listed = [
        one for one in repo.paths() if one.startswith(folder + "/") and re.fullmatch(r"\d{4}_\w+\.py", one[len(folder) + 1 :])
    ]
    before = sorted((one for one in listed if one.rpartition("/")[2] < name), reverse=True)
    for one in before[:MOST_BEFORE]:
        source = repo.source(one)
        if isinstance(source, Unreadable) or field not in source.text:
            continue
        known = repo.ask(_definitions, one)
        if (model, field) in known:
            return known[(model, field)]
        if (model, field, "renamed") in known:
            return None
    return None


def _definitions(repo: Repository, path: str) -> dict[tuple[str, ...], tuple[str, bool, str, int]]:
    """A fact: the fields that one migration defines."""
    source = repo.source(path)
    module = source if isinstance(source, Unreadable) else parse(source.whole())
    found: dict[tuple[str, ...], tuple[str, bool, str, int]] = {}
    if isinstance(module, Unreadable):
        return found
    for node in reversed(module.nodes):
        if not isinstance(node, ast.Call):
            continue
        name = last_name(node)
        if name in ("AddField", "AlterField"):
            made = argument(node, "field", 2)
            if isinstance(made, ast.Call):
                key = (text(argument(node, "model_name", 0)).lower(), text(argument(node, "name", 1)))
                found.setdefault(key, (last_name(made), *_traits(made)))
        elif name == "RenameField":
            found.setdefault(
                (text(argument(node, "model_name", 0)).lower(), text(argument(node, "new_name", 2)), "renamed"),
                ("", False, "", 0),
            )
        elif name == "CreateModel":
            fields = argument(node, "fields", 1)
            for pair in fields.elts if isinstance(fields, ast.List) else ():
                if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and isinstance(pair.elts[1], ast.Call):
                    key = (text(argument(node, "name", 0)).lower(), text(pair.elts[0]))
                    found.setdefault(key, (last_name(pair.elts[1]), *_traits(pair.elts[1])))
    return found
