"""What fuzzing has found stays found, and the fuzzer sees what it is there to see."""

from __future__ import annotations

import json
from pathlib import Path

import fuzz
import pytest
from fuzz_oracles import NotTheSameError, WrongPlaceError
from fuzz_targets import HookTarget, Target, hooks, parsers
from roadworthy.core.excerpt import Place, Source

FOUND = json.loads((Path(__file__).parent / "fuzz_found.json").read_text(encoding="utf-8"))
TARGETS: dict[str, Target] = {target.name: target for target in parsers()}
HOOKS: dict[str, HookTarget] = {hook.name: hook for hook in hooks()}


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found['target']}: {found['what']}")
def test_what_was_found_once_holds(found: dict[str, object]) -> None:
    name, files = str(found["target"]), found["files"]
    assert isinstance(files, dict)
    if name in HOOKS:
        fuzz.judge(lambda: HOOKS[name].run(files, tuple(files)), True)
    else:
        try:
            fuzz.judge(lambda: TARGETS[name].run(tuple(files.values())), True)
        except TARGETS[name].raises:
            pass


def test_every_target_has_a_name_of_its_own_and_seeds_in_the_examples() -> None:
    names = [target.name for target in parsers()] + list(HOOKS)
    assert len(names) == len(set(names)) > 60
    cases = fuzz.samples()
    seeded = [target.name for target in parsers() if fuzz.seeds_of(target.files, None, cases) != ["a: b\n"]]
    assert len(seeded) > 50


def test_inputs_are_drawn_from_seed_and_number_alone(tmp_path: Path) -> None:
    (tmp_path / "shared").write_bytes(bytes(16))
    turns = [fuzz.Turn("yaml", 1, None, tmp_path, tmp_path / "shared") for _ in range(2)]
    assert [turns[0].texts(i) for i in range(20)] == [turns[1].texts(i) for i in range(20)]


def test_a_wrong_place_and_a_changing_answer_are_seen() -> None:
    source = Source("a", "one\ntwo\n")
    with pytest.raises(WrongPlaceError):
        fuzz.judge(lambda: ([Place("a", 4, 1, 4, 1)], {"a": source}), False)
    with pytest.raises(WrongPlaceError):
        fuzz.judge(lambda: ([Place("a", 1, 9, 1, 9)], {"a": source}), False)
    answers = iter(range(2))
    with pytest.raises(NotTheSameError):
        fuzz.judge(lambda: ([next(answers)], {}), True)


@pytest.mark.skipif(not hasattr(fuzz.signal, "setitimer"), reason="timers of CPU are of POSIX systems")
def test_what_raises_and_what_never_ends_is_kept_and_the_turn_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared").write_bytes(bytes(16))
    turn = fuzz.Turn("dotenv", 1, None, tmp_path / "found", tmp_path / "shared")

    def run(texts: tuple[str, ...]) -> tuple[object, dict[str, Source]]:
        if texts[0] == "for ever":
            while True:
                pass
        raise KeyError(texts[0])

    assert turn.target
    turn.target = turn.target._replace(run=run)
    monkeypatch.setattr(fuzz, "SECONDS", 0.05)
    before = fuzz.signal.signal(fuzz.signal.SIGVTALRM, fuzz._stop)
    try:
        turn.one({"0": "for ever"}, None, False)
        turn.one({"0": "a"}, None, False)
    finally:
        fuzz.signal.signal(fuzz.signal.SIGVTALRM, before)
    assert sorted(path.name.split("_")[1][:4] for path in (tmp_path / "found").iterdir()) == ["KeyE", "slow"]
