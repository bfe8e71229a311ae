"""The cases of a rule notice when the rule changes."""

from tests.rules import mutants


def test_cases_kill_mutants(record_property):
    made, survivors = mutants.run()
    record_property("summary", f"rules: {mutants.told(made, survivors)}")
    reasons = mutants.explanations()
    names = set(map(str, survivors))
    assert names - set(reasons) == set(), "no case notices these changes"
    assert set(reasons) - names == set(), "explained, but not among the survivors"
    assert mutants.score(made, survivors) >= mutants.REQUIRED
