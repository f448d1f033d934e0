/** The constants that every bundle is built with; see src/test-build.d.ts. @param test whether it is for tests */
export function defines(test: boolean): Record<string, string> {
  return { __TEST_BUILD__: JSON.stringify(test) };
}
