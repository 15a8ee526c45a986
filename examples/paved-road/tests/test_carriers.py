from parcels.carriers import carrier, latest


def test_a_prefix_names_the_carrier():
    assert carrier("AB123") == "northern"


def test_an_unknown_prefix_is_not_ours():
    assert latest("XX1") == "not ours"
