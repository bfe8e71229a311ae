from generator.errors import Place
from generator.model import Finding, ObjectRef, Waiver
from generator.pipeline.preview import notices

WAIVER = Waiver("a/b", "c", "reason", "owner", "2099-01-01", Place("policies/waivers.yaml"))


def finding(*environments, message="gone", line=1, waiver=None):
    named = ObjectRef("v1", "Pod", "shop", "web")
    return Finding(
        "api/removed", "error", message, "cure", named, "kind", Place("a.yaml", line), environments, (), waiver
    )


def told(today, later):
    return [(each.severity, each.message, each.environments) for each in notices(today, later, "1.37")]


def test_what_is_new_is_a_notice():
    assert told([], [finding("dev")]) == [("notice", "Kubernetes 1.37: gone", ("dev",))]
    assert told([], [finding()]) == [("notice", "Kubernetes 1.37: gone", ())]


def test_what_is_known_is_not_told_again():
    assert told([finding("dev")], [finding("dev", message="gone in 1.37")]) == []
    assert told([finding()], [finding()]) == []


def test_of_several_environments_the_new_ones_count():
    assert told([finding("dev")], [finding("dev", "prod")]) == [("notice", "Kubernetes 1.37: gone", ("prod",))]


def test_what_is_waived_is_not_told():
    assert told([], [finding("dev", waiver=WAIVER)]) == []
