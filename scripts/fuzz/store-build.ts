/** What the build puts in for the store; to be imported before anything that asks for it. */
Object.assign(globalThis, { __TEST_BUILD__: false });
