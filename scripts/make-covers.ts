/** Writes what is made of the one lock card: the picture for the browser tests. */
import { FIXTURE, writeFixture } from './covers/fixture.ts';

writeFixture();
console.error(FIXTURE);
