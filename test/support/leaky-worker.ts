/**
 * A frame worker of which a rig decides what goes past it: the worker of the build, with this before it. The worker does
 * not know: its counts are of what reaches it. Orders come as the name that the user gives himself in the settings.
 */

/** past KIND MS: at most one frame in so many milliseconds goes out as it came. busy MS: nothing else runs for so long, again and again. */
export type Order = `past ${'audio' | 'video'} ${number}` | `busy ${number}` | 'none';

const SOURCE = `{
  let order = '';
  let [past, every, last, timer] = ['', 0, 0, 0];
  addEventListener('message', ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind !== 'name' || message.name === order) return;
    order = message.name;
    const [what, ...rest] = order.split(' ');
    [past, every] = what === 'past' ? [rest[0], Number(rest[1])] : ['', 0];
    clearInterval(timer);
    const ms = Number(rest[0]);
    const work = () => { for (const end = performance.now() + ms; performance.now() < end; ); };
    if (what === 'busy') timer = setInterval(work, ms + 500);
  });
  addEventListener('rtctransform', ({ transformer }) => {
    const { side, kind } = transformer.options;
    if (side !== 'send') return;
    const { readable, writable } = transformer;
    const writer = writable.getWriter();
    const filter = new TransformStream({
      transform(frame, controller) {
        const now = performance.now();
        if (kind !== past || now - last < every) return controller.enqueue(frame);
        last = now;
        return writer.write(frame);
      },
    }, undefined, { highWaterMark: 0 });
    Object.defineProperties(transformer, {
      readable: { value: readable.pipeThrough(filter) },
      writable: { value: new WritableStream({ write: (frame) => writer.write(frame) }) },
    });
  });
}
`;

/** A change to a build's files, see LaunchOptions. */
export const LEAKY = {
  'guard.js': (source: string): string =>
    source.replace('new realm.Blob([', `new realm.Blob([${JSON.stringify(SOURCE)}, `),
};
