"""What charts come to: values, conditions, helpers, and what is said where that cannot be known."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.kubernetes.charts import release, template
from roadworthy.models.kubernetes.objects import UNKNOWN, look
from roadworthy.models.kubernetes.values import Value, to_yaml, value_of
from roadworthy.parsing.go_template import TemplateError, parse
from roadworthy.parsing.yaml import Mapping, Scalar, Sequence
from roadworthy.parsing.yaml import parse as parse_yaml

HEAD = "apiVersion: v1\nkind: ConfigMap\n"
VALUES = """\
replicas: 3
name: shop
empty: ""
on: true
probe: {httpGet: {path: /health, port: 80}}
list: [a, b]
nested: {deep: {value: 7}}
template: "{{ .Values.name }}-x"
"""
HELPERS = """\
{{- define "name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "labels" -}}
app: {{ include "name" . }}
heritage: {{ .Release.Service }}
{{- end -}}
{{- define "forever" -}}{{ include "forever" . }}{{- end -}}
"""


def repository(text: str, **files: str) -> Repository:
    known = {"c/Chart.yaml": "name: shop\nversion: 1.2.0\n", "c/values.yaml": VALUES, "c/templates/_helpers.tpl": HELPERS}
    known["c/templates/x.yaml"] = HEAD + text
    known.update(files)
    return Repository(SampleTree(known))


def rendered(text: str) -> Mapping:
    (one,) = repository(text).ask(release, "c", "").objects
    return one.body


def field(text: str, *path: str) -> str | None:
    node = look(rendered(text), *path)
    return node.text if isinstance(node, Scalar) else "?" if node is UNKNOWN else None


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (".Values.replicas", "3"),
        (".Values.nested.deep.value", "7"),
        (".Values.absent.deep", None),
        (".Values.absent | default 5", "5"),
        (".Values.empty | default .Values.name | quote", "shop"),
        ('printf "%s-%d" .Values.name .Values.replicas', "shop-3"),
        ('include "name" .', "shop"),
        ('template "name" .', "shop"),
        ("and .Values.on .Values.name", "shop"),
        ("or .Values.empty .Values.absent .Values.name", "shop"),
        ("not .Values.on", "false"),
        ("eq .Values.replicas 3", "true"),
        ('ternary "a" "b" .Values.on', "a"),
        ("index .Values.list 1", "b"),
        ("(index .Values.list 0) | upper", "A"),
        ("tpl .Values.template .", "shop-x"),
        ('.Values.name | replace "s" "S"', "Shop"),
        ('required "it is needed" .Values.name', "shop"),
        ('semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion', "true"),
        ('.Capabilities.APIVersions.Has "apps/v1"', "true"),
        ('.Capabilities.APIVersions.Has "monitoring.coreos.com/v1"', "?"),
        ('include "library.of.somebody" .', "?"),
        ("randAlphaNum 10", "?"),
        (".Files.Get 1", "?"),
        ("someFunction .Values.name", "?"),
        ('"}}" | quote', "}}"),
    ],
)
def test_an_expression_gives(expression: str, value: str | None) -> None:
    assert field(f"x: {{{{ {expression} }}}}\n", "x") == value


def test_conditions_take_the_branch_that_the_values_say() -> None:
    text = '{{- if .Values.absent }}\na: 1\n{{- else if eq .Values.name "shop" }}\na: 2\n{{- else }}\na: 3\n{{- end }}\n'
    assert field(text, "a") == "2"


def test_what_depends_on_an_unknown_condition_is_unknown_and_nothing_else_is() -> None:
    text = 'spec:\n  a: 1\n  {{- if .Files.Get "x" }}\n  b: 2\n  {{- end }}\n  c: {d: 3}\n'
    assert field(text, "spec", "a") == "1"
    assert field(text, "spec", "b") == "?"
    assert field(text, "spec", "c", "d") == "3"
    assert field(text, "spec", "c", "e") is None


def test_an_unknown_item_of_a_list_leaves_the_others() -> None:
    text = 'list:\n- name: a\n{{- if .Files.Get "x" }}\n- name: b\n{{- end }}\n- name: c\n'
    node = rendered(text)["list"]
    assert isinstance(node, Sequence)
    assert [one.text("name") if isinstance(one, Mapping) else "?" for one in node] == ["a", "?", "c"]


def test_a_variable_that_an_unknown_branch_sets_is_unknown() -> None:
    text = '{{- $x := "a" }}\n{{- if .Files.Get "x" }}{{- $x = "b" }}{{- end }}\nx: {{ $x }}\n'
    assert field(text, "x") == "?"


def test_a_variable_set_in_a_branch_that_is_taken_keeps_its_value() -> None:
    assert field('{{- $x := "a" }}\n{{- if .Values.on }}{{- $x = "b" }}{{- end }}\nx: {{ $x }}\n', "x") == "b"


def test_mappings_and_loops_are_written_out() -> None:
    text = 'probe:\n{{ toYaml .Values.probe | indent 2 }}\nlabels: {{- include "labels" . | nindent 2 }}\n'
    assert field(text, "probe", "httpGet", "path") == "/health"
    assert field(text, "labels", "heritage") == "Helm"
    assert field("{{- range $i, $e := .Values.list }}\nk{{ $i }}: {{ $e }}\n{{- end }}\n", "k1") == "b"
    assert field("{{- with .Values.nested.deep }}\nx: {{ .value }}{{ $.Values.name }}\n{{- end }}\n", "x") == "7shop"


def test_a_value_stands_at_the_action_that_prints_it() -> None:
    node = rendered("spec:\n  {{- if .Values.on }}\n  replicas: {{ .Values.replicas }}\n  {{- end }}\n").get("spec", "replicas")
    assert node is not None
    assert (node.place.path, node.place.line, node.place.column) == ("c/templates/x.yaml", 5, 13)


def test_values_of_an_environment_win() -> None:
    repo = repository("x: {{ .Values.replicas }}\n", **{"c/values-production.yaml": "replicas: 9\n"})
    (one,) = repo.ask(release, "c", "c/values-production.yaml").objects
    assert one.body.text("x") == "9"


@pytest.mark.parametrize(
    "text",
    [
        "{{ if .Values.on }}\nx: 1\n",
        "x: {{ .Values.name\n",
        "x: {{/* no end\n",
        "{{ end }}\n",
        'x: {{ "open }}\n',
        "{{ range }}",
    ],
)
def test_a_template_that_never_closes_is_told_and_opaque(text: str) -> None:
    said = repository(text).ask(template, "c/templates/x.yaml")
    assert isinstance(said, Unreadable)
    assert said.opaque


@pytest.mark.parametrize(
    "text",
    [
        '{{ include "forever" . }}',
        "{{- range until 900 }}{{- range until 900 }}x{{ end }}{{ end }}",
        '{{- define "a" -}}{{ include "b" . }}{{ include "b" . }}{{- end }}{{- define "b" -}}{{ include "a" . }}{{ end }}{{ include "a" . }}',
        '{{ tpl "{{ tpl .Values.loop . }}" . }}',
    ],
)
def test_templates_that_do_not_end_are_given_up(text: str) -> None:
    repo = repository(text, **{"c/values.yaml": 'loop: "{{ tpl .Values.loop . }}"\n'})
    made = repo.ask(release, "c", "")
    assert made.failed
    assert not made.complete


def test_deep_nesting_is_refused() -> None:
    for text in ("{{ if 1 }}" * 500, "{{ " + "(" * 5_000 + " }}", "{{ " + "(" * 500 + "1" + ")" * 500 + " }}"):
        with pytest.raises(TemplateError):
            parse(text)


_SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(string.printable, max_size=20)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(string.ascii_letters, min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(_TREES)
def test_values_survive_being_written_and_read(value: Value) -> None:
    root = parse_yaml(Source("x.yaml", to_yaml(value) + "\n")).root
    assert value_of(root) == value


@given(st.text(alphabet="{}-. \n\"`'|()$:=ab/*%if endrangewith", max_size=80))
def test_any_text_is_a_template_or_refused(text: str) -> None:
    refused = None
    try:
        parse(text)
    except TemplateError as error:
        refused = error
    assert refused is None or 0 <= refused.offset <= len(text)
