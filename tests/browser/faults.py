"""What is wrong with a page: what axe finds by day, what cannot be read by night, what is wider than the screen.

Only colours change by night, so only they are looked at again; and once only for each way of standing out: the
same colour, size and weight over the same backgrounds reads on the next page as it did on this one.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
    Promise.allSettled(ending.map(one => one.finished)).then(() => done());
})))"""
BY_DAY = """() => axe.run({resultTypes: ['violations']}).then(({violations}) =>
    violations.map(one => `${one.id}: ${one.nodes[0].target}`))"""
BY_NIGHT = """seen => {
    const backgrounds = new Map([[null, '']]), looks = new Map(), unseen = new Map(), known = new Set(seen);
    for (const one of document.querySelectorAll('html, html *')) {
        const is = getComputedStyle(one), filled = !/, 0\\)$/.test(is.backgroundColor) || is.backgroundImage !== 'none';
        const own = filled || is.opacity !== '1' ? `${is.backgroundColor} ${is.backgroundImage} ${is.opacity}|` : '';
        backgrounds.set(one, backgrounds.get(one.parentElement) + own);
        const texts = [...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim());
        if (!texts && !one.matches('input, select, textarea')) continue;
        const look = [backgrounds.get(one), is.color, is.fontSize, is.fontWeight, is.textShadow].join(' ');
        looks.set(one, look);
        if (!known.has(look)) unseen.set(one, look);
    }
    if (!unseen.size) return {faults: [], read: []};
    const run = {runOnly: ['color-contrast'], resultTypes: ['violations', 'passes'], elementRef: true};
    const read = passes => passes.flatMap(one => one.nodes.map(({element}) => looks.get(element)).filter(Boolean));
    return axe.run({include: [...unseen.keys()]}, run).then(({violations, passes}) => ({
        faults: violations.map(one => `${one.id}: ${one.nodes[0].target}`), read: [...new Set(read(passes))],
    }));
}"""
_read: set[str] = set()


def faults(page: Page) -> list[str]:
    """The faults of the page that is shown; it is left as it was."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(BY_DAY)
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found += [f"by night: {one}" for one in _by_night(page)]
    return [*found, *(["wider than the screen"] if is_wide else [])]


def _by_night(page: Page) -> list[str]:
    """A colour on its way is no fault."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    answer: dict[str, Any] = page.evaluate(BY_NIGHT, sorted(_read))
    page.emulate_media(color_scheme="light")
    _read.update(answer["read"])
    return list(answer["faults"])
