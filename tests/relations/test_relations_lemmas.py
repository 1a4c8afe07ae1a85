"""Bases of verbs: what English spelling says, where a lemmatizer made one up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.relations.lemmas import verb_lemma

# base: forms with -ing, forms with -ed.
REGULAR = """
create creating created | invite inviting invited | visit visiting visited | compete competing competed
depict depicting depicted | live living lived | control controlling controlled | call calling called
travel travelling travelled | install installing installed | refer referring referred | agree agreeing agreed
carry carrying carried | play playing played | charge charging charged | change changing changed
arrange arranging arranged | injure injuring injured | pour pouring poured | appear appearing appeared
monitor monitoring monitored | kill killing killed | target targeting targeted | repair repairing repaired
focus focusing focused | release releasing released | argue arguing argued | stop stopping stopped
organize organizing organized | show showing showed | discuss discussing discussed | define defining defined
edit editing edited | submit submitting submitted | promote promoting promoted | provide providing provided
avoid avoiding avoided | include including included | invade invading invaded
consume consuming consumed | happen happening happened | intervene intervening intervened | rule ruling ruled
manage managing managed | describe describing described | bomb bombing bombed | provoke provoking provoked
look looking looked | plunge plunging plunged | dance dancing danced | nurse nursing nursed | settle settling settled
ruin ruining ruined | extradite extraditing extradited | expedite expediting expedited
add adding added | taste tasting tasted | test testing tested | execute executing executed | shout shouting shouted
"""


@pytest.mark.parametrize("line", [each.split() for row in REGULAR.strip().splitlines() for each in row.split("|")])
@pytest.mark.parametrize("model", ["its base", "the form itself"])
def test_a_regular_verb_has_its_base_whatever_the_model_says(line, model):
    base, gerund, past = line

    for form, tag in ((gerund, "VBG"), (past, "VBD")):
        assert verb_lemma(form, tag, base if model == "its base" else form) == base


@pytest.mark.parametrize(
    "form, tag, model, base",
    [
        ("lives", "VBZ", "life", "live"),
        ("accuses", "VBZ", "accus", "accuse"),
        ("passes", "VBZ", "passe", "pass"),
        ("carries", "VBZ", "carrie", "carry"),
        ("goes", "VBZ", "goe", "go"),
        ("ranged", "VBD", "rang", "range"),
        ("injuring", "VBG", "injur", "injure"),
        ("lied", "VBD", "lied", "lie"),
        ("took", "VBD", "take", "take"),
        ("hanged", "VBD", "hang", "hang"),
        ("hopping", "VBG", "hop", "hop"),
        ("hoping", "VBG", "hope", "hope"),
        ("houses", "NNS", "house", "house"),
        ("is", "VBZ", "be", "be"),
        ("has", "VBZ", "have", "have"),
    ],
)
def test_lemmas_that_a_model_gave(form, tag, model, base):
    assert verb_lemma(form, tag, model) == base


TAGS = st.sampled_from(["VBZ", "VBD", "VBN", "VBG", "VB", "NN"])


@given(st.text(max_size=12), TAGS, st.text(min_size=1, max_size=12))
def test_any_text_has_a_lemma(form, tag, model):
    assert verb_lemma(form, tag, model)


@pytest.mark.parametrize("form, tag, base", [("fled", "VBD", "flee"), ("led", "VBN", "lead"), ("founded", "VBD", "found")])
def test_irregular_forms(form, tag, base):
    assert verb_lemma(form, tag, "x") == base
