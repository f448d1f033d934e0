/** The product's code that tests and demo use in Node, as the test build has it: see src/test-build.d.ts. */
Object.assign(globalThis, { __TEST_BUILD__: true });
