/**
 * Writes what is made of the one lock card, the prepared covers and the picture for the browser tests; and assembles the
 * search for start codes.
 */
import { AV1_RECIPE } from './av1-recipe.ts';
import { FIXTURE, writeFixture } from './fixture.ts';
import { cook } from './recipe.ts';
import { SEARCH_FILE, writeSearch } from './start-code-search.ts';
import { VP9_RECIPE } from './vp9-recipe.ts';

writeFixture();
console.error(FIXTURE);
for (const recipe of [VP9_RECIPE, AV1_RECIPE]) {
  cook(recipe);
  console.error(recipe.file);
}
await writeSearch();
console.error(SEARCH_FILE);
