/**
 * Throws changed frames at everything that takes bytes from outside, and checks what `fuzz/*-target.ts` promise.
 *
 *     npm run fuzz -- --minutes 10      for so long (1 if nothing is said)
 *     npm run fuzz -- --frames 1000000  so many
 *     npm run fuzz -- --target receiver only what begins so; --seed 7 to do the same again
 *
 * Inputs that brought a new outcome, or were read further than any before, are kept in fuzz-corpus/ and are where the
 * next run goes on from. The first broken promise ends it: the input is written to fuzz-corpus/found, and the exit code
 * is 1.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import './store-build.ts';
import { slotAt } from '../../src/slots.ts';
import { mutate, SeededDice } from './mutate.ts';
import type { Target } from './target.ts';
import { makeTargets } from './targets.ts';

const CORPUS = 'fuzz-corpus';
/** Inputs a target goes on with; the kinds of outcomes are few. */
const MAX_INPUTS = 500;

interface Run {
  readonly target: Target;
  readonly folder: string;
  readonly inputs: Uint8Array[];
  readonly outcomes: Set<string>;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    frames: { type: 'string' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const frames = values.frames === undefined ? Number.POSITIVE_INFINITY : Number(values.frames);
const minutes = values.minutes === undefined ? (values.frames ? Number.POSITIVE_INFINITY : 1) : Number(values.minutes);
const seed = values.seed === undefined ? Date.now() >>> 0 : Number(values.seed);
if ([frames, minutes, seed].some(Number.isNaN)) throw new Error('--minutes, --frames and --seed take a number');

const dice = new SeededDice(seed);
let slot = slotAt(Date.now());
let runs = await makeRuns();
const begun = Date.now();
if (runs.length === 0) throw new Error('no such target');
let done = 0;
console.log(`seed ${seed}, ${runs.length} targets, ${runs.reduce((sum, run) => sum + run.inputs.length, 0)} inputs`);
while (done < frames && Date.now() - begun < minutes * 60_000) {
  if (slotAt(Date.now()) !== slot) {
    // What was sealed in an older slot would soon be refused for that alone.
    slot = slotAt(Date.now());
    runs = await makeRuns();
  }
  const run = runs[done % runs.length];
  if (run) await once(run);
  done++;
}
const seconds = (Date.now() - begun) / 1_000;
const outcomes = runs.reduce((sum, run) => sum + run.outcomes.size, 0);
console.log(`${done} inputs, ${Math.round(done / seconds)} a second, ${outcomes} outcomes, nothing found`);

async function makeRuns(): Promise<Run[]> {
  const targets = await makeTargets();
  return targets.filter(({ name }) => name.startsWith(values.target ?? '')).map(prepare);
}

function prepare(target: Target): Run {
  const folder = join(CORPUS, target.name.replace(/\W+/g, '-'));
  const known = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name))) : [];
  return { target, folder, inputs: [...target.seeds, ...known], outcomes: new Set() };
}

async function once({ target, folder, inputs, outcomes }: Run): Promise<void> {
  const pick = (): Uint8Array => inputs[dice.roll(inputs.length)] ?? new Uint8Array(0);
  const bytes = mutate(pick(), pick(), dice);
  let outcome: string;
  try {
    const { kind, depth = 0 } = await target.run(bytes);
    outcome = `${kind}/${depth}`;
  } catch (error) {
    const path = save(join(CORPUS, 'found'), bytes);
    console.error(`${target.name}: ${String(error)}\ninput in ${path}, seed ${seed}`);
    process.exit(1);
  }
  if (outcomes.has(outcome)) return;
  outcomes.add(outcome);
  if (inputs.length >= MAX_INPUTS) return;
  inputs.push(bytes);
  if (target.isLasting) save(folder, bytes);
}

function save(folder: string, bytes: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  writeFileSync(path, bytes);
  return path;
}
