/** Comes before anything of the product that commands use in Node: that knows localhost then, as the test build does. */
Object.assign(globalThis, { __TEST_BUILD__: true });
