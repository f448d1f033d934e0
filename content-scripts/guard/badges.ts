import browser from 'webextension-polyfill';
import type { Badge } from './badge-state.ts';

/** Pictures smaller than this, in CSS pixels, have no room for a badge. */
const SMALLEST = 64;
const INSET = 6;

const TEXTS = {
  sealed: 'badge_sealed',
  'not-sealed': 'badge_not_sealed',
  'cannot-open': 'badge_cannot_open',
  spliced: 'badge_spliced',
} as const satisfies Record<Badge['state'], string>;

/** A padlock, closed or open, a closed one with a question, and two halves that do not fit. Shape and text tell them apart, not colour alone. */
const SHAPES = {
  sealed: ['#14532d', 'M5 7V5a3 3 0 0 1 6 0v2h1v7H4V7zm1.5 0h3V5a1.5 1.5 0 0 0-3 0z'],
  'not-sealed': ['#7f1d1d', 'M5 7V4a3 3 0 0 1 6 0h-1.5a1.5 1.5 0 0 0-3 0v3H12v7H4V7z'],
  'cannot-open': [
    '#713f12',
    'M3 8V6a2.5 2.5 0 0 1 5 0v2h1v6H2V8zm1.4 0h2.2V6a1.1 1.1 0 0 0-2.2 0zM10 6.1c.1-1.6 1.2-2.5 2.7-2.5s2.6.9 2.6 2.4c0 1.1-.6 1.8-1.8 2.3v1.1H12V7.5l.6-.3c.8-.3 1.1-.6 1.1-1.1 0-.6-.4-.9-1-.9-.7 0-1.1.3-1.2 1zm2 4.4h1.6v1.8H12z',
  ],
  spliced: ['#581c87', 'M3 3h4v4H3zM9 9h4v4H9zM9 3h4l-2 4H9zM3 9h4v4H5z'],
} as const satisfies Record<Badge['state'], readonly [string, string]>;

const HOST_STYLE =
  'all:initial;position:fixed;inset:0;width:auto;height:auto;margin:0;padding:0;border:0;background:none;overflow:hidden;pointer-events:none;z-index:2147483647';
const NAME_STYLE = 'unicode-bidi:isolate;font-style:italic;font-weight:400';
const BADGE_STYLE =
  'position:absolute;display:flex;align-items:center;gap:3px;padding:2px 6px 2px 3px;border-radius:9px;color:#fff;font:600 11px/14px system-ui,sans-serif;white-space:nowrap';

interface Drawn {
  readonly element: HTMLElement;
  readonly badge: Badge;
}

/**
 * A badge on each remote picture, over the page and outside of its layout, in a closed shadow root. It says what the
 * worker counted. A page can draw the same; what can be trusted is the toolbar.
 */
export class Badges {
  #host: HTMLElement | undefined;
  #root: ShadowRoot | undefined;
  readonly #drawn = new Map<HTMLVideoElement, Drawn>();
  #badges: ReadonlyMap<MediaStreamTrack, Badge> = new Map();
  readonly #follow = (): void => {
    requestAnimationFrame(() => this.#place());
  };

  /** @param badges by the received track */
  show(badges: ReadonlyMap<MediaStreamTrack, Badge>): void {
    this.#badges = badges;
    if (badges.size === 0) this.remove();
    else this.#draw();
  }

  remove(): void {
    this.#host?.remove();
    this.#host = undefined;
    this.#drawn.clear();
    for (const type of ['scroll', 'resize', 'fullscreenchange']) removeEventListener(type, this.#follow, true);
  }

  #draw(): void {
    const videos = new Map<HTMLVideoElement, Badge>();
    for (const video of document.querySelectorAll('video')) {
      const badge = this.#badgeOf(video);
      if (badge) videos.set(video, badge);
    }
    for (const [video, { element }] of this.#drawn) {
      if (videos.has(video)) continue;
      element.remove();
      this.#drawn.delete(video);
    }
    for (const [video, badge] of videos) {
      const drawn = this.#drawn.get(video);
      if (drawn && isSame(drawn.badge, badge)) continue;
      drawn?.element.remove();
      const element = makeElement(badge);
      this.#shadow().append(element);
      this.#drawn.set(video, { element, badge });
    }
    this.#place();
  }

  #badgeOf({ srcObject }: HTMLVideoElement): Badge | undefined {
    if (!(srcObject instanceof MediaStream)) return undefined;
    const [track] = srcObject.getVideoTracks();
    return track && this.#badges.get(track);
  }

  #shadow(): ShadowRoot {
    if (this.#host?.isConnected && this.#root) return this.#root;
    this.remove();
    const host = document.createElement('div');
    host.style.cssText = HOST_STYLE;
    this.#host = host;
    this.#root = host.attachShadow({ mode: 'closed' });
    document.documentElement.append(host);
    for (const type of ['scroll', 'resize', 'fullscreenchange']) addEventListener(type, this.#follow, true);
    return this.#root;
  }

  #place(): void {
    for (const [video, { element }] of this.#drawn) {
      const { left, top, width, height } = video.getBoundingClientRect();
      const fits = video.isConnected && width >= SMALLEST && height >= SMALLEST;
      element.style.visibility = fits ? 'visible' : 'hidden';
      element.style.transform = `translate(${left + INSET}px, ${top + INSET}px)`;
    }
  }
}

function isSame(one: Badge, other: Badge): boolean {
  return one.state === other.state && one.name === other.name && one.isScreen === other.isScreen;
}

/**
 * "Sealed · Ada · screen". What a member says of himself is text, whatever it is: set apart by its type, and with a
 * direction of its own, so that it cannot turn round or imitate what we say.
 */
function partsOf({ state, name, isScreen }: Badge): (string | Node)[] {
  const said = state === 'sealed' || state === 'spliced';
  const parts: (string | Node)[] = [browser.i18n.getMessage(TEXTS[state])];
  if (said && name) {
    const claimed = document.createElement('bdi');
    claimed.style.cssText = NAME_STYLE;
    claimed.textContent = name;
    parts.push(claimed);
  }
  if (said && isScreen) parts.push(browser.i18n.getMessage('badge_screen'));
  return parts.flatMap((part, index) => (index === 0 ? part : [' · ', part]));
}

function makeElement(badge: Badge): HTMLElement {
  const [colour, path] = SHAPES[badge.state];
  const element = document.createElement('span');
  element.style.cssText = `${BADGE_STYLE};background:${colour}`;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({
    width: '14',
    height: '14',
    viewBox: '0 0 16 16',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(name, value);
  }
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  shape.setAttribute('fill', 'currentColor');
  shape.setAttribute('fill-rule', 'evenodd');
  svg.append(shape);
  const text = document.createElement('span');
  text.append(...partsOf(badge));
  element.append(svg, text);
  return element;
}
