/** The order of test files: what takes long must not begin when the other lane has come to its end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Short files with long tests. Of all others Vitest takes the biggest first, or the slowest once it knows them. */
const LONG = ['matrix', 'tampered-codecs', 'jitsi', 'whereby', 'chime'].map((name) => `/test/e2e/${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((path) => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
