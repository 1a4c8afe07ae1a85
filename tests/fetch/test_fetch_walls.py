"""Pages that stand where an article was asked for, and articles that look a little like them."""

import pytest

from schemas.reasons import Reason
from transforms.fetch.walls import wall_of_error, wall_of_page

SENTENCE = "The council of Marlow voted on Tuesday to repair the old bridge over the river Thames. "
ASKED = "https://courier.example/2025/bridge"


def page(title="Bridge to be repaired", body="", head="") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


SMALL_PRINT = "We use cookies and data to do this and that for you. "
LOGIN_FORM = '<form><input name="user"><input type="password"><a href="/f">Forgot your password?</a></form>'
CAPTCHA = '<script src="https://www.google.com/recaptcha/api.js"></script>'
NEWSLETTER = f'<form>Sign up for our newsletter. <input type="email"> {CAPTCHA}</form>'
COOKIES = "<div>We value your privacy. We and our partners store cookies. <button>Accept all</button></div>"
LOCKED = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'

WALLS = {
    "Cloudflare": (
        Reason.BOT_WALL,
        page("Just a moment...", "<noscript>Enable JavaScript</noscript><script>window._cf_chl_opt={}</script>"),
    ),
    "DataDome": (
        Reason.BOT_WALL,
        page(
            "courier.example",
            "<p>Please enable JS and disable any ad blocker<script src=//ct.captcha-delivery.com/c.js></script>",
        ),
    ),
    "HUMAN": (
        Reason.BOT_WALL,
        page("Access to this page has been denied", "<div id='px-captcha'></div><p>Press &amp; Hold to confirm</p>"),
    ),
    "a captcha of its own": (
        Reason.BOT_WALL,
        page(
            "Are you a robot?",
            "<p>To continue, please click the box below to let us know you&#8217;re not a robot.</p>"
            "<p>We have seen unusual activity from your computer network.</p>",
        ),
    ),
    "log-in": (Reason.LOGIN, page("Log in | Courier", f"<h1>Log in</h1>{LOGIN_FORM}")),
    "Anmeldung": (Reason.LOGIN, page("Anmelden", '<input type="password"> Passwort vergessen?')),
    "consent": (
        Reason.CONSENT,
        page("Before you continue to Courier", f"<h1>Before you continue</h1>{COOKIES}<p>{SMALL_PRINT * 20}</p>"),
    ),
    "paywall": (
        Reason.PAYWALL,
        page(body=f"<p>{SENTENCE * 3}</p><p>Subscribe to continue reading.</p>" + "<a>Sport</a> " * 500, head=LOCKED),
    ),
}


@pytest.mark.parametrize("name", WALLS)
def test_walls_are_recognised(name):
    reason, body = WALLS[name]
    assert wall_of_page(body, asked=ASKED, answered=ASKED) == reason


@pytest.mark.parametrize(
    "answered, body, reason",
    [
        ("https://courier.example/login?next=/2025/bridge", page("Courier", LOGIN_FORM), Reason.LOGIN),
        ("https://consent.courier.example/v2", page("Courier", COOKIES), Reason.CONSENT),
        ("https://courier.example/2025/bridge/", page("Courier", LOGIN_FORM), None),
        ("https://courier.example/2025/login-problems-at-bank", page("Courier", LOGIN_FORM), None),
    ],
)
def test_an_address_that_the_reader_was_led_to_is_a_sign(answered, body, reason):
    assert wall_of_page(body, asked=ASKED, answered=answered) == reason


ARTICLES = {
    "plain": page(body=f"<p>{SENTENCE * 12}</p>"),
    "brief": page(body=f"<p>{SENTENCE * 2}</p>"),
    "with a newsletter box and a captcha": page(body=f"<p>{SENTENCE * 3}</p>{NEWSLETTER}"),
    "with a log-in over it": page(body=f"<div>{LOGIN_FORM} Log in. Create an account</div><p>{SENTENCE * 2}</p>"),
    "with a cookie notice": page(body=f"{COOKIES}<p>{SENTENCE * 2}</p>"),
    "about robots": page(
        "Are you a robot? What captchas do", f"<p>{SENTENCE * 12} Verify you are human.</p>{NEWSLETTER}"
    ),
    "about passwords": page("Log in safely", f"<p>{SENTENCE * 6}</p>{LOGIN_FORM}"),
    "whole, for subscribers": page(body=f"<p>{SENTENCE * 12}</p>Subscribe to continue reading.", head=LOCKED),
    "short, for subscribers": page(body=f"<p>{SENTENCE * 3}</p><a>Already a subscriber? Sign in</a>", head=LOCKED),
    "in divisions": page(body=f"<div>{SENTENCE * 12}</div>{LOGIN_FORM}Log in", head=LOCKED),
    "about a paywall": page(
        "Subscribe to read?", f"<p>{SENTENCE * 2} “Subscribe to continue reading” was the prompt.</p>"
    ),
    "of nothing": b"",
    "of noise": bytes(range(256)),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_articles(name):
    assert wall_of_page(ARTICLES[name], asked=ASKED, answered=ASKED) is None


@pytest.mark.parametrize(
    "status, body, reason",
    [
        (401, b"", Reason.LOGIN),
        (402, b"", Reason.PAYWALL),
        (403, WALLS["Cloudflare"][1], Reason.BOT_WALL),
        (503, page("Service", "<script src='/cdn-cgi/challenge-platform/x.js'></script>"), Reason.BOT_WALL),
        (403, page("403 Forbidden", "<h1>Forbidden</h1>You don't have permission to access this resource."), None),
        (503, page("Down for maintenance"), None),
        (404, WALLS["Cloudflare"][1], None),
        (403, b"", None),
        (None, b"", None),
    ],
)
def test_refusals_are_told_from_errors(status, body, reason):
    assert wall_of_error(status, body) == reason
