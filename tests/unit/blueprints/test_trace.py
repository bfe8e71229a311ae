"""Where every field comes from."""

import pytest

FILE = "blueprints/app/v1/manifests/app.yaml"


@pytest.fixture
def sources(manifest, ref, variables):
    """The source of each leaf below `data`, as (line, column) and reads."""

    def trace(template, fragments=None, **parameters):
        (traced,) = manifest(template, fragments).trace(ref, variables(**parameters))
        return {
            pointer[1:]: (source.place, source.reads)
            for pointer, source in traced.sources.items()
            if pointer[0] == "data"
        }

    return trace


def reads(found):
    return {pointer: paths for pointer, (_, paths) in found.items()}


def test_every_leaf_has_its_place_and_what_it_read(sources):
    found = sources('a: fixed\nb: "{{ parameters.replicas }}"\nc: ["x-{{ service.name }}-{{ team.name }}"]', replicas=1)
    assert {pointer: (place.line, place.column) for pointer, (place, _) in found.items()} == {
        ("a",): (5, 6),
        ("b",): (6, 6),
        ("c", 0): (7, 7),
    }
    assert reads(found) == {("a",): (), ("b",): ("parameters.replicas",), ("c", 0): ("service.name", "team.name")}
    assert {place.file for place, _ in found.values()} == {FILE}


def test_parts_of_a_computed_value_have_paths_of_their_own(sources):
    found = sources(
        'whole: "{{ parameters.map }}"\nspread: {$spread: "parameters.map", own: 1}\nlist: [{$spread: "parameters.list"}]',
        map={"a": {"b.c/d": 1}, "e": []},
        list=["x", "y"],
    )
    assert reads(found) == {
        ("whole", "a", "b.c/d"): ('parameters.map.a["b.c/d"]',),
        ("whole", "e"): ("parameters.map.e",),
        ("spread", "a", "b.c/d"): ('parameters.map.a["b.c/d"]',),
        ("spread", "e"): ("parameters.map.e",),
        ("spread", "own"): (),
        ("list", 0): ("parameters.list[0]",),
        ("list", 1): ("parameters.list[1]",),
    }


def test_names_of_loops_and_arguments_lead_back_to_declarations(sources):
    found = sources(
        """
        loop: [{$for: "item in parameters.list", name: "{{ item }}"}]
        map: [{$for: "key, value in parameters.map", name: "{{ key }}", value: "{{ value.inner }}"}]
        used: {$use: {fragment: leaf, with: {user: "{{ parameters.replicas }}", link: "{{ connections.outgoing[0] }}"}}}
        """,
        {"leaf": 'user: "{{ user + 1 }}"\nport: "{{ link.port.number }}"\n'},
        list=["x", "y"],
        map={"k": {"inner": 1}},
        replicas=3,
    )
    assert reads(found) == {
        ("loop", 0, "name"): ("parameters.list[0]",),
        ("loop", 1, "name"): ("parameters.list[1]",),
        ("map", 0, "name"): ("parameters.map.k",),
        ("map", 0, "value"): ("parameters.map.k.inner",),
        ("used", "user"): ("parameters.replicas",),
        ("used", "port"): ("connections.outgoing[0].port.number",),
    }
    assert found["used", "user"][0].file == "blueprints/_fragments/leaf.yaml"


def test_only_what_was_read_is_named(sources):
    template = (
        'a: "{{ parameters.text if parameters.replicas > 1 else service.name }}"\nb: "{{ parameters.list | join }}"'
    )
    found = reads(sources(template, replicas=1, list=["x", "y"]))
    assert found["a",] == ("parameters.replicas", "service.name")
    assert found["b",] == ("parameters.list[0]", "parameters.list[1]")


def test_empty_maps_and_lists_are_leaves(sources):
    assert reads(sources('a: "{{ [1, []] }}"')) == {("a", 0): (), ("a", 1): ()}
    found = sources('a: {}\nb: []\nc: [{$if: "parameters.replicas > 1", x: 1}]', replicas=1)
    assert {pointer: (place.line, place.column) for pointer, (place, _) in found.items()} == {
        ("a",): (5, 6),
        ("b",): (6, 6),
        ("c",): (7, 6),
    }
