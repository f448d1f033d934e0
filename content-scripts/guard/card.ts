import { giveCard } from './channel.ts';

const WIDTH = 640;
const HEIGHT = 360;
const GROUND = '#20324a';
const INK = '#f2f5f9';
/** What moves: browsers send no picture of a canvas on which nothing was drawn. Pixels. */
const DOT = 8;
const STEP = 4;

/**
 * The card that others see of somebody who sends no picture: a microphone, unlike the padlock of a picture that does not
 * open. Drawn in this world; the page gets its track.
 */
export class Card {
  readonly #wanted: () => void;
  #canvas: HTMLCanvasElement | undefined;
  #pictures = 0;

  /** @param wanted called when it begins to be drawn: from then on `draw` is to be called for each picture */
  constructor(wanted: () => void) {
    this.#wanted = wanted;
  }

  /** Whether the page has got one. Its clones outlive it, so this stays true until the document goes. */
  get isDrawn(): boolean {
    return this.#canvas !== undefined;
  }

  /** Gives the page a track of it. */
  give(): void {
    this.#canvas ??= begin();
    const [track] = this.#canvas.captureStream().getVideoTracks();
    if (!track) return;
    this.draw();
    giveCard(track);
    this.#wanted();
  }

  /** Draws the next picture. */
  draw(): void {
    const context = this.#canvas?.getContext('2d');
    if (!context) return;
    context.fillStyle = GROUND;
    context.fillRect(0, HEIGHT - 2 * DOT, WIDTH, DOT);
    context.fillStyle = INK;
    context.fillRect((this.#pictures++ * STEP) % WIDTH, HEIGHT - 2 * DOT, DOT, DOT);
  }
}

function begin(): HTMLCanvasElement {
  const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas') as HTMLCanvasElement;
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { alpha: false });
  if (context) drawMicrophone(context);
  return canvas;
}

function drawMicrophone(context: CanvasRenderingContext2D): void {
  const [x, y] = [WIDTH / 2, HEIGHT / 2 - 30];
  context.fillStyle = GROUND;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = INK;
  context.beginPath();
  context.roundRect(x - 34, y - 80, 68, 130, 34);
  context.fill();
  context.strokeStyle = INK;
  context.lineWidth = 14;
  context.lineCap = 'round';
  context.beginPath();
  context.arc(x, y + 16, 62, 0, Math.PI);
  context.moveTo(x, y + 78);
  context.lineTo(x, y + 116);
  context.moveTo(x - 42, y + 116);
  context.lineTo(x + 42, y + 116);
  context.stroke();
}
