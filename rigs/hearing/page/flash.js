// A field in the corner of the pictures that turns white when the high tone begins, and an eye that takes down when it does.
{
  /** Of a canvas 320 wide and 192 high; encoders blur its edges. */
  const [FIELD, EDGE] = [64, 16];
  /** Longer than two pictures at 15 a second, so that one that is dropped hides no flash. */
  const FLASH_MS = 200;

  /** Of each flash the second on the mouth's clock to which it belongs, and the wall clock when it was drawn. */
  const shown = [];
  /** Wall clock when each came out. */
  const seen = [];
  let due;
  let ends = 0;

  function watch(video) {
    const pixel = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const context = pixel.getContext('2d', { willReadFrequently: true });
    let white = true; // whether a flash has just begun is not known
    const look = (_, { presentationTime, width, height }) => {
      const [x, y] = [width / 320, height / 192];
      const inner = FIELD - 2 * EDGE;
      context.drawImage(video, EDGE * x, EDGE * y, inner * x, inner * y, 0, 0, 1, 1);
      const before = white;
      white = context.getImageData(0, 0, 1, 1).data[1] > 127;
      if (white && !before) seen.push(performance.timeOrigin + presentationTime);
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  }

  window.flash = {
    /** Has the next picture be the first of a flash. @param second on the mouth's clock */
    begin(second) {
      due = second;
    },
    /** Draws the field onto a picture. */
    draw(context) {
      const now = performance.now();
      if (due !== undefined) {
        shown.push([due, performance.timeOrigin + now]);
        due = undefined;
        ends = now + FLASH_MS;
      }
      context.fillStyle = now < ends ? '#fff' : '#000';
      context.fillRect(0, 0, FIELD, FIELD);
    },
    watch,
    take: () => ({ shown: shown.splice(0), seen: seen.splice(0) }),
  };
}
