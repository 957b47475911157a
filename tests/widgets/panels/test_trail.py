from hypothesis import given
from hypothesis import strategies as st

from widgets.panels.trail import MOST, Trail


def test_back_and_forward_walk_along_the_words_that_were_looked_at():
    trail = Trail()
    for word in (3, 7, 5):
        trail.visit(word)
    assert (trail.back(), trail.back(), trail.back()) == (7, 3, None)
    assert (trail.forward(), trail.forward(), trail.forward()) == (7, 5, None)


def test_a_new_word_forgets_what_lay_ahead():
    trail = Trail()
    for word in (3, 7, 5):
        trail.visit(word)
    trail.back()
    trail.visit(9)
    assert not trail.can_go_forward
    assert trail.back() == 7


def test_a_visit_to_the_current_word_changes_nothing():
    trail = Trail()
    trail.visit(3)
    trail.visit(3)
    assert not trail.can_go_back


def test_a_long_walk_forgets_its_beginning():
    trail = Trail()
    for word in range(MOST + 50):
        trail.visit(word)
    steps = 0
    while trail.back() is not None:
        steps += 1
    assert steps == MOST - 1
    assert trail.current == 50


def test_a_cleared_trail_leads_nowhere():
    trail = Trail()
    trail.visit(3)
    trail.visit(4)
    trail.clear()
    assert (trail.current, trail.back(), trail.forward()) == (None, None, None)


@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["back", "forward"])), max_size=60))
def test_it_agrees_with_two_stacks(moves):
    trail, behind, here, ahead = Trail(), [], None, []
    for move in moves:
        if move == "back":
            trail.back()
            if behind:
                ahead.append(here)
                here = behind.pop()
        elif move == "forward":
            trail.forward()
            if ahead:
                behind.append(here)
                here = ahead.pop()
        else:
            trail.visit(move)
            if move != here:
                behind += [] if here is None else [here]
                here, ahead = move, []
        assert (trail.current, trail.can_go_back, trail.can_go_forward) == (here, bool(behind), bool(ahead))
