/**
 * Whether this is the build for tests: one that also works on localhost, whose clock can be moved and whose worker can be
 * ended. A constant of the bundler's (scripts/defines.ts), so that nothing of all that is in the build for the stores.
 */
declare const __TEST_BUILD__: boolean;
