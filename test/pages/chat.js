/** A meeting's chat in every kind of field, whose page notes whatever it gets of what its user does there. */
const heard = [];
const textOf = (transfer) => Array.from(transfer?.types ?? [], (type) => transfer.getData(type)).join(' ');

const listenOn = (target) => {
  for (const type of ['paste', 'drop', 'keydown', 'keypress', 'beforeinput', 'input', 'keyup']) {
    target.addEventListener(
      type,
      (event) => {
        heard.push([type, event.key, event.data, textOf(event.clipboardData ?? event.dataTransfer)].join(' '));
      },
      true,
    );
  }
};
listenOn(globalThis);

const fields = {};

globalThis.chat = {
  /** What the page was told since the last time. */
  heard: () => heard.splice(0).join('\n'),
  focus(name) {
    fields[name].ownerDocument.defaultView.focus();
    fields[name].focus();
  },
  /** What stands in a field, which is empty then. */
  take(name) {
    const field = fields[name];
    const text = field.value ?? field.textContent;
    if ('value' in field) field.value = '';
    else field.textContent = '';
    return text;
  },
  /** The middle of a field, in CSS pixels. */
  middle(name) {
    const { left, top, width, height } = fields[name].getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  },
};

addEventListener('DOMContentLoaded', () => {
  const add = (name, field, place) => {
    if (field.localName === 'div') field.contentEditable = 'true';
    field.style.cssText = 'display:block;width:300px;min-height:30px';
    fields[name] = field;
    place.append(field);
  };
  const shadow = (mode) => {
    const host = document.createElement('section');
    document.body.append(host);
    return host.attachShadow({ mode });
  };
  add('line', document.createElement('input'), document.body);
  add('lines', document.createElement('textarea'), document.body);
  add('rich', document.createElement('div'), document.body);
  add('open', document.createElement('textarea'), shadow('open'));
  const closed = shadow('closed');
  add('closed', document.createElement('input'), closed);
  add('closedRich', document.createElement('div'), closed);
  // As editors make a page for themselves.
  const frame = document.createElement('iframe');
  frame.style.cssText = 'display:block;width:300px;height:60px';
  document.body.append(frame);
  const inside = frame.contentDocument;
  inside.open();
  inside.write('<!doctype html><title>Editor</title>');
  inside.close();
  listenOn(inside);
  add('written', inside.createElement('div'), inside.body);
});
