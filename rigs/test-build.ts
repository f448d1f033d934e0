/** Before anything of the project: rigs speak with the test build, so what they share with it knows localhost. */
Object.assign(globalThis, { __TEST_BUILD__: true });
