"""What speaks to the reader as a paper does, in words that no pattern lists, and what only sounds like it."""

import pytest

from transforms.cleaning.appeals import NEEDED_AFTER, appeals


@pytest.mark.parametrize(
    "box",
    [
        "Our journalists spend weeks on a story. From $5 a month you can pay for the next one.",
        "Become a member of the Herald and our newsroom can go on asking.",
        "Were you there? Send your photos to desk@herald.example",
        "Join our WhatsApp community and get the day's headlines on your phone.",
        "Start your day with our morning briefing, free in your inbox.",
        "Set the Herald as your preferred source on Google",
        "Unlock all premium stories for £2 a month. Cancel whenever you like.",
    ],
)
def test_a_box_is_told_by_what_it_puts_together(box):
    assert appeals(box)


@pytest.mark.parametrize(
    "text",
    [
        "“Send us your photos and tell us your story today,” the museum asks on its website.",
        "The minister urged readers to support our troops and donate now.",
        "You can watch the match on your phone, but you will not see the best of it.",
        "We walked to the harbour, where the ferry had been waiting since noon.",
        "I subscribe to a newsletter about eels, and my editor asks me every week what you would learn from it.",
        "Follow the money: where the grants went",
        "Listen to the trees, and you hear the beetles.",
        "Our bridge was closed. We want it back.",
        "",
    ],
)
def test_what_people_say_and_what_columnists_write_is_none(text):
    assert not appeals(text)


def test_less_is_enough_where_the_article_has_ended():
    box = "Find us on Telegram: headlines, thrice a day, nothing else."
    assert appeals(box, NEEDED_AFTER) and not appeals("The vote is on Friday, and the result on Sunday.", NEEDED_AFTER)
