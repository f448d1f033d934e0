import type { PassphraseAnswer } from '../../src/protocol/answers.ts';
import type { TabView } from '../../src/protocol/tab-view.ts';

export interface Messages {
  readonly [key: string]: {
    readonly message: string;
    readonly placeholders?: { readonly [name: string]: { readonly content: string } };
  };
}

/** What the harness can see and set from outside. */
export interface Stage {
  view: TabView | null;
  answer: PassphraseAnswer | null;
  /** Kinds of the messages the popup sent, polls left out. */
  readonly asked: string[];
  session: Record<string, unknown>;
}

/**
 * Runs in the page before the popup's script: a stand-in for the extension's APIs that answers with one view.
 * Self-contained, because it is handed over as source text.
 */
export function fakeBrowser(messages: Messages, view: TabView | null, session: object): void {
  const stage: Stage = { view, answer: null, asked: [], session: { ...session } };
  const getMessage = (key: string, values: readonly string[] = []): string => {
    const entry = messages[key];
    return (entry?.message ?? '').replace(/\$([A-Z]+)\$/g, (_, name: string) => {
      const content = entry?.placeholders?.[name.toLowerCase()]?.content ?? '';
      return values[Number(content.slice(1)) - 1] ?? '';
    });
  };
  const text = `CALLSEAL-INVITE-${'7K2M9QXA-'.repeat(16)}4TFW`;
  const answers: Record<string, unknown> = {
    'popup:settings': { badges: true, name: '' },
    'popup:new-key': { ok: true, view },
    'popup:invite': { ok: true, text, qr: text, until: new Date(2026, 0, 2, 12).getTime() },
    'popup:read-request': { ok: true, words: 'sandbox reclusive unvaried quilt glancing overhaul' },
  };
  const sendMessage = (message: { kind: string }): Promise<unknown> => {
    if (message.kind !== 'popup:view') stage.asked.push(message.kind);
    if (!stage.view) return Promise.reject(new Error('no such tab'));
    return Promise.resolve(answers[message.kind] ?? (message.kind === 'popup:passphrase' ? stage.answer : stage.view));
  };
  const browser = {
    runtime: {
      id: 'abcdefghijklmnopabcdefghijklmnop',
      getManifest: () => ({ version: '0.1.0', update_url: 'https://clients2.google.com/service/update2/crx' }),
      sendMessage,
      getURL: (path: string) => `/${path}`,
    },
    tabs: { query: () => Promise.resolve([{ id: 7 }]), create: () => Promise.resolve({}) },
    i18n: { getMessage },
    storage: {
      local: { get: () => Promise.resolve({}), set: () => Promise.resolve() },
      session: {
        get: (key: string) => Promise.resolve(key in stage.session ? { [key]: stage.session[key] } : {}),
        set: (items: Record<string, unknown>) => Promise.resolve(void Object.assign(stage.session, items)),
        remove: (key: string) => Promise.resolve(void delete stage.session[key]),
      },
    },
  };
  Object.assign(globalThis, { browser, chrome: browser, stage });
}
