"""The cases of a rule notice when the rule changes."""

from tests.rules import mutants


def test_cases_kill_mutants(capsys):
    made, survivors = mutants.run()
    reasons = mutants.explanations()
    names = set(map(str, survivors))
    score = 100 * (1 - len(survivors) / len(made))
    with capsys.disabled():
        print(f"\n{len(made)} mutants, {len(survivors)} survivors, score {score:.1f} %")
    assert names - set(reasons) == set(), "no case notices these changes"
    assert set(reasons) - names == set(), "explained, but not among the survivors"
    assert score >= mutants.REQUIRED
