// 21: the engine of sound makes its memory when it begins, and tells the page when it has none.
addEventListener('error', () => {
  if (!self.wasmMemory) postMessage({ status: -36 });
});
var wasmMemory = new WebAssembly.Memory({ initial: 320, maximum: 2048 });
postMessage({ status: 1, pages: wasmMemory.buffer.byteLength });
