/**
 * What is measurably wrong with the page it runs in. Runs inside the page, so it holds everything it needs.
 *
 * @returns one sentence per fault
 */
export function faultsOf(): string[] {
  const MIN_CONTRAST = 4.5;
  /** A browser shows so much of a popup at once; further down there may be only what comes later. */
  const SHOWN_HEIGHT = 600;
  const MAX_HEIGHT = 1_100;
  type Rgba = readonly [number, number, number, number];

  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const parse = (colour: string): Rgba => {
    if (!canvas) return [0, 0, 0, 0];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  // WCAG 2.2, relative luminance and contrast ratio
  const luminance = ([red, green, blue]: Rgba): number => {
    const linear = (value: number): number =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const background = (element: Element | null): Rgba => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return parse('Canvas');
  };
  const contrast = (element: Element): number => {
    const [light = 0, dark = 0] = [parse(getComputedStyle(element).color), background(element)]
      .map(luminance)
      .sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };

  const faults: string[] = [];
  const headlines = document.querySelectorAll('h1').length;
  if (headlines !== 1) faults.push(`${headlines} headlines`);
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the popup');
  const main = document.querySelector('main');
  const unfolded = document.querySelector('details[open]') !== null;
  if (main && !unfolded && main.scrollHeight > MAX_HEIGHT) faults.push(`scrolls: ${main.scrollHeight} px high`);
  const first = Array.from(main?.querySelectorAll('.card button, .card textarea, .buttons button') ?? []).find(
    (control) => control.checkVisibility(),
  );
  if (first && first.getBoundingClientRect().bottom > SHOWN_HEIGHT) faults.push('nothing to press at first sight');
  if (main && main.scrollWidth > main.clientWidth) faults.push('scrolls sideways');

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent?.trim();
    if (!element || !text || !element.checkVisibility()) continue;
    const ratio = contrast(element);
    if (ratio < MIN_CONTRAST) faults.push(`contrast ${ratio.toFixed(2)}: ${text}`);
  }
  for (const control of document.querySelectorAll('button, textarea, meter')) {
    const label = control.getAttribute('aria-labelledby');
    const named =
      control.textContent?.trim() ||
      control.getAttribute('aria-label') ||
      (label && document.getElementById(label)?.textContent) ||
      (control.id && document.querySelector(`label[for="${control.id}"]`)?.textContent);
    if (!named) faults.push(`${control.tagName} without a name`);
  }
  const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
  for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) faults.push(`id used twice: ${id}`);
  return faults;
}
