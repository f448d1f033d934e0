/**
 * What a frame may capture, by its `allow` attribute: https://www.w3.org/TR/permissions-policy/#iframe-allow-attribute.
 * Without one, a frame of another origin gets no device at all.
 */
const DEVICES: ReadonlySet<string> = new Set(['camera', 'microphone', 'display-capture']);

interface Directive {
  readonly text: string;
  readonly feature: string;
  readonly allowlist: readonly string[];
}

function directives(allow: string): readonly Directive[] {
  return allow
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [feature = '', ...allowlist] = text.split(/\s+/);
      return { text, feature: feature.toLowerCase(), allowlist };
    });
}

/**
 * Whether `allow` gives a device to a document of another origin in the frame.
 *
 * @param origin the document's origin; null when it is not known, as after a redirect
 * @param src the origin of the frame's `src`, which is what a directive without a list stands for
 */
export function delegatesDevices(allow: string, origin: string | null, src: string | null): boolean {
  return directives(allow).some(({ feature, allowlist }) => {
    if (!DEVICES.has(feature)) return false;
    const list = allowlist.length > 0 ? allowlist : ["'src'"];
    return list.some((entry) => {
      if (entry === '*') return true;
      if (/^'src'$/i.test(entry)) return origin === null || origin === src;
      if (/^'(?:self|none)'$/i.test(entry) || !URL.canParse(entry)) return false;
      return origin === null || new URL(entry).origin === origin;
    });
  });
}

/** The same attribute without any device. */
export function withoutDevices(allow: string): string {
  return directives(allow)
    .filter(({ feature }) => !DEVICES.has(feature))
    .map(({ text }) => text)
    .join('; ');
}
